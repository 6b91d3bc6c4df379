#include "ui/models/figure_records.h"

#include "core/error.h"
#include "core/store/annotations.h"
#include "core/store/feedback_embeddings.h"
#include "core/store/run_store.h"
#include "ui/models/figure_differences.h"

#include <algorithm>
#include <map>

namespace skipscope::ui {

namespace {

using experiment::Configuration;

bool hears(const Configuration& configuration) {
  const auto inactive = experiment::inactiveKeys(configuration);
  return std::find(inactive.begin(), inactive.end(), "inputs") == inactive.end();
}

const StoredCoverage* find(const std::vector<StoredCoverage>& known, const StoredCoverage& wanted) {
  const auto same = [&](const StoredCoverage& each) {
    return each.fingerprint == wanted.fingerprint && each.inputs == wanted.inputs &&
           each.split == wanted.split;
  };
  const auto found = std::find_if(known.begin(), known.end(), same);
  return found == known.end() ? nullptr : &*found;
}

/// A finished run keeps its outcomes, so what was read of them once stays true.
void readSegments(store::Workspace& workspace, const ExperimentRecords* previous,
                  ExperimentRecords& records) {
  store::RunSegments reader(workspace);
  for (const RunRecord& record : records.runs) {
    if (record.run.state != store::RunState::Finished)
      continue;
    const auto known = [&](const StoredSegments& each) { return each.run == record.run.id; };
    if (previous) {
      const auto found = std::find_if(previous->segments.begin(), previous->segments.end(), known);
      if (found != previous->segments.end()) {
        records.segments.push_back(*found);
        continue;
      }
    }
    try {
      records.segments.push_back({record.run.id, reader.of(record.run)});
    } catch (const core::Error& error) {
      records.segmentsProblem = error.what();
      return; // the others would say the same
    }
  }
}

void readCosines(const store::Workspace& workspace, const ExperimentRecords* previous,
                 ExperimentRecords& records) {
  for (const auto& [run, validations] : records.runs) {
    if (run.state != store::RunState::Finished || !store::hasFeedbackEmbeddings(run.configuration))
      continue;
    const auto known = [&id = run.id](const StoredCosines& each) { return each.run == id; };
    if (previous) {
      const auto found = std::find_if(previous->cosines.begin(), previous->cosines.end(), known);
      if (found != previous->cosines.end()) {
        records.cosines.push_back(*found);
        continue;
      }
    }
    try {
      records.cosines.push_back({run.id, store::feedbackCosines(workspace, run)});
    } catch (const core::Error&) { // 'check' tells of damaged weights; the seeds in the mean are counted
    }
  }
}

} // namespace

bool isReference(const Configuration& configuration) {
  return configuration.model == experiment::ModelKind::Sasrec &&
         configuration.strategy == experiment::NegativeStrategy::Random && configuration.negativeCount == 1;
}

std::string splitText(const Configuration& configuration) {
  return configuration.split == experiment::Split::Last
             ? "last"
             : "time " + experiment::fieldText(configuration, "evaluation.times");
}

ExperimentRecords readExperiment(store::Workspace& workspace, const std::string& experiment,
                                 const ExperimentRecords* previous, FigureNeeds needs) {
  const store::RunStore store(workspace);
  std::map<std::string, const RunRecord*> known;
  if (previous)
    for (const RunRecord& record : previous->runs)
      known[record.run.id] = &record;

  ExperimentRecords records;
  records.experiment = experiment;
  for (store::Run& run : store.runsOf(experiment)) {
    const auto same = known.find(run.id);
    RunRecord record;
    record.validations = same != known.end() && same->second->run.stamp == run.stamp
                             ? same->second->validations
                             : store.validations(run.id);
    record.run = std::move(run);
    records.runs.push_back(std::move(record));
  }
  if (!records.runs.empty()) {
    records.dataset = records.runs.front().run.dataset;
    records.fingerprint = records.runs.front().run.fingerprint;
    for (const store::DatasetEntry& entry : workspace.datasets())
      if (entry.summary.fingerprint == records.fingerprint)
        records.stations = entry.summary.stations > 0;
  }

  for (const auto& [run, validations] : records.runs) {
    if (run.state != store::RunState::Finished || !hears(run.configuration))
      continue;
    StoredCoverage coverage{run.fingerprint, run.configuration.inputs, splitText(run.configuration), {}, {}};
    if (find(records.coverage, coverage))
      continue;
    if (const StoredCoverage* read = previous ? find(previous->coverage, coverage) : nullptr) {
      records.coverage.push_back(*read);
    } else if (const auto outcomes = store.outcomes(run.id)) {
      coverage.listeners = outcomes->coverage;
      coverage.pairKinds = outcomes->kinds.name();
      records.coverage.push_back(std::move(coverage));
    }
  }
  if (!records.coverage.empty())
    records.pairKinds = records.coverage.front().pairKinds;
  records.read = needs;
  if (needs.segments)
    readSegments(workspace, previous, records);
  if (needs.cosines)
    readCosines(workspace, previous, records);
  for (const store::Baseline& baseline : store::Annotations(workspace).baselines())
    if (baseline.fingerprint == records.fingerprint)
      records.pinned = baseline.configurationHash;
  readDifferences(workspace, needs.differences, previous, records);
  return records;
}

} // namespace skipscope::ui
