#pragma once

#include "core/evaluation/comparison.h"

#include <cstddef>
#include <vector>

namespace skipscope::evaluation {

/// Two independent samples, such as one number a seed of two configurations, by Welch's t: no listeners, and
/// without error where a side has fewer than two values. Throws core::Error where a side has none.
Comparison welch(const std::vector<double>& baseline, const std::vector<double>& values);

/// Share of `part` in `whole` with its 95 % interval.
struct Proportion {
  double share = 0, low = 0, high = 1;
};
/// Wilson's score interval (Wilson, Journal of the American Statistical Association 22, 1927). Nothing is
/// known of an empty whole: 0 to 1.
Proportion wilson(std::size_t part, std::size_t whole);

/// Spearman's rank correlation, mid-ranks on ties; 0 where one side does not vary. Throws core::Error where
/// the sides differ in length or have fewer than two values.
double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b);

} // namespace skipscope::evaluation
