#include "core/evaluation/trait_contrast.h"

#include "core/error.h"
#include "core/evaluation/pair_values.h"
#include "core/evaluation/segments.h"
#include "core/evaluation/summary.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace skipscope::evaluation {

namespace {

using PairIndices = std::vector<std::size_t>;
using ListenerMeans = std::map<std::uint32_t, double>;

double squared(double value) {
  return value * value;
}

void requireSamePairs(const std::vector<const Outcomes*>& seeds, std::size_t traits) {
  if (seeds.empty())
    throw core::Error("There is nothing to compare: a finished run is needed.");
  const auto same = [](const PairOutcome& a, const PairOutcome& b) {
    return a.listener == b.listener && a.p == b.p && a.q == b.q;
  };
  for (const Outcomes* seed : seeds)
    if (seed->pairs.size() != traits ||
        !std::equal(seed->pairs.begin(), seed->pairs.end(), seeds.front()->pairs.begin(), same))
      throw core::Error(
          "These seeds were tested on different pairs: delete the older runs and launch again.");
}

struct Groups {
  PairIndices lowest, highest;
};

/// Both ends of `sorted`, in which equal traits stay together.
Groups thirds(const PairIndices& sorted, const std::vector<double>& traits) {
  const std::size_t third = sorted.size() / 3;
  if (third == 0)
    return {};
  const double low = traits[sorted[third - 1]];
  const double high = traits[sorted[sorted.size() - third]];
  const auto below = [&](std::size_t i) { return traits[i] < low; };
  const auto notAbove = [&](std::size_t i) { return traits[i] <= low; };
  const auto lowEnd = std::partition_point(sorted.begin(), sorted.end(), notAbove);
  if (low < high)
    return {
        {sorted.begin(), lowEnd},
        {std::partition_point(sorted.begin(), sorted.end(), [&](std::size_t i) { return traits[i] < high; }),
         sorted.end()}};
  const auto tieBegin = std::partition_point(sorted.begin(), sorted.end(), below);
  const bool tieIsLow = sorted.end() - lowEnd >= tieBegin - sorted.begin();
  const auto border = tieIsLow ? lowEnd : tieBegin;
  return {{sorted.begin(), border}, {border, sorted.end()}};
}

/// Each listener's accuracy in a group, averaged over seeds.
ListenerMeans meansOf(const std::vector<const Outcomes*>& seeds, const PairIndices& group) {
  std::map<std::uint32_t, std::pair<double, double>> sums;
  for (const Outcomes* seed : seeds)
    for (const std::size_t i : group) {
      auto& [sum, count] = sums[seed->pairs[i].listener];
      sum += wonPair(seed->pairs[i]);
      count += 1;
    }
  ListenerMeans means;
  for (const auto& [listener, sum] : sums)
    means[listener] = sum.first / sum.second;
  return means;
}

Summary summaryOf(const ListenerMeans& means) {
  std::vector<double> values;
  for (const auto& [listener, value] : means)
    values.push_back(value);
  return summarise(values);
}

/// Variances that add up, each with its degrees of freedom.
struct Variance {
  double sum = 0, parts = 0;
  void add(double variance, double degrees) {
    sum += variance;
    parts += squared(variance) / degrees;
  }
};

} // namespace

TraitContrast contrastByTrait(const std::vector<const Outcomes*>& seeds, const std::vector<double>& traits,
                              int minimumHistory) {
  requireSamePairs(seeds, traits.size());
  PairIndices sorted;
  for (std::size_t i = 0; i < traits.size(); ++i)
    if (seeds.front()->pairs[i].contextPositives >= static_cast<std::uint32_t>(minimumHistory))
      sorted.push_back(i);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](std::size_t a, std::size_t b) { return traits[a] < traits[b]; });
  const Groups groups = thirds(sorted, traits);
  const ListenerMeans lowest = meansOf(seeds, groups.lowest);
  const ListenerMeans highest = meansOf(seeds, groups.highest);
  if (std::min(groups.lowest.size(), groups.highest.size()) < kLeastSegmentPairs ||
      std::min(lowest.size(), highest.size()) < 2)
    throw core::Error(
        "Too few test pairs differ in this trait to part them into a lowest and a highest third: "
        "use a larger log.");
  const Summary before = summaryOf(lowest);
  const Summary after = summaryOf(highest);
  TraitContrast result;
  result.lowestTo = traits[groups.lowest.back()];
  result.highestFrom = traits[groups.highest.front()];
  result.lowestPairs = groups.lowest.size();
  result.highestPairs = groups.highest.size();
  Comparison& comparison = result.comparison;
  comparison.baseline = before.mean;
  comparison.value = after.mean;
  comparison.difference = after.mean - before.mean;
  comparison.baselineSeeds = comparison.seeds = static_cast<int>(seeds.size());
  Variance variance;
  variance.add(squared(before.deviation) / before.count, before.count - 1);
  variance.add(squared(after.deviation) / after.count, after.count - 1);
  int inBoth = 0;
  double together = 0;
  for (const auto& [listener, value] : lowest)
    if (const auto other = highest.find(listener); other != highest.end()) {
      ++inBoth;
      together += (value - before.mean) * (other->second - after.mean);
    }
  comparison.listeners = before.count + after.count - inBoth;
  variance.sum = std::max(0.0, variance.sum - 2 * together / before.count / after.count);
  if (seeds.size() > 1) {
    std::vector<double> differences;
    for (const Outcomes* seed : seeds)
      differences.push_back(summaryOf(meansOf({seed}, groups.highest)).mean -
                            summaryOf(meansOf({seed}, groups.lowest)).mean);
    const Summary overSeeds = summarise(differences);
    variance.add(squared(overSeeds.deviation) / overSeeds.count, overSeeds.count - 1);
  }
  comparison.low = comparison.high = comparison.difference;
  if (variance.sum <= 0) {
    comparison.p = comparison.difference == 0 ? 1 : 0;
    return result;
  }
  comparison.error = std::sqrt(variance.sum);
  comparison.degrees = std::max(1.0, squared(variance.sum) / variance.parts);
  const double half = tQuantile95(comparison.degrees) * comparison.error;
  comparison.low -= half;
  comparison.high += half;
  comparison.p =
      2 * boost::math::cdf(boost::math::complement(boost::math::students_t(comparison.degrees),
                                                   std::abs(comparison.difference) / comparison.error));
  return result;
}

} // namespace skipscope::evaluation
