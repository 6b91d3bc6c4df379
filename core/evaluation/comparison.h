#pragma once

#include "core/evaluation/listener_metric.h"

#include <vector>

namespace skipscope::evaluation {

/// A configuration against a baseline on the same listeners (docs/method.md, section 6 'Between
/// configurations').
struct Comparison {
  double baseline = 0; ///< the metric, mean over its seeds
  double value = 0;
  double difference = 0;    ///< value - baseline
  double low = 0, high = 0; ///< 95 % interval of the difference
  double p = 1;             ///< two-sided, of Welch's t
  double error = 0;         ///< standard error of the difference
  double degrees = 0;       ///< of freedom, 0 where the error is 0
  int listeners = 0;
  int baselineSeeds = 0, seeds = 0;

  /// Whether both sides have several seeds. Otherwise the interval speaks of these very runs, not of their
  /// configurations: how much a seed matters is not known.
  bool ofConfigurations() const { return baselineSeeds > 1 && seeds > 1; }
};

/// Resamples of listeners behind every interval that is shown.
inline constexpr int kResamples = 10'000;

/// Compares the runs (seeds) of two configurations; outcomes are averaged over seeds. With L the variance of
/// the mean difference under `resamples` resamples of listeners (0: the formula that this approaches), S the
/// s²/n over the seeds of both sides, and I their part that is noise of single outcomes, SE² = L + max(0, S −
/// I): the two-way variance of crossed listeners and seeds (Cameron, Gelbach and Miller, Journal of Business
/// and Economic Statistics 29, 2011). Welch's t with Satterthwaite's degrees. The same input gives the same
/// numbers. Throws core::Error where a side has no run, the runs were judged on different pairs, or on fewer
/// than two listeners.
Comparison compare(const std::vector<ListenerValues>& baseline, const std::vector<ListenerValues>& runs,
                   int resamples = kResamples);

/// What each listener's outcome differs by, averaged over seeds: value minus baseline, in the order of
/// listeners. Throws as compare().
std::vector<double> listenerDifferences(const std::vector<ListenerValues>& baseline,
                                        const std::vector<ListenerValues>& runs);

/// Holm's correction: p values of a family as they may be read one by one.
std::vector<double> holm(const std::vector<double>& p);

} // namespace skipscope::evaluation
