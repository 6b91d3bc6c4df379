// The ten best songs of a test pair, and the metrics made of them.
#include "core/evaluation/recommended.h"
#include "tests/core/evaluation/tiny_log.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

namespace skipscope::evaluation {
namespace {

using testing::Each;
using testing::ElementsAre;

/// A catalogue of songs 0, 2, 4, … with the popularities given.
SplitPlan planOf(const std::vector<std::uint32_t>& popularity) {
  SplitPlan plan;
  for (std::uint32_t row = 0; row < popularity.size(); ++row)
    plan.catalogue.push_back(2 * row);
  plan.popularity = popularity;
  return plan;
}

TEST(Recommended, theTenBestThatAreNotYetLiked) {
  std::vector<std::uint32_t> popularity(14);
  std::iota(popularity.begin(), popularity.end(), 0);
  const SplitPlan plan = planOf(popularity);
  //                               row: 0  1  2  3  4  5  6  7  8  9 10 11 12 13
  const std::vector<float> scores = {5, 9, 1, 5, 8, 2, 3, 7, 5, 5, 6, 5, 9, 4};
  PairOutcome outcome;
  Recommended(plan).judge(scores, {4, 10}, outcome);
  // Rows 1, 12 (9), 7 (7), 0, 3, 8, 9, 11 (5), 13 (4), 6 (3); songs are twice that. 4 and 10 were liked.
  EXPECT_THAT(outcome.top, ElementsAre(2, 24, 14, 0, 6, 16, 18, 22, 26, 12));
  // (1 + 12 + 7 + 0 + 3 + 8 + 9 + 11 + 13 + 6) / 10
  EXPECT_FLOAT_EQ(outcome.topPopularity, 7.0F);
  // Percentile of popularity i among 0 … 13: (i + ½)/14; the mean of them (7 + ½)/14.
  EXPECT_NEAR(outcome.topPercentile, 7.5 / 14, 1e-6);
}

TEST(Recommended, fewerCandidatesThanTen) {
  const SplitPlan plan = planOf({4, 4, 1});
  PairOutcome outcome;
  Recommended(plan).judge(std::vector<float>{1, 1, 1}, {2}, outcome);
  EXPECT_EQ(outcome.top[0], 0U) << "ties by the smaller row";
  EXPECT_EQ(outcome.top[1], 2U);
  EXPECT_EQ(outcome.top[2], kNoSong);
  EXPECT_EQ(outcome.topPopularity, 4);
  // Of three songs one is below 4, and two are as popular: (1 + ½·2)/3.
  EXPECT_NEAR(outcome.topPercentile, 2.0 / 3, 1e-6);
  PairOutcome none;
  Recommended(plan).judge(std::vector<float>{1, 1, 1}, {0, 1, 2}, none);
  EXPECT_THAT(none.top, Each(kNoSong));
  EXPECT_TRUE(std::isnan(none.topPopularity));
}

TEST(Recommended, metricsAreOfTheListenersOfAccuracy) {
  const auto pairOf = [](std::uint32_t listener, std::vector<std::uint32_t> songs, float popularity,
                         float percentile, std::uint32_t positives) {
    PairOutcome pair;
    pair.listener = listener;
    pair.contextPositives = positives;
    std::copy(songs.begin(), songs.end(), pair.top.begin());
    pair.topPopularity = popularity;
    pair.topPercentile = percentile;
    return pair;
  };
  Outcomes outcomes;
  outcomes.catalogue = 8;
  outcomes.pairs = {pairOf(0, {1, 2}, 10, 0.9F, 5), pairOf(0, {2, 3}, 20, 0.5F, 5),
                    pairOf(1, {1}, 3, 0.1F, 5), pairOf(2, {4}, 100, 1, 4)};
  const Metrics metrics = testMetrics(outcomes, 5);
  EXPECT_NEAR(metrics.at("catalogue_coverage@10"), 3.0 / 8, 1e-9);    // songs 1, 2, 3
  EXPECT_NEAR(metrics.at("recommendation_popularity@10"), 9, 1e-6);   // (15 + 3)/2
  EXPECT_NEAR(metrics.at("recommendation_percentile@10"), 0.4, 1e-6); // (0.7 + 0.1)/2
  outcomes.catalogue = 0;                                             // stored before there were such
  EXPECT_FALSE(testMetrics(outcomes, 5).contains("catalogue_coverage@10"));
}

TEST(Recommended, theTestAsksForThem) {
  // Listener 0 likes 0 and 1, then tests 2 over 3; listener 1 makes 0 … 3 the catalogue.
  const Dataset dataset =
      datasetOf({{{1, 0, kLike}, {2, 1, kLike}, {10, 2, kLike}, {11, 3, kDislike}},
                 {{1, 0, kLike}, {2, 1, kLike}, {3, 2, kLike}, {4, 3, kLike}, {5, 1, kLike}}});
  experiment::Configuration configuration;
  configuration.minimumHistory = 1;
  const SplitPlan plan = makeSplit(dataset, configuration);
  EXPECT_THAT(plan.popularity, ElementsAre(2, 3, 1, 1));
  const Outcomes outcomes = testOutcomes(dataset, plan, {kLike}, FixedScorer({4, 3, 1, 2}));
  ASSERT_EQ(outcomes.pairs.size(), 1U);
  EXPECT_EQ(outcomes.catalogue, 4U);
  EXPECT_EQ(outcomes.pairs[0].top[0], 3U);
  EXPECT_EQ(outcomes.pairs[0].top[1], 2U);
  EXPECT_EQ(outcomes.pairs[0].top[2], kNoSong);
  EXPECT_EQ(testMetrics(outcomes, 1).at("catalogue_coverage@10"), 0.5);
}

} // namespace
} // namespace skipscope::evaluation
