#include "core/evaluation/welch.h"

#include "core/error.h"
#include "core/evaluation/summary.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

namespace skipscope::evaluation {

namespace {

constexpr double kNormalQuantile = 1.959963984540054; // two-sided, 95 %

double squared(double value) {
  return value * value;
}

std::vector<double> midRanks(const std::vector<double>& values) {
  std::vector<double> ranks;
  for (const double value : values) {
    const auto lower = std::count_if(values.begin(), values.end(), [&](double each) { return each < value; });
    const auto equal = std::count(values.begin(), values.end(), value);
    ranks.push_back(static_cast<double>(lower) + (static_cast<double>(equal) + 1) / 2);
  }
  return ranks;
}

} // namespace

Comparison welch(const std::vector<double>& baseline, const std::vector<double>& values) {
  if (baseline.empty() || values.empty())
    throw core::Error("There is nothing to compare: each side needs a finished run.");
  const Summary before = summarise(baseline);
  const Summary after = summarise(values);
  Comparison result;
  result.baseline = before.mean;
  result.value = after.mean;
  result.difference = after.mean - before.mean;
  result.low = result.high = result.difference;
  result.baselineSeeds = before.count;
  result.seeds = after.count;
  if (before.count < 2 || after.count < 2)
    return result;
  const double ofBaseline = squared(before.deviation) / before.count;
  const double ofValues = squared(after.deviation) / after.count;
  const double variance = ofBaseline + ofValues;
  if (variance <= 0) {
    result.p = result.difference == 0 ? 1 : 0;
    return result;
  }
  result.error = std::sqrt(variance);
  result.degrees =
      squared(variance) / (squared(ofBaseline) / (before.count - 1) + squared(ofValues) / (after.count - 1));
  const double half = tQuantile95(result.degrees) * result.error;
  result.low -= half;
  result.high += half;
  const boost::math::students_t student(result.degrees);
  result.p =
      2 * boost::math::cdf(boost::math::complement(student, std::abs(result.difference) / result.error));
  return result;
}

Proportion wilson(std::size_t part, std::size_t whole) {
  if (whole == 0)
    return {};
  const auto n = static_cast<double>(whole);
  const double share = static_cast<double>(part) / n;
  const double z2 = squared(kNormalQuantile);
  const double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kNormalQuantile / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  return {share, part == 0 ? 0 : centre - half, part == whole ? 1 : centre + half};
}

double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size() || a.size() < 2)
    throw core::Error("A rank correlation needs two lists of the same length, of two values or more.");
  const std::vector<double> ranksA = midRanks(a);
  const std::vector<double> ranksB = midRanks(b);
  const double mean = (static_cast<double>(a.size()) + 1) / 2;
  double both = 0, ofA = 0, ofB = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += (ranksA[i] - mean) * (ranksB[i] - mean);
    ofA += squared(ranksA[i] - mean);
    ofB += squared(ranksB[i] - mean);
  }
  return ofA > 0 && ofB > 0 ? both / std::sqrt(ofA * ofB) : 0;
}

} // namespace skipscope::evaluation
