#pragma once

#include "core/store/workspace.h"
#include "ui/models/figure_records.h"

#include <QTemporaryDir>
#include <filesystem>
#include <string>
#include <vector>

namespace skipscope::ui {

/// {step, accuracy}; 10 steps make an epoch, a step sees 4 targets and takes half a second.
struct SampleValidation {
  std::int64_t step = 0;
  double accuracy = 0;
};

experiment::Configuration hears(listening::FeedbackSet inputs, experiment::NegativeStrategy strategy,
                                int count = 1);
experiment::Configuration baseline(experiment::ModelKind model);

/// A record as a workspace would give it; `accuracy` is its test accuracy (finished runs only).
RunRecord sampleRun(const experiment::Configuration& configuration, std::uint64_t seed, store::RunState state,
                    const std::vector<SampleValidation>& validations, double accuracy = 0);
/// Records of one experiment, ids and numbers given in order.
ExperimentRecords sampleRecords(std::vector<RunRecord> runs);

/// A real workspace in a temporary folder with one tiny dataset.
class SampleWorkspace {
public:
  SampleWorkspace();

  std::filesystem::path folder() const;
  store::Workspace& workspace() { return *m_workspace; }

  /// Launches configurations × seeds and finishes every one of them but the last `unfinished` with made-up
  /// numbers.
  void run(const std::string& experiment, const std::vector<experiment::Configuration>& configurations,
           const std::vector<std::uint64_t>& seeds, int unfinished = 0);

private:
  QTemporaryDir m_directory;
  std::unique_ptr<store::Workspace> m_workspace;
};

} // namespace skipscope::ui
