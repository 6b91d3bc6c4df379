// The difference of two configurations: by hand, and whether its interval holds what it promises.
#include "core/error.h"
#include "core/evaluation/comparison.h"
#include "core/evaluation/metrics.h"
#include "core/evaluation/summary.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

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

ListenerAccuracy runOf(const std::vector<double>& values) {
  ListenerAccuracy run;
  for (std::uint32_t i = 0; i < values.size(); ++i)
    run.listeners.push_back(i);
  run.values = values;
  return run;
}

TEST(Comparison, EveryListenerCountsOnceAndMustMeetTheMinimum) {
  Outcomes outcomes;
  outcomes.pairs = {pairOf(3, 1, 2, 1), pairOf(3, 2, 1, 2), pairOf(7, 1, 1, 1), pairOf(9, 1, 2, 1, 4)};
  const ListenerAccuracy run = listenerAccuracy(outcomes, 5);
  EXPECT_THAT(run.listeners, testing::ElementsAre(3, 7));
  EXPECT_THAT(run.values, testing::ElementsAre(0.5, 0.5));
  Metrics metrics = testMetrics(outcomes, 4);
  const ListenerAccuracy all = listenerAccuracy(outcomes, 4);
  EXPECT_NEAR(metrics.at("accuracy"), summarise(all.values).mean, 1e-12) << "the metric's own definition";
  EXPECT_NE(all.pairs, run.pairs);
  outcomes.pairs[0].scoreP = 0;
  EXPECT_EQ(listenerAccuracy(outcomes, 5).pairs, run.pairs) << "the same pairs, other scores";
}

TEST(Comparison, HandWorked) {
  // Two seeds a side, four listeners.
  const std::vector<ListenerAccuracy> a = {runOf({0.4, 0.6, 0.5, 0.5}), runOf({0.6, 0.6, 0.7, 0.5})};
  const std::vector<ListenerAccuracy> b = {runOf({0.8, 0.6, 0.8, 0.6}), runOf({0.8, 0.8, 0.8, 0.4})};
  const Comparison result = compare(a, b);
  // Averages over seeds: A 0.5 0.6 0.6 0.5, mean 0.55; B 0.8 0.7 0.8 0.5, mean 0.7.
  EXPECT_NEAR(result.baseline, 0.55, 1e-12);
  EXPECT_NEAR(result.value, 0.7, 1e-12);
  EXPECT_NEAR(result.difference, 0.15, 1e-12);
  EXPECT_EQ(result.listeners, 4);
  EXPECT_TRUE(result.ofConfigurations());
  // Differences 0.3 0.1 0.2 0: squares around 0.15 sum to 0.05; a resample's mean has 0.05/4/4 = 0.003125.
  // Seeds of A: 0.5, 0.6, s² = 0.005, /2 = 0.0025; of B: 0.7, 0.7, 0.
  const double variance = 0.003125 + 0.0025;
  // Degrees: variance² / (0.003125²/3 + 0.0025²/1) = 3.3295
  const double half = tQuantile95(3.3295) * std::sqrt(variance);
  EXPECT_NEAR(result.high - result.low, 2 * half, 0.03 * half) << "the resamples are a draw";
  EXPECT_NEAR((result.high + result.low) / 2, 0.15, 1e-12);
  EXPECT_NEAR(result.p, 0.131, 0.01); // t = 0.15/0.075 = 2 with 3.33 degrees
}

TEST(Comparison, IsTheSameEveryTimeAndMirrored) {
  const std::vector<ListenerAccuracy> a = {runOf({0.4, 0.6, 0.5}), runOf({0.6, 0.6, 0.7})};
  const std::vector<ListenerAccuracy> b = {runOf({0.8, 0.6, 0.8}), runOf({0.8, 0.9, 0.8})};
  EXPECT_EQ(compare(a, b).low, compare(a, b).low);
  EXPECT_NEAR(compare(a, b).low, -compare(b, a).high, 1e-12);
  EXPECT_EQ(compare(a, a).difference, 0);
  EXPECT_EQ(compare(a, a).p, 1);
}

TEST(Comparison, OneSeedIsNotAConfiguration) {
  const std::vector<ListenerAccuracy> one = {runOf({0.4, 0.6, 0.5})};
  const std::vector<ListenerAccuracy> two = {runOf({0.8, 0.6, 0.8}), runOf({0.8, 0.9, 0.8})};
  EXPECT_FALSE(compare(one, one).ofConfigurations());
  EXPECT_FALSE(compare(one, two).ofConfigurations());
  EXPECT_FALSE(compare(two, one).ofConfigurations());
}

TEST(Comparison, WhatCannotBeComparedIsRefused) {
  const ListenerAccuracy run = runOf({0.4, 0.6});
  ListenerAccuracy other = run;
  other.pairs = 1;
  EXPECT_THROW(compare({run}, {other}), core::Error);
  EXPECT_THROW(compare({run, other}, {run}), core::Error);
  EXPECT_THROW(compare({run}, {runOf({0.4, 0.6, 0.7})}), core::Error);
  EXPECT_THROW(compare({}, {run}), core::Error);
  EXPECT_THROW(compare({runOf({0.4})}, {runOf({0.4})}), core::Error);
}

TEST(Comparison, TheIntervalCoversTheTrueDifference) {
  // Listeners differ in how hard they are and in how much B helps them; seeds add noise of their own.
  constexpr int kExperiments = 300;
  constexpr int kListeners = 50;
  constexpr int kSeeds = 4;
  constexpr double kTruth = 0.03;
  std::mt19937_64 generator(7);
  std::normal_distribution<double> normal;
  int covered = 0;
  int false_alarms = 0;
  for (int i = 0; i < kExperiments; ++i) {
    std::vector<double> hard, helped;
    for (int l = 0; l < kListeners; ++l) {
      hard.push_back(0.6 + 0.1 * normal(generator));
      helped.push_back(0.08 * normal(generator));
    }
    const auto side = [&](double shift, double share) {
      std::vector<ListenerAccuracy> runs;
      for (int s = 0; s < kSeeds; ++s) {
        const double seed = 0.01 * normal(generator);
        std::vector<double> values;
        for (std::size_t l = 0; l < hard.size(); ++l)
          values.push_back(hard[l] + shift + share * helped[l] + seed + 0.05 * normal(generator));
        runs.push_back(runOf(values));
      }
      return runs;
    };
    const auto baseline = side(0, 0);
    const Comparison better = compare(baseline, side(kTruth, 1));
    covered += better.low <= kTruth && kTruth <= better.high;
    false_alarms += compare(baseline, side(0, 1)).p < 0.05;
  }
  // 95 % of 300 are 285 with a standard error of 3.8.
  EXPECT_GE(covered, 272);
  EXPECT_LE(covered, 297);
  EXPECT_LE(false_alarms, 28);
  EXPECT_GE(false_alarms, 3);
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
