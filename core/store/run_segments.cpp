#include "core/store/run_segments.h"

#include "core/error.h"

#include <fmt/format.h>

namespace skipscope::store {

/// How a dataset is split for some configurations.
struct RunSegments::Split {
  std::shared_ptr<const listening::Dataset> dataset;
  evaluation::SplitPlan plan;
};

RunSegments::RunSegments(Workspace& workspace) : m_workspace(workspace) {}

RunSegments::~RunSegments() = default;

const RunSegments::Split& RunSegments::splitOf(const Run& run) {
  std::string key = run.fingerprint; // and what makes a split
  for (const char* field : {"targets.positive", "evaluation.split", "evaluation.times", "evaluation.positive",
                            "evaluation.negative", "evaluation.minimum_history"})
    key += '\n' + experiment::fieldText(run.configuration, field);
  auto& split = m_splits[key];
  if (!split) {
    auto& dataset = m_datasets[run.fingerprint];
    if (!dataset)
      dataset = std::make_shared<const listening::Dataset>(m_workspace.loadDataset(run.fingerprint));
    split = std::make_unique<Split>(Split{dataset, evaluation::makeSplit(*dataset, run.configuration)});
  }
  return *split;
}

SegmentedAccuracy RunSegments::of(const Run& run) {
  const auto outcomes = RunStore(m_workspace).outcomes(run.id);
  if (run.state != RunState::Finished || !outcomes)
    throw core::Error(fmt::format("Run {} is {}: only a finished run has outcomes; let 'work' finish it.",
                                  run.id.substr(0, 8), runStateName(run.state)));
  if (outcomes->pairs.empty())
    return {}; // the log need not be read for that
  const auto sortedBy = traits(run, *outcomes);
  SegmentedAccuracy segmented;
  for (std::size_t i = 0; i < segmented.size(); ++i)
    segmented[i] = evaluation::segments(*outcomes, sortedBy[i], run.configuration.minimumHistory);
  return segmented;
}

evaluation::PairTraits RunSegments::traits(const Run& run, const evaluation::Outcomes& outcomes) {
  const Split& split = splitOf(run);
  return evaluation::pairTraits(*split.dataset, split.plan, outcomes);
}

} // namespace skipscope::store
