#pragma once

#include "core/evaluation/outcomes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::evaluation {

/// A test metric of one run, listener by listener, so that two runs can be compared on the same listeners.
struct ListenerValues {
  std::vector<std::uint32_t> listeners; ///< ascending
  /// [listeners], and their mean is the metric. Means of one population hold each listener's own mean. Where
  /// a metric is the mean over several (both orders of a pair), a listener's value is the metric plus what
  /// the listener moves it by (its influence, the linear term of the delta method): the variance of the mean
  /// over listeners is then that of the metric.
  std::vector<double> values;
  std::uint64_t pairs = 0; ///< equal for runs judged on the same pairs
};

/// Names of the metrics that listenerValues() knows: every test metric that is a mean over listeners, higher
/// is better (docs/method.md, section 6 'Between configurations').
const std::vector<std::string>& listenerMetrics();
bool isListenerMetric(std::string_view name);

/// One metric of listenerMetrics() from stored outcomes, without the model. Empty where no listener has a
/// pair for it. Throws core::UsageError for another name.
ListenerValues listenerValues(const Outcomes& outcomes, const std::string& metric, int minimumHistory);

} // namespace skipscope::evaluation
