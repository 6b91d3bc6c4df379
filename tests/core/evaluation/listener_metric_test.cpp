// Metrics listener by listener: the same numbers as the metrics, and hand-worked influences.
#include "core/error.h"
#include "core/evaluation/comparison.h"
#include "core/evaluation/listener_metric.h"
#include "core/evaluation/metrics.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

namespace skipscope::evaluation {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

PairOutcome pairOf(std::uint32_t listener, std::uint32_t song, bool won, int order, float rankP,
                   std::uint32_t inputs = 9) {
  PairOutcome pair;
  pair.listener = listener;
  pair.p = song;
  pair.q = song + 100;
  pair.scoreP = won ? 2.0F : 1.0F;
  pair.scoreQ = 1.5F;
  pair.order = static_cast<std::int8_t>(order);
  pair.rankP = rankP;
  pair.rankQ = 12;
  pair.contextPositives = 5;
  pair.contextInputs = inputs;
  pair.fallback = 1;
  pair.scoreRandom = 1.7F;
  pair.strangerP = song % 2 == 0 ? 1.0F : 0.0F;
  pair.strangerQ = 0.5F;
  return pair;
}

Outcomes someOutcomes() {
  Outcomes outcomes;
  outcomes.pairs = {pairOf(0, 1, true, -1, 1), pairOf(0, 2, false, 1, 8), pairOf(1, 3, true, -1, 3),
                    pairOf(2, 4, false, 1, 40, 2), pairOf(4, 5, true, 0, 7)};
  outcomes.playPairs = {pairOf(0, 6, false, -1, 0), pairOf(3, 7, true, 1, 0, 1)};
  return outcomes;
}

double meanOf(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST(ListenerMetric, TheMeanOverListenersIsTheMetric) {
  const Outcomes outcomes = someOutcomes();
  const Metrics metrics = testMetrics(outcomes, 5);
  for (const std::string& name : listenerMetrics()) {
    ASSERT_TRUE(metrics.contains(name)) << name;
    const ListenerValues values = listenerValues(outcomes, name, 5);
    EXPECT_NEAR(meanOf(values.values), metrics.at(name), 1e-12) << name;
    EXPECT_TRUE(std::is_sorted(values.listeners.begin(), values.listeners.end())) << name;
  }
}

TEST(ListenerMetric, EachListenersOwnMean) {
  const Outcomes outcomes = someOutcomes();
  EXPECT_THAT(listenerValues(outcomes, "accuracy", 5).listeners, ElementsAre(0, 1, 2, 4));
  EXPECT_THAT(listenerValues(outcomes, "accuracy", 5).values, ElementsAre(0.5, 1, 0, 1));
  EXPECT_THAT(listenerValues(outcomes, "accuracy_covered", 5).listeners, ElementsAre(0, 1, 4));
  EXPECT_THAT(listenerValues(outcomes, "delta_hr@10", 5).values, ElementsAre(1, 1, 0, 1));
  EXPECT_THAT(listenerValues(outcomes, "reach_weighted_accuracy", 5).values, ElementsAre(0.5, 1, 1, 1));
  EXPECT_THAT(listenerValues(outcomes, "reach_weighted_accuracy_plays", 5).listeners, ElementsAre(0, 3));
  // With a stranger's context even songs win: 0 and 1 for listener 0, so 1 − 0 and 0 − 1.
  EXPECT_THAT(listenerValues(outcomes, "accuracy_personal", 5).values, ElementsAre(0, 1, -1, 1));
}

TEST(ListenerMetric, BothOrdersAlikeByInfluence) {
  // p first: listener 0 won 1, listener 1 won 1: mean 1. q first: 0 and 2, both lost: mean 0. Metric ½.
  // Three listeners have either. Nobody differs from the mean of an order: all influences are 0.
  const ListenerValues even = listenerValues(someOutcomes(), "accuracy_balanced_order", 5);
  EXPECT_THAT(even.listeners, ElementsAre(0, 1, 2));
  EXPECT_THAT(even.values, ElementsAre(0.5, 0.5, 0.5));
  // Listener 1 loses p first, so that order's mean is ½ and the metric ¼. Weight of each order: ½ · 3/2 = ¾.
  // Listener 0: ¾·(1 − ½) + ¾·(0 − 0) = 3/8; listener 1: ¾·(0 − ½) = −3/8; listener 2: 0.
  Outcomes outcomes = someOutcomes();
  outcomes.pairs[2].scoreP = 0;
  EXPECT_THAT(listenerValues(outcomes, "accuracy_balanced_order", 5).values,
              ElementsAre(DoubleNear(0.625, 1e-12), DoubleNear(-0.125, 1e-12), DoubleNear(0.25, 1e-12)));
}

TEST(ListenerMetric, BothOrdersNeedEachOther) {
  Outcomes outcomes = someOutcomes();
  for (PairOutcome& pair : outcomes.pairs)
    pair.order = -1;
  EXPECT_TRUE(listenerValues(outcomes, "accuracy_balanced_order", 5).listeners.empty());
  EXPECT_FALSE(testMetrics(outcomes, 5).contains("accuracy_balanced_order"));
}

TEST(ListenerMetric, PairsTellWhatCanBeCompared) {
  const Outcomes outcomes = someOutcomes();
  Outcomes others = outcomes;
  for (PairOutcome& pair : others.pairs) {
    pair.scoreP = 0;        // another model
    pair.contextInputs = 1; // which hears less
  }
  for (const char* name : {"accuracy", "reach_weighted_accuracy", "accuracy_balanced_order", "hr@10"})
    EXPECT_EQ(listenerValues(outcomes, name, 5).pairs, listenerValues(others, name, 5).pairs) << name;
  EXPECT_NE(listenerValues(outcomes, "accuracy_covered", 5).pairs,
            listenerValues(others, "accuracy_covered", 5).pairs)
      << "its listeners are the run's own";
  others.pairs[0].q = 99;
  EXPECT_NE(listenerValues(outcomes, "accuracy", 5).pairs, listenerValues(others, "accuracy", 5).pairs);
}

TEST(ListenerMetric, AnUnknownOneIsRefusedWithTheNames) {
  EXPECT_TRUE(isListenerMetric("mrr"));
  EXPECT_FALSE(isListenerMetric("coverage"));
  try {
    listenerValues(someOutcomes(), "coverage", 5);
    FAIL();
  } catch (const core::UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("accuracy_personal"));
  }
}

} // namespace
} // namespace skipscope::evaluation
