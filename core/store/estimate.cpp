#include "core/store/estimate.h"

#include "core/store/launch_rules.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace skipscope::store {

namespace {

using experiment::Configuration;

/// A drawn negative is a row fetched at random from a large table: slower than its multiply-adds alone.
constexpr double kFetchWork = 8;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// What finished runs of one kind of model tell.
struct Measured {
  std::vector<double> secondsPerWork;
  std::vector<double> batch;      ///< targets a step
  std::vector<double> earlySteps; ///< of runs that stopped before their limit: the others tell no end
  std::vector<double> limits;     ///< of runs whose configuration names no limit

  void add(const Run& run) {
    // A run without steps (popularity) takes next to no time; it is measured as one step.
    const auto steps = static_cast<double>(std::max<std::int64_t>(1, run.progress.step));
    const auto targets = static_cast<double>(run.progress.targets);
    const double perStep = targets > 0 ? targets / steps : run.configuration.batchTargets.value_or(1);
    secondsPerWork.push_back(run.progress.trainSeconds / steps / perStep / trainingWork(run.configuration));
    batch.push_back(perStep);
    if (run.progress.step < run.progress.maxSteps)
      earlySteps.push_back(steps);
    if (!run.configuration.maxSteps && run.progress.maxSteps > 0)
      limits.push_back(static_cast<double>(run.progress.maxSteps));
  }

  Estimate::Time timeOf(const Configuration& configuration) const {
    const bool trained = configuration.model == experiment::ModelKind::Sasrec;
    double most = 1;
    if (trained && configuration.maxSteps)
      most = static_cast<double>(*configuration.maxSteps);
    else if (trained)
      most = limits.empty() ? static_cast<double>(experiment::kUsualMostSteps) : median(limits);
    const double likely = earlySteps.empty() ? most : std::min(most, median(earlySteps));
    const double targets =
        configuration.batchTargets ? static_cast<double>(*configuration.batchTargets) : median(batch);
    const double perStep = median(secondsPerWork) * targets * trainingWork(configuration);
    return {likely * perStep, most * perStep};
  }
};

std::map<experiment::ModelKind, Measured> measuredRuns(const RunStore& store,
                                                       const std::string& fingerprint) {
  std::map<experiment::ModelKind, Measured> measured;
  for (const auto& run : store.runs())
    if (run.fingerprint == fingerprint && run.state == RunState::Finished)
      measured[run.configuration.model].add(run);
  return measured;
}

} // namespace

double trainingWork(const Configuration& configuration) {
  if (configuration.model != experiment::ModelKind::Sasrec)
    return 1;
  const double d = configuration.dimension;
  const double length = configuration.maxLength;
  const double block = 12 * d * d + 2 * length * d; // projections and feed-forward, attention
  double scored = 1;
  if (usesDrawnNegatives(configuration.strategy))
    scored += configuration.negativeCount;
  if (usesRealNegatives(configuration.strategy))
    scored += 1;
  return configuration.blocks * block + kFetchWork * scored * d;
}

Estimate estimate(Workspace& workspace, const LaunchRequest& request, int workers) {
  const RunStore store(workspace);
  const auto summary = workspace.dataset(request.dataset).summary;
  const auto measured = measuredRuns(store, summary.fingerprint);
  Estimate result;
  std::vector<Configuration> configurations = request.configurations;
  if (request.fittingOnly) {
    Fitting kept = fitting(summary, request.configurations);
    configurations = std::move(kept.configurations);
    result.note = std::move(kept.note);
  }
  for (const auto& configuration : configurations)
    requireLearnable(summary, experiment::canonical(configuration));
  Estimate::Time sum;
  bool known = true;
  for (const auto& configuration : configurations) {
    LaunchRequest one = request;
    one.configurations = {configuration};
    const auto runs = static_cast<std::int64_t>(request.seeds.size());
    const auto existing = store.countExisting(one);
    result.runs += runs;
    result.existing += existing;
    if (existing == runs)
      continue;
    const auto found = measured.find(configuration.model);
    if (found == measured.end()) {
      known = false;
      continue;
    }
    const auto time = found->second.timeOf(configuration);
    sum.likely += static_cast<double>(runs - existing) * time.likely;
    sum.most += static_cast<double>(runs - existing) * time.most;
  }
  if (known)
    result.time = Estimate::Time{sum.likely / std::max(1, workers), sum.most / std::max(1, workers)};
  return result;
}

} // namespace skipscope::store
