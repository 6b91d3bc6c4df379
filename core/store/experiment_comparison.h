#pragma once

#include "core/evaluation/comparison.h"
#include "core/store/run_store.h"

#include <map>
#include <string>
#include <vector>

namespace skipscope::store {

/// Metric → one value list a finished seed.
using SeedValues = std::map<std::string, std::vector<evaluation::ListenerValues>>;

/// The metrics (of evaluation::listenerMetrics()) of every finished seed of the run's configuration. Throws
/// core::Error where none has finished, core::UsageError for an unknown metric.
SeedValues seedValues(const RunStore& store, const Run& run, const std::vector<std::string>& metrics);

/// One configuration of an experiment against the baseline, by one metric.
struct ConfigurationComparison {
  std::string metric;
  Run run; ///< the first finished of the configuration in the experiment
  evaluation::Comparison comparison;
  std::string problem;  ///< why there is no comparison: one sentence, else empty
  double corrected = 1; ///< p after Holm's correction within the metric
  int family = 0;       ///< comparisons corrected together; 0 = single seeds, whose p says nothing

  bool significant() const { return family > 0 && corrected < 0.05; }
};

/// Compares every finished configuration of an experiment with the baseline's, metric by metric in the order
/// given, configurations in the order they were launched. All of them with several seeds on both sides are
/// one family of Holm's correction per metric. Throws core::UsageError for an unknown experiment or metric,
/// core::Error where the baseline is of another dataset or nothing else has finished.
std::vector<ConfigurationComparison> compareExperiment(const RunStore& store, const std::string& experiment,
                                                       const Run& baseline,
                                                       const std::vector<std::string>& metrics);

} // namespace skipscope::store
