#include "core/evaluation/comparison.h"

#include "core/error.h"
#include "core/evaluation/summary.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace skipscope::evaluation {

namespace {

constexpr int kResamples = 10'000;
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

/// Variance of the mean of as many values drawn with replacement.
double bootstrapVariance(std::vector<double> values) {
  const double mean = meanOf(values);
  for (double& value : values)
    value -= mean;
  const std::uint64_t count = values.size();
  std::uint64_t state = kSeed;
  double sum = 0, squares = 0;
  for (int resample = 0; resample < kResamples; ++resample) {
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
  return (squares - sum * sum / kResamples) / (kResamples - 1);
}

/// Each listener's outcome averaged over the seeds.
std::vector<double> averaged(const std::vector<ListenerAccuracy>& runs) {
  std::vector<double> average(runs.front().values.size(), 0.0);
  for (const ListenerAccuracy& run : runs)
    for (std::size_t i = 0; i < average.size(); ++i)
      average[i] += run.values[i] / static_cast<double>(runs.size());
  return average;
}

/// s²/n of the seeds' accuracies; 0 where it cannot be known.
double seedVariance(const std::vector<ListenerAccuracy>& runs) {
  std::vector<double> accuracies;
  for (const ListenerAccuracy& run : runs)
    accuracies.push_back(meanOf(run.values));
  const Summary summary = summarise(accuracies);
  return summary.deviation * summary.deviation / summary.count;
}

void requireComparable(const std::vector<ListenerAccuracy>& baseline,
                       const std::vector<ListenerAccuracy>& runs) {
  if (baseline.empty() || runs.empty())
    throw core::Error("There is nothing to compare: each side needs a finished run.");
  for (const auto* side : {&baseline, &runs})
    for (const ListenerAccuracy& run : *side)
      if (run.pairs != baseline.front().pairs || run.listeners != baseline.front().listeners)
        throw core::Error("These runs were tested on different pairs and cannot be compared: use the same "
                          "evaluation settings for both.");
  if (baseline.front().listeners.size() < 2)
    throw core::Error("Fewer than two listeners have a test pair, so a difference says nothing: use a larger "
                      "log or a smaller evaluation.minimum_history.");
}

} // namespace

ListenerAccuracy listenerAccuracy(const Outcomes& outcomes, int minimumHistory) {
  std::vector<const PairOutcome*> kept;
  for (const PairOutcome& pair : outcomes.pairs)
    if (pair.contextPositives >= static_cast<std::uint32_t>(minimumHistory))
      kept.push_back(&pair);
  std::stable_sort(kept.begin(), kept.end(),
                   [](const PairOutcome* a, const PairOutcome* b) { return a->listener < b->listener; });
  ListenerAccuracy result;
  std::vector<int> counts;
  for (const PairOutcome* pair : kept) {
    if (result.listeners.empty() || result.listeners.back() != pair->listener) {
      result.listeners.push_back(pair->listener);
      result.values.push_back(0);
      counts.push_back(0);
    }
    result.values.back() += pair->scoreP > pair->scoreQ ? 1.0 : pair->scoreP == pair->scoreQ ? 0.5 : 0.0;
    ++counts.back();
    for (const std::uint32_t part : {pair->listener, pair->p, pair->q}) {
      result.pairs ^= part;
      result.pairs = mix(result.pairs);
    }
  }
  for (std::size_t i = 0; i < counts.size(); ++i)
    result.values[i] /= counts[i];
  return result;
}

Comparison compare(const std::vector<ListenerAccuracy>& baseline, const std::vector<ListenerAccuracy>& runs) {
  requireComparable(baseline, runs);
  const std::vector<double> before = averaged(baseline);
  std::vector<double> differences = averaged(runs);
  Comparison result;
  result.baseline = meanOf(before);
  result.value = meanOf(differences);
  result.difference = result.value - result.baseline;
  result.listeners = static_cast<int>(before.size());
  result.baselineSeeds = static_cast<int>(baseline.size());
  result.seeds = static_cast<int>(runs.size());
  std::transform(differences.begin(), differences.end(), before.begin(), differences.begin(), std::minus<>());

  const double listeners = bootstrapVariance(std::move(differences));
  const double seedsA = seedVariance(baseline);
  const double seedsB = seedVariance(runs);
  const double variance = listeners + seedsA + seedsB;
  result.low = result.high = result.difference;
  if (variance <= 0) { // every listener differs by the same, whatever the seed
    result.p = result.difference == 0 ? 1 : 0;
    return result;
  }
  // Welch and Satterthwaite, with the listeners as a third source of variance.
  double parts = listeners * listeners / (result.listeners - 1);
  if (seedsA > 0)
    parts += seedsA * seedsA / (result.baselineSeeds - 1);
  if (seedsB > 0)
    parts += seedsB * seedsB / (result.seeds - 1);
  const double degrees = variance * variance / parts;
  const double error = std::sqrt(variance);
  const double half = tQuantile95(degrees) * error;
  result.low = result.difference - half;
  result.high = result.difference + half;
  const boost::math::students_t student(degrees);
  result.p = 2 * boost::math::cdf(boost::math::complement(student, std::abs(result.difference) / error));
  return result;
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
