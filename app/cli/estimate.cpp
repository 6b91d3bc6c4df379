#include "app/cli/estimate.h"

#include <algorithm>
#include <map>
#include <vector>

namespace skipscope::cli {

namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Speed {
  std::vector<double> secondsPerStep;
  std::vector<double> steps;
};

/// A run without steps (popularity) takes next to no time; it is measured as one step.
std::map<experiment::ModelKind, Speed> measuredSpeeds(const store::RunStore& store,
                                                      const std::string& fingerprint) {
  std::map<experiment::ModelKind, Speed> speeds;
  for (const auto& run : store.runs()) {
    if (run.fingerprint != fingerprint || run.state != store::RunState::Finished)
      continue;
    const auto steps = static_cast<double>(std::max<std::int64_t>(1, run.progress.step));
    auto& speed = speeds[run.configuration.model];
    speed.secondsPerStep.push_back(run.progress.trainSeconds / steps);
    speed.steps.push_back(steps);
  }
  return speeds;
}

} // namespace

Estimate estimate(store::Workspace& workspace, const store::LaunchRequest& request, int workers) {
  const store::RunStore store(workspace);
  const auto speeds = measuredSpeeds(store, workspace.dataset(request.dataset).summary.fingerprint);
  Estimate result;
  double seconds = 0;
  bool known = true;
  for (const auto& configuration : request.configurations) {
    store::LaunchRequest one = request;
    one.configurations = {configuration};
    const auto runs = static_cast<std::int64_t>(request.seeds.size());
    const auto existing = store.countExisting(one);
    result.runs += runs;
    result.existing += existing;
    if (existing == runs)
      continue;
    const auto speed = speeds.find(configuration.model);
    if (speed == speeds.end()) {
      known = false;
      continue;
    }
    const bool trained = configuration.model == experiment::ModelKind::Sasrec;
    const double steps = trained && configuration.maxSteps ? static_cast<double>(*configuration.maxSteps)
                                                           : median(speed->second.steps);
    seconds += static_cast<double>(runs - existing) * steps * median(speed->second.secondsPerStep);
  }
  if (known)
    result.seconds = seconds / std::max(1, workers);
  return result;
}

} // namespace skipscope::cli
