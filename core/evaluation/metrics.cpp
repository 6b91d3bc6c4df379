#include "core/evaluation/metrics.h"

#include "core/evaluation/cutoffs.h"
#include "core/evaluation/pair_values.h"
#include "core/evaluation/recommended.h"

#include <cmath>
#include <functional>
#include <set>

namespace skipscope::evaluation {

namespace {

using Keep = std::function<bool(const PairOutcome&)>;
using Value = std::function<double(const PairOutcome&)>;

/// A mean over listeners, each of whom counts once however many pairs they have.
struct Mean {
  std::size_t listeners = 0;
  std::size_t pairs = 0;
  double overPairs = 0;
  double value = 0;
  std::optional<double> se; ///< needs two listeners
};

std::optional<Mean> meanOverListeners(const std::vector<PairOutcome>& pairs, const Keep& keep,
                                      const Value& value) {
  std::map<std::uint32_t, std::pair<double, double>> sums; // listener → sum, count
  Mean mean;
  for (const PairOutcome& pair : pairs) {
    if (!keep(pair))
      continue;
    const double each = value(pair);
    auto& [sum, count] = sums[pair.listener];
    sum += each;
    count += 1;
    mean.overPairs += each;
    ++mean.pairs;
  }
  if (sums.empty())
    return std::nullopt;
  const auto listeners = static_cast<double>(sums.size());
  mean.listeners = sums.size();
  mean.overPairs /= static_cast<double>(mean.pairs);
  for (const auto& [listener, sum] : sums)
    mean.value += sum.first / sum.second;
  mean.value /= listeners; // once, so that equal outcomes give equal means to the last bit
  double squares = 0;
  for (const auto& [listener, sum] : sums)
    squares += std::pow(sum.first / sum.second - mean.value, 2);
  if (sums.size() > 1)
    mean.se = std::sqrt(squares / (listeners - 1) / listeners);
  return mean;
}

/// Stores the mean where there is one.
void put(Metrics& metrics, const std::string& name, const std::optional<Mean>& mean) {
  if (mean)
    metrics[name] = mean->value;
}

/// metrics[name] = a − b where both are there.
void putDifference(Metrics& metrics, const std::string& name, const std::string& a, const std::string& b) {
  if (metrics.contains(a) && metrics.contains(b))
    metrics[name] = metrics[a] - metrics[b];
}

/// HR@k, NDCG@10 and MRR of the song whose rank `rank` tells; `mark` is "" for p and "_q" for q.
void putRanking(Metrics& metrics, const std::vector<PairOutcome>& pairs, const Keep& keep,
                float PairOutcome::*rank, const std::string& mark) {
  const Keep known = [&](const PairOutcome& pair) { return keep(pair) && pair.*rank > 0; };
  for (const int k : kHitCutoffs)
    put(metrics, "hr" + mark + "@" + std::to_string(k),
        meanOverListeners(pairs, known, [&](const PairOutcome& pair) { return hit(pair.*rank, k); }));
  put(metrics, "ndcg" + mark + "@10",
      meanOverListeners(pairs, known, [&](const PairOutcome& pair) { return gain(pair.*rank, 10); }));
  put(metrics, "mrr" + mark,
      meanOverListeners(pairs, known, [&](const PairOutcome& pair) { return 1.0 / pair.*rank; }));
}

void putOrders(Metrics& metrics, const std::vector<PairOutcome>& pairs, const Keep& keep) {
  const auto first = [&](int order) -> Keep {
    return [&keep, order](const PairOutcome& pair) { return keep(pair) && pair.order == order; };
  };
  const auto p = meanOverListeners(pairs, first(-1), wonPair);
  const auto q = meanOverListeners(pairs, first(1), wonPair);
  put(metrics, "accuracy_p_first", p);
  put(metrics, "accuracy_q_first", q);
  metrics["p_first_pairs"] = p ? static_cast<double>(p->pairs) : 0;
  metrics["q_first_pairs"] = q ? static_cast<double>(q->pairs) : 0;
  if (p && q)
    metrics["accuracy_balanced_order"] = (p->value + q->value) / 2;
}

/// How much of the accuracy is this listener, and how much the two songs alone.
void putControls(Metrics& metrics, const std::vector<PairOutcome>& pairs, const Keep& keep) {
  put(metrics, "accuracy_random_song",
      meanOverListeners(
          pairs, [&](const PairOutcome& pair) { return keep(pair) && !std::isnan(pair.scoreRandom); },
          [](const PairOutcome& pair) { return won(pair.scoreP, pair.scoreRandom); }));
  const Keep strange = [&](const PairOutcome& pair) { return keep(pair) && !std::isnan(pair.strangerP); };
  put(metrics, "accuracy_stranger", meanOverListeners(pairs, strange, [](const PairOutcome& pair) {
        return won(pair.strangerP, pair.strangerQ);
      }));
  const auto personal = meanOverListeners(pairs, strange, [](const PairOutcome& pair) {
    return wonPair(pair) - won(pair.strangerP, pair.strangerQ);
  });
  put(metrics, "accuracy_personal", personal);
}

/// Accuracy over everybody with a pair; who is not covered gets the station-popularity fallback.
std::optional<Mean> reachWeighted(const std::vector<PairOutcome>& pairs, const Keep& covered) {
  return meanOverListeners(
      pairs, [](const PairOutcome&) { return true; },
      [&](const PairOutcome& pair) { return covered(pair) ? wonPair(pair) : wonFallback(pair); });
}

std::set<std::uint32_t> listenersOf(const std::vector<PairOutcome>& pairs) {
  std::set<std::uint32_t> listeners;
  for (const PairOutcome& pair : pairs)
    listeners.insert(pair.listener);
  return listeners;
}

void putReach(Metrics& metrics, const Outcomes& outcomes, int minimumHistory) {
  const auto m = static_cast<std::size_t>(minimumHistory);
  if (m < outcomes.coverage.size() && outcomes.coverage[0] > 0)
    metrics["coverage"] = static_cast<double>(outcomes.coverage[m]) / outcomes.coverage[0];
  const Keep covered = [m](const PairOutcome& pair) { return pair.contextInputs >= m; };
  const auto accuracyCovered = meanOverListeners(outcomes.pairs, covered, wonPair);
  put(metrics, "accuracy_covered", accuracyCovered);
  metrics["covered_test_listeners"] = accuracyCovered ? static_cast<double>(accuracyCovered->listeners) : 0;
  put(metrics, "reach_weighted_accuracy", reachWeighted(outcomes.pairs, covered));
  put(metrics, "reach_weighted_accuracy_plays", reachWeighted(outcomes.playPairs, covered));

  metrics["test_listeners"] = static_cast<double>(listenersOf(outcomes.pairs).size());
  metrics["test_pairs"] = static_cast<double>(outcomes.pairs.size());
  metrics["play_test_listeners"] = static_cast<double>(listenersOf(outcomes.playPairs).size());
}

Keep meeting(int minimumHistory) {
  return [m = static_cast<std::uint32_t>(minimumHistory)](const PairOutcome& pair) {
    return pair.contextPositives >= m;
  };
}

} // namespace

Metrics validationMetrics(const std::vector<PairOutcome>& outcomes, int minimumHistory) {
  Metrics metrics;
  const Keep keep = meeting(minimumHistory);
  const auto accuracy = meanOverListeners(outcomes, keep, wonPair);
  put(metrics, "accuracy", accuracy);
  if (accuracy && accuracy->se)
    metrics["accuracy_se"] = *accuracy->se;
  Metrics ranking;
  putRanking(ranking, outcomes, keep, &PairOutcome::rankP, "");
  for (const char* name : {"hr@10", "ndcg@10", "mrr"})
    if (ranking.contains(name))
      metrics[name] = ranking[name];
  return metrics;
}

Metrics testMetrics(const Outcomes& outcomes, int minimumHistory) {
  Metrics metrics;
  const Keep keep = meeting(minimumHistory);
  const auto accuracy = meanOverListeners(outcomes.pairs, keep, wonPair);
  put(metrics, "accuracy", accuracy);
  metrics["accuracy_listeners"] = accuracy ? static_cast<double>(accuracy->listeners) : 0;
  if (accuracy) {
    metrics["accuracy_pairs"] = accuracy->overPairs;
    if (accuracy->se)
      metrics["accuracy_se"] = *accuracy->se;
  }
  putOrders(metrics, outcomes.pairs, keep);
  putControls(metrics, outcomes.pairs, keep);
  putReach(metrics, outcomes, minimumHistory);
  putRanking(metrics, outcomes.pairs, keep, &PairOutcome::rankP, "");
  putRanking(metrics, outcomes.pairs, keep, &PairOutcome::rankQ, "_q");
  for (const int k : kHitCutoffs) {
    const std::string at = "@" + std::to_string(k);
    putDifference(metrics, "delta_hr" + at, "hr" + at, "hr_q" + at);
  }
  addRecommended(metrics, outcomes, minimumHistory);
  return metrics;
}

Metrics pairMetrics(const SplitPlan& plan, std::size_t listeners) {
  Metrics metrics;
  const auto put = [&](const char* name, std::int64_t count) { metrics[name] = static_cast<double>(count); };
  put("pair_listeners", plan.testCounts.listeners);
  put("pair_listeners_m", plan.testCounts.listenersMeeting);
  put("pairs_outside_catalogue", plan.testCounts.outside);
  put("validation_pair_listeners", plan.validationCounts.listeners);
  put("validation_pair_listeners_m", plan.validationCounts.listenersMeeting);
  put("validation_pairs_outside_catalogue", plan.validationCounts.outside);
  put("play_pair_listeners", plan.playTestCounts.listeners);
  put("play_pairs_outside_catalogue", plan.playTestCounts.outside);
  if (listeners > 0)
    metrics["share_without_pair"] =
        1.0 - static_cast<double>(plan.listenersWithPair) / static_cast<double>(listeners);
  return metrics;
}

std::optional<std::size_t> bestOf(const std::vector<double>& values, bool higherIsBetter) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isnan(values[i]) &&
        (!best || (higherIsBetter ? values[i] > values[*best] : values[i] < values[*best])))
      best = i;
  return best;
}

} // namespace skipscope::evaluation
