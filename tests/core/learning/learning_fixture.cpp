#include "tests/core/learning/learning_fixture.h"

#include "core/learning/random.h"

#include <stdlib.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace skipscope::learning {

Dataset logOf(const std::vector<std::vector<Play>>& histories, std::uint32_t songs) {
  Dataset dataset;
  dataset.stationIds = {""};
  for (std::uint32_t song = 0; song < songs; ++song)
    dataset.songIds.push_back("s" + std::to_string(song));
  dataset.titles.resize(songs);
  dataset.artists.resize(songs);
  dataset.offsets = {0};
  for (std::size_t listener = 0; listener < histories.size(); ++listener) {
    dataset.listenerIds.push_back("l" + std::to_string(listener));
    for (const Play& play : histories[listener]) {
      Event event;
      event.time = play.time;
      event.song = play.song;
      event.feedback = play.feedback;
      dataset.events.push_back(event);
    }
    dataset.offsets.push_back(dataset.events.size());
  }
  return dataset;
}

Dataset tasteLog(std::uint32_t listeners, std::uint32_t songs, std::uint32_t events) {
  std::vector<std::vector<Play>> histories(listeners);
  for (std::uint32_t listener = 0; listener < listeners; ++listener) {
    const CounterRandom random(99, Purpose::Weights, listener);
    std::vector<std::uint32_t> order(songs);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return random.at(a) < random.at(b); });
    std::int64_t time = 1000;
    for (std::uint32_t i = 0; i < std::min(events, songs); ++i) {
      const std::uint64_t chance = random.at(songs + i);
      if (chance % 10 != 0)
        time += 1000;
      const bool likes = (order[i] % 2 == listener % 2) != (chance / 10 % 8 == 0);
      Feedback feedback = likes ? Feedback::Like : Feedback::Dislike;
      if (chance / 100 % 6 == 0)
        feedback = likes ? Feedback::Listen : Feedback::Skip;
      histories[listener].push_back({time, order[i], feedback});
    }
  }
  return logOf(histories, songs);
}

evaluation::SplitPlan trainOnAll(const Dataset& dataset) {
  evaluation::SplitPlan plan;
  plan.trainingEnd.assign(dataset.listeners(), std::numeric_limits<std::int64_t>::max());
  plan.coverageEnd = std::numeric_limits<std::int64_t>::max();
  plan.catalogueRow.assign(dataset.songs(), -1);
  std::vector<bool> played(dataset.songs());
  for (const Event& event : dataset.events)
    played[event.song] = true;
  for (std::uint32_t song = 0; song < dataset.songs(); ++song)
    if (played[song]) {
      plan.catalogueRow[song] = static_cast<std::int32_t>(plan.catalogue.size());
      plan.catalogue.push_back(song);
    }
  return plan;
}

Batch wholeBatch(const TrainingSet& set, const BatchMaker& maker, std::int64_t epoch, ThreadTeam& team) {
  std::vector<std::uint32_t> windows(set.windows.size());
  std::iota(windows.begin(), windows.end(), 0U);
  return maker.make(windows, epoch, team);
}

experiment::Configuration smallConfiguration() {
  experiment::Configuration configuration;
  configuration.dimension = 8;
  configuration.blocks = 1;
  configuration.maxLength = 10;
  configuration.dropout = 0;
  configuration.device = experiment::Device::Cpu;
  configuration.learningRate = 0.01;
  configuration.maxSteps = 60;
  configuration.minSteps = 60;
  configuration.validateEvery = 20;
  configuration.minimumHistory = 1;
  return configuration;
}

std::optional<TrainingResult> trainTelling(const Dataset& dataset,
                                           const experiment::Configuration& configuration, Told& told,
                                           const std::vector<std::int64_t>& checkpointSteps,
                                           const std::optional<Checkpoint>& from, std::uint64_t seed) {
  std::int64_t step = 0;
  TrainingHooks hooks;
  hooks.progress = [&](const store::Progress& progress) { step = progress.step; };
  hooks.validated = [&](const store::Validation& validation) { told.validations.push_back(validation); };
  hooks.wantsCheckpoint = [&] {
    return std::find(checkpointSteps.begin(), checkpointSteps.end(), step) != checkpointSteps.end();
  };
  hooks.checkpoint = [&](const Checkpoint& checkpoint, const store::Progress&) {
    told.checkpoints.push_back(checkpoint);
  };
  const evaluation::SplitPlan plan = evaluation::makeSplit(dataset, configuration);
  return train(dataset, plan, configuration, seed, from, hooks, {});
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "skipscope-learning-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("no temporary folder can be made");
  m_path = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

} // namespace skipscope::learning
