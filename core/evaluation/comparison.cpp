#include "core/evaluation/comparison.h"

#include "core/error.h"
#include "core/evaluation/summary.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace skipscope::evaluation {

namespace {

constexpr double kRounding = 1e-14; ///< a difference of two means below this is that of their sums
constexpr std::uint64_t kSeed = 0x5eed'0f11'57e4'e125ULL; ///< any fixed number

/// SplitMix64.
std::uint64_t mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

double meanOf(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double squared(double value) {
  return value * value;
}

/// Variance of the mean of as many values drawn with replacement.
double resampledVariance(std::vector<double> values, int resamples) {
  const double mean = meanOf(values);
  for (double& value : values)
    value -= mean;
  const std::uint64_t count = values.size();
  if (resamples < 2) {
    const double squares = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
    return squares / squared(static_cast<double>(count));
  }
  std::uint64_t state = kSeed;
  double sum = 0, squares = 0;
  for (int resample = 0; resample < resamples; ++resample) {
    double total = 0;
    for (std::uint64_t drawn = 0; drawn < count; drawn += 2) {
      const std::uint64_t bits = mix(state); // two draws of 32 bits
      total += values[((bits >> 32) * count) >> 32];
      if (drawn + 1 < count)
        total += values[((bits & 0xffff'ffffULL) * count) >> 32];
    }
    const double each = total / static_cast<double>(count);
    sum += each;
    squares += each * each;
  }
  return (squares - sum * sum / resamples) / (resamples - 1);
}

/// Each listener's value averaged over the seeds; that of seeds which agree is exactly theirs, so that
/// rounding makes no difference between configurations that have none.
std::vector<double> averaged(const std::vector<ListenerValues>& runs) {
  const std::vector<double>& first = runs.front().values;
  std::vector<double> average(first.size(), 0.0);
  for (const ListenerValues& run : runs)
    for (std::size_t i = 0; i < average.size(); ++i)
      average[i] += run.values[i] - first[i];
  for (std::size_t i = 0; i < average.size(); ++i)
    average[i] = first[i] + average[i] / static_cast<double>(runs.size());
  return average;
}

std::vector<double> minus(std::vector<double> values, const std::vector<double>& others) {
  std::transform(values.begin(), values.end(), others.begin(), values.begin(), std::minus<>());
  return values;
}

/// Parts of the variance of one side's mean over seeds and listeners; 0 for a single seed, of which nothing
/// can be known.
struct SeedVariance {
  double seeds = 0; ///< s²/n of the seeds' means: what a seed does to all, and the noise of single outcomes
  double noise = 0; ///< the second alone: mean square of what seed and listener do not explain, per outcome
  double seedDegrees = 0, noiseDegrees = 0;
};

SeedVariance seedVariance(const std::vector<ListenerValues>& runs, const std::vector<double>& average) {
  SeedVariance variance;
  if (runs.size() < 2)
    return variance;
  const auto seeds = static_cast<double>(runs.size());
  const auto listeners = static_cast<double>(average.size());
  const double mean = meanOf(average);
  double betweenSeeds = 0, rest = 0;
  for (const ListenerValues& run : runs) {
    const double own = meanOf(run.values);
    betweenSeeds += squared(own - mean);
    for (std::size_t i = 0; i < average.size(); ++i)
      rest += squared(run.values[i] - own - average[i] + mean);
  }
  variance.seedDegrees = seeds - 1;
  variance.noiseDegrees = (seeds - 1) * (listeners - 1);
  variance.seeds = betweenSeeds / variance.seedDegrees / seeds;
  variance.noise = rest / variance.noiseDegrees / (seeds * listeners);
  return variance;
}

void requireComparable(const std::vector<ListenerValues>& baseline, const std::vector<ListenerValues>& runs) {
  if (baseline.empty() || runs.empty())
    throw core::Error("There is nothing to compare: each side needs a finished run.");
  for (const auto* side : {&baseline, &runs})
    for (const ListenerValues& run : *side)
      if (run.pairs != baseline.front().pairs || run.listeners != baseline.front().listeners)
        throw core::Error(
            "These runs were tested on different pairs and cannot be compared: use the same "
            "evaluation settings for both, and no metric whose listeners depend on the inputs.");
  if (baseline.front().listeners.size() < 2)
    throw core::Error("Fewer than two listeners have a test pair, so a difference says nothing: use a larger "
                      "log or a smaller evaluation.minimum_history.");
}

/// Standard error and degrees of freedom of a difference whose listeners alone give it `listeners`.
void addError(Comparison& result, double listeners, const SeedVariance& a, const SeedVariance& b) {
  const double ofSeeds = a.seeds + b.seeds - a.noise - b.noise; // the noise is in `listeners` already
  const double listenerDegrees = result.listeners - 1;
  if (ofSeeds <= 0) {
    result.error = std::sqrt(listeners);
    result.degrees = listeners > 0 ? listenerDegrees : 0;
    return;
  }
  const double variance = listeners + ofSeeds;
  double parts = squared(listeners) / listenerDegrees;
  double least = listenerDegrees;
  for (const SeedVariance* side : {&a, &b})
    if (side->seedDegrees > 0) {
      parts += squared(side->seeds) / side->seedDegrees + squared(side->noise) / side->noiseDegrees;
      least = std::min(least, side->seedDegrees);
    }
  result.error = std::sqrt(variance);
  result.degrees = std::max(least, squared(variance) / parts);
}

} // namespace

Comparison compare(const std::vector<ListenerValues>& baseline, const std::vector<ListenerValues>& runs,
                   int resamples) {
  requireComparable(baseline, runs);
  const std::vector<double> before = averaged(baseline);
  const std::vector<double> after = averaged(runs);
  Comparison result;
  result.baseline = meanOf(before);
  result.value = meanOf(after);
  result.difference = result.value - result.baseline;
  if (std::abs(result.difference) < kRounding)
    result.difference = 0;
  result.listeners = static_cast<int>(before.size());
  result.baselineSeeds = static_cast<int>(baseline.size());
  result.seeds = static_cast<int>(runs.size());

  addError(result, resampledVariance(minus(after, before), resamples), seedVariance(baseline, before),
           seedVariance(runs, after));
  result.low = result.high = result.difference;
  if (result.degrees <= 0) { // every listener differs by the same, whatever the seed
    result.p = result.difference == 0 ? 1 : 0;
    return result;
  }
  const double half = tQuantile95(result.degrees) * result.error;
  result.low = result.difference - half;
  result.high = result.difference + half;
  const boost::math::students_t student(result.degrees);
  result.p =
      2 * boost::math::cdf(boost::math::complement(student, std::abs(result.difference) / result.error));
  return result;
}

std::vector<double> listenerDifferences(const std::vector<ListenerValues>& baseline,
                                        const std::vector<ListenerValues>& runs) {
  requireComparable(baseline, runs);
  return minus(averaged(runs), averaged(baseline));
}

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> corrected(p.size());
  double highest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    highest = std::max(highest, std::min(1.0, p[order[i]] * static_cast<double>(p.size() - i)));
    corrected[order[i]] = highest;
  }
  return corrected;
}

} // namespace skipscope::evaluation
