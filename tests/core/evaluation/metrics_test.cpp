// Every metric against a number worked out by hand, in the comment beside it.
#include "core/error.h"
#include "core/evaluation/metrics.h"
#include "core/evaluation/summary.h"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

namespace skipscope::evaluation {
namespace {

constexpr double kNear = 1e-6;

PairOutcome outcomeOf(std::uint32_t listener, float scoreP, float scoreQ, std::uint32_t positives,
                      std::uint32_t inputs, int order, float rankP, float rankQ, int fallback) {
  PairOutcome outcome;
  outcome.listener = listener;
  outcome.scoreP = scoreP;
  outcome.scoreQ = scoreQ;
  outcome.contextPositives = positives;
  outcome.contextInputs = inputs;
  outcome.order = static_cast<std::int8_t>(order);
  outcome.rankP = rankP;
  outcome.rankQ = rankQ;
  outcome.fallback = static_cast<std::int8_t>(fallback);
  return outcome;
}

/// m = 2. Pairs A, B of listener 0; C of 1; D of 2; E of 3, who meets m by likes in context only for other
/// inputs.
///            scores  won  positives inputs order  rankP rankQ fallback (won)
///   A (0)    3 > 1   1    2         0      p      1     4     −1 (0)
///   B (0)    1 < 3   0    5         4      p      6     2     +1 (1)
///   C (1)    2 = 2   ½    3         3      q      2.5   2.5    0 (½)
///   D (2)    9 > 1   1    2         2      =      20    30    −1 (0)
///   E (3)    1 < 2   0    1         1      q      11    1     +1 (1)   does not meet m, not covered
Outcomes handmade() {
  Outcomes outcomes;
  outcomes.pairs = {outcomeOf(0, 3, 1, 2, 0, -1, 1, 4, -1), outcomeOf(0, 1, 3, 5, 4, -1, 6, 2, 1),
                    outcomeOf(1, 2, 2, 3, 3, 1, 2.5F, 2.5F, 0), outcomeOf(2, 9, 1, 2, 2, 0, 20, 30, -1),
                    outcomeOf(3, 1, 2, 1, 1, 1, 11, 1, 1)};
  return outcomes;
}

TEST(Metrics, accuracyIsPerListenerThenOverListeners) {
  const Metrics metrics = testMetrics(handmade(), 2);
  // Listeners 0: (1 + 0)/2 = ½, 1: ½, 2: 1; mean 2/3.
  EXPECT_NEAR(metrics.at("accuracy"), 2.0 / 3, kNear);
  // Deviations −1/6, −1/6, 1/3: squares 1/36 + 1/36 + 4/36 = 1/6; /2 = 1/12; /3 = 1/36; root 1/6.
  EXPECT_NEAR(metrics.at("accuracy_se"), 1.0 / 6, kNear);
  EXPECT_EQ(metrics.at("accuracy_listeners"), 3);
  // Over pairs: (1 + 0 + ½ + 1) / 4.
  EXPECT_NEAR(metrics.at("accuracy_pairs"), 0.625, kNear);
  EXPECT_EQ(metrics.at("test_listeners"), 4);
  EXPECT_EQ(metrics.at("test_pairs"), 5);
}

TEST(Metrics, theTwoOrdersApartAndAlike) {
  const Metrics metrics = testMetrics(handmade(), 2);
  EXPECT_NEAR(metrics.at("accuracy_p_first"), 0.5, kNear); // A, B
  EXPECT_NEAR(metrics.at("accuracy_q_first"), 0.5, kNear); // C; D is a tie in time, E does not meet m
  EXPECT_NEAR(metrics.at("accuracy_balanced_order"), 0.5, kNear);
  EXPECT_EQ(metrics.at("p_first_pairs"), 2);
  EXPECT_EQ(metrics.at("q_first_pairs"), 1);
  const Metrics easier = testMetrics(handmade(), 1); // with E: q first (½ + 0)/2 = ¼; balanced (½ + ¼)/2
  EXPECT_NEAR(easier.at("accuracy_q_first"), 0.25, kNear);
  EXPECT_NEAR(easier.at("accuracy_balanced_order"), 0.375, kNear);
}

TEST(Metrics, coveredListenersAreTheRunsOwn) {
  const Metrics metrics = testMetrics(handmade(), 2);
  // Inputs ≥ 2: B (0) of listener 0, C (½), D (1): (0 + ½ + 1) / 3.
  EXPECT_NEAR(metrics.at("accuracy_covered"), 0.5, kNear);
  EXPECT_EQ(metrics.at("covered_test_listeners"), 3);
}

TEST(Metrics, reachWeightedServesTheUncoveredByPopularity) {
  const Metrics metrics = testMetrics(handmade(), 2);
  // Listener 0: A falls back (0), B by model (0) → 0; 1: ½; 2: 1; 3: E falls back (1). (0 + ½ + 1 + 1) / 4.
  EXPECT_NEAR(metrics.at("reach_weighted_accuracy"), 0.625, kNear);
  Outcomes outcomes = handmade();
  outcomes.playPairs = {outcomeOf(0, 3, 1, 0, 2, -1, 0, 0, -1), outcomeOf(7, 3, 1, 0, 1, -1, 0, 0, 0)};
  const Metrics plays = testMetrics(outcomes, 2);
  EXPECT_NEAR(plays.at("reach_weighted_accuracy_plays"), 0.75, kNear); // model 1, fallback ½
  EXPECT_EQ(plays.at("play_test_listeners"), 2);
}

TEST(Metrics, pairsAreCountedBeforeTheCatalogueLeavesSomeOut) {
  SplitPlan plan; // the numbers of MovieLens latest-small
  plan.testCounts = {525, 455, 39};
  plan.validationCounts = {444, 375, 30};
  plan.playTestCounts = {7, 6, 2};
  plan.listenersWithPair = 525;
  const Metrics metrics = pairMetrics(plan, 610);
  EXPECT_EQ(metrics.at("pair_listeners"), 525);
  EXPECT_EQ(metrics.at("pair_listeners_m"), 455);
  EXPECT_EQ(metrics.at("pairs_outside_catalogue"), 39);
  EXPECT_EQ(metrics.at("validation_pair_listeners"), 444);
  EXPECT_EQ(metrics.at("validation_pair_listeners_m"), 375);
  EXPECT_EQ(metrics.at("validation_pairs_outside_catalogue"), 30);
  EXPECT_EQ(metrics.at("play_pairs_outside_catalogue"), 2);
  EXPECT_NEAR(metrics.at("share_without_pair"), 0.1393, 5e-5); // 85 of 610
  EXPECT_FALSE(pairMetrics(plan, 0).contains("share_without_pair"));
}

TEST(Metrics, meansOfAllOnesAreOneToTheLastBit) {
  Outcomes outcomes;
  for (std::uint32_t listener = 0; listener < 455; ++listener)
    outcomes.pairs.push_back(outcomeOf(listener, 3, 1, 5, 5, -1, 1, 2, 1));
  const Metrics metrics = testMetrics(outcomes, 5);
  EXPECT_EQ(metrics.at("accuracy"), 1);
  EXPECT_EQ(metrics.at("hr@100"), 1);
  EXPECT_EQ(metrics.at("mrr"), 1);
}

TEST(Metrics, coverageIsAShareOfOnePopulation) {
  Outcomes outcomes = handmade();
  outcomes.coverage = {8, 7, 6, 4};
  EXPECT_NEAR(testMetrics(outcomes, 2).at("coverage"), 0.75, kNear); // 6 of 8
  EXPECT_NEAR(testMetrics(outcomes, 3).at("coverage"), 0.5, kNear);
  EXPECT_FALSE(testMetrics(outcomes, 4).contains("coverage"));
  outcomes.coverage = {0, 0, 0};
  EXPECT_FALSE(testMetrics(outcomes, 2).contains("coverage"));
}

TEST(Metrics, hitRateGainAndReciprocalRank) {
  const Metrics metrics = testMetrics(handmade(), 2);
  // Ranks of p: listener 0: 1, 6; 1: 2.5; 2: 20.
  EXPECT_NEAR(metrics.at("hr@1"), 0.5 / 3, kNear);  // (½ + 0 + 0) / 3
  EXPECT_NEAR(metrics.at("hr@5"), 1.5 / 3, kNear);  // (½ + 1 + 0) / 3
  EXPECT_NEAR(metrics.at("hr@10"), 2.0 / 3, kNear); // (1 + 1 + 0) / 3
  EXPECT_NEAR(metrics.at("hr@20"), 1.0, kNear);
  // Ranks of q: 4, 2; 2.5; 30.
  EXPECT_NEAR(metrics.at("hr_q@1"), 0.0, kNear);
  EXPECT_NEAR(metrics.at("hr_q@5"), 2.0 / 3, kNear);
  EXPECT_NEAR(metrics.at("delta_hr@1"), 0.5 / 3, kNear);
  EXPECT_NEAR(metrics.at("delta_hr@5"), -0.5 / 3, kNear);
  // 1/log2(2) = 1, 1/log2(7) = 0.3562072, 1/log2(3.5) = 0.5532947, 0 beyond 10:
  // ((1 + 0.3562072)/2 + 0.5532947 + 0) / 3 = (0.6781036 + 0.5532947) / 3 = 0.4104661
  EXPECT_NEAR(metrics.at("ndcg@10"), 0.4104661, kNear);
  // ((1 + 1/6)/2 + 1/2.5 + 1/20) / 3 = (0.5833333 + 0.4 + 0.05) / 3 = 0.3444444
  EXPECT_NEAR(metrics.at("mrr"), 0.3444444, kNear);
  // q: ((1/4 + 1/2)/2 + 0.4 + 1/30) / 3 = (0.375 + 0.4 + 0.0333333) / 3 = 0.2694444
  EXPECT_NEAR(metrics.at("mrr_q"), 0.2694444, kNear);
}

TEST(Metrics, controlsSeparateTasteFromSongBias) {
  Outcomes outcomes = handmade();
  const auto control = [&](std::size_t index, float random, float strangerP, float strangerQ) {
    outcomes.pairs[index].scoreRandom = random;
    outcomes.pairs[index].strangerP = strangerP;
    outcomes.pairs[index].strangerQ = strangerQ;
  };
  control(0, 1, 2, 1); // against random 1, stranger 1, own 1
  control(1, 1, 1, 2); // random ½, stranger 0, own 0
  control(2, 5, 1, 3); // random 0, stranger 0, own ½; pair D has no controls
  const Metrics metrics = testMetrics(outcomes, 2);
  EXPECT_NEAR(metrics.at("accuracy_random_song"), 0.375, kNear); // (¾ + 0) / 2
  EXPECT_NEAR(metrics.at("accuracy_stranger"), 0.25, kNear);     // (½ + 0) / 2
  EXPECT_NEAR(metrics.at("accuracy_personal"), 0.25, kNear);     // (0 + ½) / 2
  EXPECT_FALSE(testMetrics(handmade(), 2).contains("accuracy_stranger"));
}

TEST(Metrics, whatCannotBeComputedIsAbsent) {
  const Metrics none = testMetrics({}, 5);
  for (const char* name :
       {"accuracy", "accuracy_se", "accuracy_covered", "coverage", "reach_weighted_accuracy",
        "reach_weighted_accuracy_plays", "hr@10", "mrr", "delta_hr@10"})
    EXPECT_FALSE(none.contains(name)) << name;
  EXPECT_EQ(none.at("test_pairs"), 0);
  const Metrics strict = testMetrics(handmade(), 5); // only B meets 5
  EXPECT_EQ(strict.at("accuracy"), 0);
  EXPECT_FALSE(strict.contains("accuracy_se"));
}

TEST(Metrics, validationHasRanksOnlyWhereKnown) {
  auto pairs = handmade().pairs;
  const Metrics metrics = validationMetrics(pairs, 2);
  EXPECT_NEAR(metrics.at("accuracy"), 2.0 / 3, kNear);
  EXPECT_NEAR(metrics.at("accuracy_se"), 1.0 / 6, kNear);
  EXPECT_NEAR(metrics.at("hr@10"), 2.0 / 3, kNear);
  EXPECT_NEAR(metrics.at("ndcg@10"), 0.4104661, kNear);
  EXPECT_NEAR(metrics.at("mrr"), 0.3444444, kNear);
  for (auto& pair : pairs)
    pair.rankP = pair.rankQ = 0;
  EXPECT_EQ(validationMetrics(pairs, 2).size(), 2U);
  EXPECT_TRUE(validationMetrics({}, 2).empty());
}

TEST(Metrics, everyMetricHasItsWords) {
  std::set<std::string> described;
  for (const MetricText& text : metricTexts()) {
    EXPECT_TRUE(described.insert(text.name).second) << text.name;
    EXPECT_FALSE(text.label.empty()) << text.name;
    EXPECT_FALSE(text.protocol.empty()) << text.name;
  }
  Outcomes outcomes = handmade();
  outcomes.coverage = {4, 4, 4};
  outcomes.playPairs = outcomes.pairs;
  outcomes.pairs[0].scoreRandom = outcomes.pairs[0].strangerP = outcomes.pairs[0].strangerQ = 0;
  for (const auto& [name, value] : testMetrics(outcomes, 2))
    EXPECT_TRUE(described.contains(name)) << name;
  for (const auto& [name, value] : pairMetrics({}, 4))
    EXPECT_TRUE(described.contains(name)) << name;
}

TEST(Selection, theEarliestOfEqualsIsBest) {
  EXPECT_EQ(bestOf({0.5, 0.7, 0.6, 0.7}), 1U);
  EXPECT_EQ(bestOf({0.5, 0.3, 0.3}, false), 1U);
  EXPECT_EQ(bestOf({std::nan(""), 0.1}), 1U);
  EXPECT_EQ(bestOf({std::nan("")}), std::nullopt);
  EXPECT_EQ(bestOf({}), std::nullopt);
}

TEST(Summary, tQuantilesAreThoseOfTheTables) {
  EXPECT_NEAR(tQuantile95(1), 12.706, 5e-4);
  EXPECT_NEAR(tQuantile95(2), 4.303, 5e-4);
  EXPECT_NEAR(tQuantile95(4), 2.776, 5e-4);
  EXPECT_NEAR(tQuantile95(10), 2.228, 5e-4);
  EXPECT_NEAR(tQuantile95(30), 2.042, 5e-4);
  EXPECT_NEAR(tQuantile95(120), 1.980, 5e-4);
  EXPECT_NEAR(tQuantile95(1e6), 1.960, 5e-4);
  EXPECT_GT(tQuantile95(4.5), tQuantile95(5)); // Welch's degrees are no whole numbers
  EXPECT_LT(tQuantile95(4.5), tQuantile95(4));
  EXPECT_THROW(tQuantile95(0.5), core::Error);
  EXPECT_THROW(tQuantile95(std::nan("")), core::Error);
}

TEST(Summary, meanDeviationAndInterval) {
  // 1, 2, 3, 4, 5: mean 3, variance 10/4 = 2.5, deviation 1.5811388; half width 2.776445 · 1.5811388 / √5
  // = 1.963243
  const Summary five = summarise({1, 2, 3, 4, 5});
  EXPECT_EQ(five.count, 5);
  EXPECT_NEAR(five.mean, 3, kNear);
  EXPECT_NEAR(five.deviation, 1.5811388, kNear);
  EXPECT_NEAR(five.low, 1.036757, 1e-5);
  EXPECT_NEAR(five.high, 4.963243, 1e-5);
  const Summary one = summarise({0.7});
  EXPECT_EQ(one.deviation, 0);
  EXPECT_EQ(one.low, 0.7);
  EXPECT_EQ(one.high, 0.7);
  EXPECT_EQ(summarise({}).count, 0);
}

} // namespace
} // namespace skipscope::evaluation
