#pragma once

#include "core/evaluation/outcomes.h"

#include <cstdint>
#include <vector>

namespace skipscope::evaluation {

/// Accuracy of one run on each listener who meets m.
struct ListenerAccuracy {
  std::vector<std::uint32_t> listeners; ///< ascending
  std::vector<double> values;           ///< [listeners], in [0, 1]
  std::uint64_t pairs = 0;              ///< equal for runs judged on the same pairs
};
ListenerAccuracy listenerAccuracy(const Outcomes& outcomes, int minimumHistory);

/// A configuration against a baseline on the same listeners (docs/method.md, section 6 'Uncertainty').
struct Comparison {
  double baseline = 0; ///< mean accuracy over its seeds
  double value = 0;
  double difference = 0;    ///< value - baseline
  double low = 0, high = 0; ///< 95 % interval of the difference
  double p = 1;             ///< two-sided, of Welch's t
  int listeners = 0;
  int baselineSeeds = 0, seeds = 0;

  /// Whether both sides have several seeds. Otherwise the interval speaks of these very runs, not of their
  /// configurations: how much a seed matters is not known.
  bool ofConfigurations() const { return baselineSeeds > 1 && seeds > 1; }
};

/// Compares the runs (seeds) of two configurations: outcomes averaged over seeds; SE² = variance of the
/// difference under 10,000 resamples of listeners, plus s²/n over the seeds of each side; Welch's t. The same
/// input gives the same numbers. Throws core::Error where a side has no run, the runs were judged on
/// different pairs, or on fewer than two listeners.
Comparison compare(const std::vector<ListenerAccuracy>& baseline, const std::vector<ListenerAccuracy>& runs);

/// Holm's correction: p values of a family as they may be read one by one.
std::vector<double> holm(const std::vector<double>& p);

} // namespace skipscope::evaluation
