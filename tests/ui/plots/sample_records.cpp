#include "tests/ui/plots/sample_records.h"

#include "core/store/queue.h"
#include "core/store/run_store.h"

namespace skipscope::ui {

namespace {

using listening::Event;
using listening::Feedback;

store::Validation validationOf(const SampleValidation& sample) {
  store::Validation validation;
  validation.step = sample.step;
  validation.epochs = static_cast<double>(sample.step) / 10;
  validation.targets = sample.step * 4;
  validation.trainSeconds = static_cast<double>(sample.step) / 2;
  validation.metrics = {{"accuracy", sample.accuracy}};
  return validation;
}

listening::ImportResult tinyLog() {
  listening::ImportResult log;
  log.dataset.listenerIds = {"1"};
  log.dataset.songIds = {"1", "2"};
  log.dataset.titles = {"", ""};
  log.dataset.artists = {"", ""};
  log.dataset.stationIds = {""};
  log.dataset.offsets = {0, 2};
  log.dataset.events = {Event{1, 0, 0, -1, -1, Feedback::Like}, Event{2, 1, 0, -1, -1, Feedback::Dislike}};
  log.summary.fingerprint = std::string(32, 'a');
  log.summary.format = "csv";
  log.summary.events = log.summary.kept = 2;
  log.summary.listeners = 1;
  log.summary.songs = 2;
  return log;
}

} // namespace

experiment::Configuration hears(listening::FeedbackSet inputs, experiment::NegativeStrategy strategy,
                                int count) {
  experiment::Configuration configuration;
  configuration.inputs = inputs;
  configuration.strategy = strategy;
  configuration.negativeCount = count;
  return experiment::canonical(configuration);
}

experiment::Configuration baseline(experiment::ModelKind model) {
  experiment::Configuration configuration;
  configuration.model = model;
  return experiment::canonical(configuration);
}

RunRecord sampleRun(const experiment::Configuration& configuration, std::uint64_t seed, store::RunState state,
                    const std::vector<SampleValidation>& validations, double accuracy) {
  RunRecord record;
  record.run.state = state;
  record.run.dataset = "log";
  record.run.fingerprint = std::string(32, 'a');
  record.run.configuration = configuration;
  record.run.configurationHash = experiment::configurationHash(configuration);
  record.run.seed = seed;
  for (const SampleValidation& sample : validations)
    record.validations.push_back(validationOf(sample));
  if (state == store::RunState::Finished)
    record.run.test = {{"accuracy", accuracy}, {"coverage", 0.5}};
  return record;
}

ExperimentRecords sampleRecords(std::vector<RunRecord> runs) {
  ExperimentRecords records;
  records.experiment = "inputs";
  records.dataset = "log";
  records.fingerprint = std::string(32, 'a');
  std::int64_t number = 0;
  for (RunRecord& record : runs) {
    record.run.number = ++number;
    record.run.id = "run-" + std::to_string(number);
  }
  records.runs = std::move(runs);
  return records;
}

SampleWorkspace::SampleWorkspace()
    : m_workspace(std::make_unique<store::Workspace>(store::Workspace::create(folder()))) {
  m_workspace->addDataset(tinyLog(), "log", {}, {});
}

std::filesystem::path SampleWorkspace::folder() const {
  return std::filesystem::path(m_directory.path().toStdString()) / "sample.skipscope";
}

void SampleWorkspace::run(const std::string& experiment,
                          const std::vector<experiment::Configuration>& configurations,
                          const std::vector<std::uint64_t>& seeds, int unfinished) {
  const auto launched = store::RunStore(*m_workspace).launch({experiment, "log", configurations, seeds, 0});
  store::Queue queue(*m_workspace);
  const store::WorkerLock worker(*m_workspace);
  const auto finished = static_cast<int>(launched.added.size()) - unfinished;
  for (int i = 0; i < finished; ++i) {
    const auto claim = queue.claim(worker);
    const double accuracy = 0.6 + 0.01 * i;
    for (const std::int64_t step : {10, 20, 30})
      queue.addValidation(*claim, validationOf({step, accuracy + 0.001 * static_cast<double>(step)}));
    evaluation::Outcomes outcomes;
    for (std::uint32_t m = 0; m <= 100; ++m)
      outcomes.coverage.push_back(100 - m);
    store::Progress progress;
    progress.step = progress.maxSteps = 30;
    queue.finish(
        *claim, progress, 20,
        {{"accuracy", accuracy}, {"coverage", 0.95}, {"reach_weighted_accuracy", 0.6}, {"hr@10", 0.1}},
        outcomes, "");
  }
}

} // namespace skipscope::ui
