#include "core/evaluation/recommended.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace skipscope::evaluation {

namespace {

/// Rows of the best candidates, best first; ties by the smaller row.
std::vector<std::size_t> bestRows(std::span<const float> scores, const std::vector<std::size_t>& liked) {
  const auto better = [&](std::size_t a, std::size_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  };
  std::vector<std::size_t> best; // a heap, the worst of it on top
  const auto look = [&](std::size_t row) {
    const bool full = best.size() == kTopSongs;
    if ((full && !(scores[row] > scores[best.front()])) || std::ranges::binary_search(liked, row))
      return;
    if (full) {
      std::pop_heap(best.begin(), best.end(), better);
      best.pop_back();
    }
    best.push_back(row);
    std::push_heap(best.begin(), best.end(), better);
  };
  constexpr std::size_t kBlock = 64; // a vector tells at once that none of them is better
  for (std::size_t first = 0; first < scores.size(); first += kBlock) {
    const auto block = scores.subspan(first, std::min(kBlock, scores.size() - first));
    std::int32_t higher = 1;
    if (best.size() == kTopSongs) {
      const float worst = scores[best.front()];
      higher = 0;
      for (const float score : block)
        higher += score > worst;
    }
    for (std::size_t i = 0; higher > 0 && i < block.size(); ++i)
      look(first + i);
  }
  std::sort_heap(best.begin(), best.end(), better);
  return best;
}

/// The mean over listeners of the mean over their pairs.
class ListenerMean {
public:
  void add(std::uint32_t listener, double value) {
    auto& [sum, count] = m_sums[listener];
    sum += value;
    count += 1;
  }
  double value() const {
    double total = 0;
    for (const auto& [listener, sum] : m_sums)
      total += sum.first / sum.second;
    return total / static_cast<double>(m_sums.size());
  }

private:
  std::map<std::uint32_t, std::pair<double, double>> m_sums;
};

} // namespace

Recommended::Recommended(const SplitPlan& plan) : m_plan(plan), m_percentiles(plan.popularity.size()) {
  std::vector<std::uint32_t> sorted = plan.popularity;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t row = 0; row < plan.popularity.size(); ++row) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), plan.popularity[row]);
    const auto middle = static_cast<double>(first - sorted.begin()) + 0.5 * static_cast<double>(last - first);
    m_percentiles[row] = static_cast<float>(middle / static_cast<double>(sorted.size()));
  }
}

void Recommended::judge(std::span<const float> scores, const std::vector<std::size_t>& liked,
                        PairOutcome& outcome) const {
  if (m_percentiles.empty())
    return;
  const std::vector<std::size_t> rows = bestRows(scores, liked);
  double popularity = 0, percentile = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    outcome.top[i] = m_plan.catalogue[rows[i]];
    popularity += m_plan.popularity[rows[i]];
    percentile += static_cast<double>(m_percentiles[rows[i]]);
  }
  if (rows.empty())
    return;
  outcome.topPopularity = static_cast<float>(popularity / static_cast<double>(rows.size()));
  outcome.topPercentile = static_cast<float>(percentile / static_cast<double>(rows.size()));
}

void addRecommended(Metrics& metrics, const Outcomes& outcomes, int minimumHistory) {
  std::set<std::uint32_t> songs;
  ListenerMean popularity, percentile;
  for (const PairOutcome& pair : outcomes.pairs) {
    if (pair.contextPositives < static_cast<std::uint32_t>(minimumHistory) || std::isnan(pair.topPopularity))
      continue;
    for (const std::uint32_t song : pair.top)
      if (song != kNoSong)
        songs.insert(song);
    popularity.add(pair.listener, static_cast<double>(pair.topPopularity));
    percentile.add(pair.listener, static_cast<double>(pair.topPercentile));
  }
  if (songs.empty() || outcomes.catalogue == 0)
    return;
  metrics["catalogue_coverage@10"] = static_cast<double>(songs.size()) / outcomes.catalogue;
  metrics["recommendation_popularity@10"] = popularity.value();
  metrics["recommendation_percentile@10"] = percentile.value();
}

} // namespace skipscope::evaluation
