// The difference of two configurations: by hand, and whether its interval holds what it promises.
#include "core/error.h"
#include "core/evaluation/comparison.h"
#include "core/evaluation/metrics.h"
#include "core/evaluation/summary.h"

#include <gmock/gmock.h>

#include <cmath>

namespace skipscope::evaluation {
namespace {

PairOutcome pairOf(std::uint32_t listener, std::uint32_t p, float scoreP, float scoreQ,
                   std::uint32_t positives = 5) {
  PairOutcome pair;
  pair.listener = listener;
  pair.p = p;
  pair.q = p + 100;
  pair.scoreP = scoreP;
  pair.scoreQ = scoreQ;
  pair.contextPositives = positives;
  return pair;
}

ListenerValues runOf(const std::vector<double>& values) {
  ListenerValues run;
  for (std::uint32_t i = 0; i < values.size(); ++i)
    run.listeners.push_back(i);
  run.values = values;
  return run;
}

TEST(Comparison, EveryListenerCountsOnceAndMustMeetTheMinimum) {
  Outcomes outcomes;
  outcomes.pairs = {pairOf(3, 1, 2, 1), pairOf(3, 2, 1, 2), pairOf(7, 1, 1, 1), pairOf(9, 1, 2, 1, 4)};
  const ListenerValues run = listenerValues(outcomes, "accuracy", 5);
  EXPECT_THAT(run.listeners, testing::ElementsAre(3, 7));
  EXPECT_THAT(run.values, testing::ElementsAre(0.5, 0.5));
  Metrics metrics = testMetrics(outcomes, 4);
  const ListenerValues all = listenerValues(outcomes, "accuracy", 4);
  EXPECT_NEAR(metrics.at("accuracy"), summarise(all.values).mean, 1e-12) << "the metric's own definition";
  EXPECT_NE(all.pairs, run.pairs);
  outcomes.pairs[0].scoreP = 0;
  EXPECT_EQ(listenerValues(outcomes, "accuracy", 5).pairs, run.pairs) << "the same pairs, other scores";
}

TEST(Comparison, ConfigurationsThatAgreeEverywhereDoNotDifferByRounding) {
  const ListenerValues run = runOf({0.1, 0.7, 1.0 / 3, 0.3});
  const Comparison comparison =
      compare(std::vector<ListenerValues>(3, run), std::vector<ListenerValues>(7, run));
  EXPECT_EQ(comparison.difference, 0);
  EXPECT_EQ(comparison.p, 1);
}

TEST(Comparison, MeansThatAgreeButForTheOrderOfTheirSumsDoNotDiffer) {
  const Comparison comparison = compare({runOf({0.1, 0.7, 0.2}), runOf({0.1, 0.7, 0.2})},
                                        {runOf({0.7, 0.2, 0.1}), runOf({0.7, 0.2, 0.1})});
  EXPECT_EQ(comparison.difference, 0);
  EXPECT_EQ(comparison.low, -comparison.high);
}

TEST(Comparison, HandWorked) {
  // Two seeds a side, four listeners.
  const std::vector<ListenerValues> a = {runOf({0.4, 0.6, 0.5, 0.5}), runOf({0.6, 0.6, 0.7, 0.5})};
  const std::vector<ListenerValues> b = {runOf({0.8, 0.6, 0.8, 0.6}), runOf({0.8, 0.8, 0.8, 0.4})};
  const Comparison result = compare(a, b);
  // Averages over seeds: A 0.5 0.6 0.6 0.5, mean 0.55; B 0.8 0.7 0.8 0.5, mean 0.7.
  EXPECT_NEAR(result.baseline, 0.55, 1e-12);
  EXPECT_NEAR(result.value, 0.7, 1e-12);
  EXPECT_NEAR(result.difference, 0.15, 1e-12);
  EXPECT_EQ(result.listeners, 4);
  EXPECT_TRUE(result.ofConfigurations());
  // Differences 0.3 0.1 0.2 0: squares around 0.15 sum to 0.05; a resample's mean has 0.05/4/4 = 0.003125.
  // Seeds of A: 0.5, 0.6, s² = 0.005, /2 = 0.0025; of B: 0.7, 0.7, 0.
  // Noise of A: seed 1 less its mean 0.5 less (average − 0.55): -0.05 0.05 -0.05 0.05; seed 2 the opposite:
  // squares 0.02, over (2−1)(4−1) = 3, over 2·4 = 8: 0.000833. Of B: averages 0.8 0.7 0.8 0.5, both seeds
  // 0.7; seed 1 rest 0 -0.1 0 0.1: squares of both 0.04, / 3 / 8 = 0.001667. Noise in all 0.0025: seeds add
  // 0.
  EXPECT_NEAR(result.error, std::sqrt(0.003125), 0.015 * std::sqrt(0.003125)) << "the resamples are a draw";
  EXPECT_EQ(result.degrees, 3);
  EXPECT_NEAR((result.high + result.low) / 2, 0.15, 1e-12);
  EXPECT_NEAR(result.high - result.low, 2 * 3.182446 * result.error,
              1e-6); // t of 3 degrees, 97.5 %, by table
  EXPECT_NEAR(compare(a, b, 0).error, std::sqrt(0.003125), 1e-12) << "the formula behind the resamples";
  EXPECT_NEAR(compare(a, b, 0).p, 0.0749, 1e-3); // t = 0.15/0.0559 = 2.683 with 3 degrees
}

TEST(Comparison, WelchWithListenersAsAThirdSourceHandWorked) {
  // Nobody is helped more than another but by what the two listeners' noise makes; the seeds of A differ by a
  // whole 0.2 for all, those of B not at all.
  const std::vector<ListenerValues> a = {runOf({0.2, 0.6, 0.4}), runOf({0.4, 0.8, 0.6})};
  const std::vector<ListenerValues> b = {runOf({0.8, 0.8, 0.8}), runOf({0.8, 0.8, 0.8}),
                                         runOf({0.8, 0.8, 0.8})};
  // A: seeds 0.4 and 0.6: s² = 0.02, /2 = S = 0.01 with 1 degree; no noise is left. B: 0 with 2 degrees.
  // Averages of A 0.3 0.7 0.5; differences 0.5 0.1 0.3: mean 0.3, squares 0.08, L = 0.08/9 = 0.0088889
  // with 2.
  const Comparison result = compare(a, b, 0);
  EXPECT_NEAR(result.difference, 0.3, 1e-12);
  EXPECT_NEAR(result.error, 0.1374369, 1e-6); // √0.0188889
  // Satterthwaite: 0.0188889² / (0.0088889²/2 + 0.01²/1) = 0.00035679 / 0.00013951 = 2.55752
  EXPECT_NEAR(result.degrees, 2.55752, 1e-4);
  // t = 0.3/0.1374369 = 2.18282.
  EXPECT_GT(result.p, 0.13); // 3 degrees: 0.117; 2 degrees: 0.161
  EXPECT_LT(result.p, 0.161);
  EXPECT_GT(result.high - 0.3, 3.1824 * 0.1374369); // of 3 degrees
  EXPECT_LT(result.high - 0.3, 4.3027 * 0.1374369); // of 2 degrees
}

TEST(Comparison, DegreesAreNoFewerThanThoseOfTheShakiestSource) {
  // S and noise of A nearly cancel: 2 seeds have 1 degree each, and the difference of the two could claim
  // less.
  const std::vector<ListenerValues> a = {runOf({0.5, 0.7, 0.3, 0.5}), runOf({0.7, 0.5, 0.5, 0.46})};
  const std::vector<ListenerValues> b = {runOf({0.9, 0.7, 0.5, 0.5}), runOf({0.7, 0.9, 0.7, 0.46})};
  EXPECT_GE(compare(a, b, 0).degrees, 1);
}

TEST(Comparison, IsTheSameEveryTimeAndMirrored) {
  const std::vector<ListenerValues> a = {runOf({0.4, 0.6, 0.5}), runOf({0.6, 0.6, 0.7})};
  const std::vector<ListenerValues> b = {runOf({0.8, 0.6, 0.8}), runOf({0.8, 0.9, 0.8})};
  EXPECT_EQ(compare(a, b).low, compare(a, b).low);
  EXPECT_NEAR(compare(a, b).low, -compare(b, a).high, 1e-12);
  EXPECT_EQ(compare(a, a).difference, 0);
  EXPECT_EQ(compare(a, a).p, 1);
}

TEST(Comparison, OneSeedIsNotAConfiguration) {
  const std::vector<ListenerValues> one = {runOf({0.4, 0.6, 0.5})};
  const std::vector<ListenerValues> two = {runOf({0.8, 0.6, 0.8}), runOf({0.8, 0.9, 0.8})};
  EXPECT_FALSE(compare(one, one).ofConfigurations());
  EXPECT_FALSE(compare(one, two).ofConfigurations());
  EXPECT_FALSE(compare(two, one).ofConfigurations());
}

TEST(Comparison, WhatCannotBeComparedIsRefused) {
  const ListenerValues run = runOf({0.4, 0.6});
  ListenerValues other = run;
  other.pairs = 1;
  EXPECT_THROW(compare({run}, {other}), core::Error);
  EXPECT_THROW(compare({run, other}, {run}), core::Error);
  EXPECT_THROW(compare({run}, {runOf({0.4, 0.6, 0.7})}), core::Error);
  EXPECT_THROW(compare({}, {run}), core::Error);
  EXPECT_THROW(compare({runOf({0.4})}, {runOf({0.4})}), core::Error);
}

TEST(Comparison, HolmStepsDown) {
  EXPECT_THAT(holm({0.01, 0.04, 0.03}),
              testing::ElementsAre(testing::DoubleNear(0.03, 1e-12), testing::DoubleNear(0.06, 1e-12),
                                   testing::DoubleNear(0.06, 1e-12)));
  EXPECT_THAT(holm({0.9, 0.8}), testing::ElementsAre(1, 1));
  EXPECT_TRUE(holm({}).empty());
}

} // namespace
} // namespace skipscope::evaluation
