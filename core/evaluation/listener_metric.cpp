#include "core/evaluation/listener_metric.h"

#include "core/error.h"
#include "core/evaluation/cutoffs.h"
#include "core/evaluation/pair_values.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>

namespace skipscope::evaluation {

namespace {

/// A mean over the listeners that have a pair which counts.
struct Part {
  std::function<bool(const PairOutcome&)> counts;
  std::function<double(const PairOutcome&)> value;
};

/// How a metric is made: the mean of its parts, all over the same list of pairs.
struct Recipe {
  std::vector<Part> parts;
  bool plays = false; ///< over play pairs
};

using Parts = std::vector<Part>;

Part restricted(const Part& part, std::function<bool(const PairOutcome&)> further) {
  return {[counts = part.counts, further = std::move(further)](const PairOutcome& pair) {
            return counts(pair) && further(pair);
          },
          part.value};
}

std::optional<Recipe> accuracyRecipe(const std::string& metric, std::uint32_t m) {
  const Part accuracy{[m](const PairOutcome& pair) { return pair.contextPositives >= m; }, wonPair};
  const Part pFirst = restricted(accuracy, [](const PairOutcome& pair) { return pair.order < 0; });
  const Part qFirst = restricted(accuracy, [](const PairOutcome& pair) { return pair.order > 0; });
  const auto ofStranger = [](const PairOutcome& pair) { return won(pair.strangerP, pair.strangerQ); };
  Part strange = restricted(accuracy, [](const PairOutcome& pair) { return !std::isnan(pair.strangerP); });
  if (metric == "accuracy")
    return Recipe{{accuracy}};
  if (metric == "accuracy_p_first")
    return Recipe{{pFirst}};
  if (metric == "accuracy_q_first")
    return Recipe{{qFirst}};
  if (metric == "accuracy_balanced_order")
    return Recipe{{pFirst, qFirst}};
  if (metric == "accuracy_covered")
    return Recipe{Parts{{[m](const PairOutcome& pair) { return pair.contextInputs >= m; }, wonPair}}};
  if (metric == "accuracy_random_song") {
    Part part = restricted(accuracy, [](const PairOutcome& pair) { return !std::isnan(pair.scoreRandom); });
    part.value = [](const PairOutcome& pair) { return won(pair.scoreP, pair.scoreRandom); };
    return Recipe{{part}};
  }
  if (metric == "accuracy_stranger") {
    strange.value = ofStranger;
    return Recipe{{strange}};
  }
  if (metric == "accuracy_personal") {
    strange.value = [ofStranger](const PairOutcome& pair) { return wonPair(pair) - ofStranger(pair); };
    return Recipe{{strange}};
  }
  return std::nullopt;
}

std::optional<Recipe> reachRecipe(const std::string& metric, std::uint32_t m) {
  const bool plays = metric == "reach_weighted_accuracy_plays";
  if (!plays && metric != "reach_weighted_accuracy")
    return std::nullopt;
  const auto served = [m](const PairOutcome& pair) {
    return pair.contextInputs >= m ? wonPair(pair) : wonFallback(pair);
  };
  return Recipe{Parts{{[](const PairOutcome&) { return true; }, served}}, plays};
}

std::optional<Recipe> rankingRecipe(const std::string& metric, std::uint32_t m) {
  Part part{
      [m](const PairOutcome& pair) { return pair.contextPositives >= m && pair.rankP > 0 && pair.rankQ > 0; },
      nullptr};
  if (metric == "ndcg@10")
    part.value = [](const PairOutcome& pair) { return gain(pair.rankP, 10); };
  else if (metric == "mrr")
    part.value = [](const PairOutcome& pair) { return 1.0 / static_cast<double>(pair.rankP); };
  for (const int k : kHitCutoffs) {
    if (metric == "hr@" + std::to_string(k))
      part.value = [k](const PairOutcome& pair) { return hit(pair.rankP, k); };
    if (metric == "delta_hr@" + std::to_string(k))
      part.value = [k](const PairOutcome& pair) { return hit(pair.rankP, k) - hit(pair.rankQ, k); };
  }
  if (!part.value)
    return std::nullopt;
  return Recipe{{part}};
}

Recipe recipeOf(const std::string& metric, int minimumHistory) {
  const auto m = static_cast<std::uint32_t>(minimumHistory);
  for (const auto& find : {accuracyRecipe, reachRecipe, rankingRecipe})
    if (auto recipe = find(metric, m))
      return *recipe;
  std::string names;
  for (const std::string& name : listenerMetrics())
    names += (names.empty() ? "" : ", ") + name;
  throw core::UsageError("Runs cannot be compared by '" + metric + "': choose one of " + names + ".");
}

/// Mixes one more number into a hash of pairs (the finaliser of SplitMix64).
std::uint64_t mixed(std::uint64_t hash, std::uint64_t part) {
  std::uint64_t z = (hash ^ part) + 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

using ListenerMeans = std::map<std::uint32_t, double>;

/// Each listener's mean of a part; mixes the pairs that count into `hash`.
ListenerMeans meansOf(const std::vector<const PairOutcome*>& pairs, const Part& part, std::uint64_t& hash) {
  std::map<std::uint32_t, std::pair<double, double>> sums;
  for (const PairOutcome* pair : pairs) {
    if (!part.counts(*pair))
      continue;
    auto& [sum, count] = sums[pair->listener];
    sum += part.value(*pair);
    count += 1;
    for (const std::uint32_t each : {pair->listener, pair->p, pair->q})
      hash = mixed(hash, each);
  }
  hash = mixed(hash, sums.size());
  ListenerMeans means;
  for (const auto& [listener, sum] : sums)
    means[listener] = sum.first / sum.second;
  return means;
}

} // namespace

const std::vector<std::string>& listenerMetrics() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all = {"accuracy",
                                    "accuracy_p_first",
                                    "accuracy_q_first",
                                    "accuracy_balanced_order",
                                    "accuracy_random_song",
                                    "accuracy_stranger",
                                    "accuracy_personal",
                                    "accuracy_covered",
                                    "reach_weighted_accuracy",
                                    "reach_weighted_accuracy_plays",
                                    "ndcg@10",
                                    "mrr"};
    for (const int k : kHitCutoffs) {
      all.push_back("hr@" + std::to_string(k));
      all.push_back("delta_hr@" + std::to_string(k));
    }
    return all;
  }();
  return names;
}

bool isListenerMetric(std::string_view name) {
  const auto& names = listenerMetrics();
  return std::find(names.begin(), names.end(), name) != names.end();
}

ListenerValues listenerValues(const Outcomes& outcomes, const std::string& metric, int minimumHistory) {
  const Recipe recipe = recipeOf(metric, minimumHistory);
  std::vector<const PairOutcome*> pairs;
  for (const PairOutcome& pair : recipe.plays ? outcomes.playPairs : outcomes.pairs)
    pairs.push_back(&pair);
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const PairOutcome* a, const PairOutcome* b) { return a->listener < b->listener; });

  ListenerValues result;
  std::vector<ListenerMeans> parts;
  for (const Part& part : recipe.parts)
    if (parts.emplace_back(meansOf(pairs, part, result.pairs)).empty())
      return result; // the mean of its parts needs them all
  std::map<std::uint32_t, double> influences;
  for (const ListenerMeans& means : parts)
    for (const auto& [listener, mean] : means)
      influences[listener] = 0;
  const auto all = static_cast<double>(influences.size());
  double metricValue = 0;
  for (const ListenerMeans& means : parts) {
    double mean = 0;
    for (const auto& [listener, value] : means)
      mean += value;
    mean /= static_cast<double>(means.size());
    metricValue += mean / static_cast<double>(parts.size());
    const double weight = all / static_cast<double>(means.size()) / static_cast<double>(parts.size());
    for (const auto& [listener, value] : means)
      influences[listener] += weight * (value - mean);
  }
  for (const auto& [listener, influence] : influences) {
    result.listeners.push_back(listener);
    result.values.push_back(parts.size() == 1 ? parts.front().at(listener) : metricValue + influence);
  }
  return result;
}

} // namespace skipscope::evaluation
