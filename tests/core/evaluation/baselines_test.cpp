#include "core/evaluation/baselines.h"
#include "core/evaluation/item_knn.h"
#include "core/evaluation/outcomes.h"
#include "tests/core/evaluation/tiny_log.h"

#include <gmock/gmock.h>

#include <cmath>

namespace skipscope::evaluation {
namespace {

using testing::ElementsAre;
using testing::FloatEq;

std::vector<float> scoresOf(const Scorer& scorer) {
  std::vector<float> scores;
  const std::vector<Query> queries = {{0, 5, 0}};
  scorer.score(queries,
               [&](std::size_t, std::span<const float> each) { scores.assign(each.begin(), each.end()); });
  return scores;
}

/// Catalogue {1, 2, 3}; training of listener 0 ends at 5.
struct Counted {
  Dataset dataset = datasetOf({{{1, 1, kLike}, {2, 2, kDislike}, {5, 2, kLike}, {6, 3, kDislike}},
                               {{1, 1, kLike}, {2, 2, kLike}, {3, 3, kListen}, {4, 1, kSkip}}});
  SplitPlan plan;
  Counted() {
    plan.trainingEnd = {5, 100};
    plan.catalogue = {1, 2, 3};
    plan.catalogueRow = {-1, 0, 1, 2};
  }
};

TEST(Baselines, countTrainingEventsOnly) {
  const Counted log;
  const auto counts = countTraining(log.dataset, log.plan, {kLike, kListen});
  EXPECT_THAT(counts.positives, ElementsAre(2, 1, 1));
  EXPECT_THAT(counts.likes, ElementsAre(2, 1, 0));
  EXPECT_THAT(counts.dislikes, ElementsAre(0, 1, 0));
}

TEST(Baselines, popularityIsTheNumberOfPositiveTargets) {
  const Counted log;
  EXPECT_THAT(scoresOf(PopularityScorer(countTraining(log.dataset, log.plan, {kLike}))),
              ElementsAre(2, 1, 0));
}

TEST(Baselines, stationPopularityCountsOnTheStationAndThenEverywhere) {
  Counted log;
  log.dataset.stationIds = {"a", "b"};
  // Song 1 is liked twice on a, song 2 once on b.
  log.dataset.events[5].station = 1;
  const StationPopularityScorer scorer(log.dataset, log.plan, {kLike});
  const std::vector<Query> queries = {{0, 5, 0}, {0, 5, 1}};
  std::vector<std::vector<float>> scores(2);
  scorer.score(queries, [&](std::size_t i, std::span<const float> each) {
    scores[i].assign(each.begin(), each.end());
  });
  EXPECT_THAT(scores[0], ElementsAre(FloatEq(2 + 2 / 3.0F), FloatEq(1 / 3.0F), 0));
  EXPECT_THAT(scores[1], ElementsAre(FloatEq(2 / 3.0F), FloatEq(1 + 1 / 3.0F), 0));
}

TEST(Baselines, likeRateIsSmoothedTowardsTheMean) {
  const Counted log;
  // 3 likes of 4 votes: mean 0.75, 5 · 0.75 = 3.75.
  // (2 + 3.75) / (2 + 5) = 0.821429; (1 + 3.75) / (2 + 5) = 0.678571; (0 + 3.75) / (0 + 5) = 0.75
  EXPECT_THAT(scoresOf(LikeRateScorer(countTraining(log.dataset, log.plan, {kLike}))),
              ElementsAre(FloatEq(0.8214286F), FloatEq(0.6785714F), FloatEq(0.75F)));
}

/// Songs 1 … 4 of the catalogue are rows 0 … 3; minutes as times.
struct Sessions {
  static constexpr std::int64_t kMinute = 60'000;
  static std::vector<Row> minutes(std::vector<Row> rows) {
    for (Row& row : rows)
      row.time *= kMinute;
    return rows;
  }
  Dataset dataset = datasetOf({
      minutes({{0, 1, kLike}, {10, 2, kListen}, {100, 1, kLike}, {110, 3, kLike}, {120, 4, kDislike}}),
      minutes({{0, 2, kLike}, {30, 1, kLike}, {61, 4, kLike}, {500, 3, kLike}}),
  });
  SplitPlan plan;
  experiment::Configuration configuration;
  Sessions() {
    plan.trainingEnd = {1000 * kMinute, 400 * kMinute};
    plan.catalogue = {1, 2, 3, 4};
    plan.catalogueRow = {-1, 0, 1, 2, 3};
  }
  std::vector<float> scoresAt(std::uint32_t listener, std::int64_t minute) const {
    std::vector<float> scores;
    const std::vector<Query> queries = {{listener, minute * kMinute, 0}};
    ItemKnnScorer(dataset, plan, configuration).score(queries, [&](std::size_t, std::span<const float> each) {
      scores.assign(each.begin(), each.end());
    });
    return scores;
  }
};

TEST(ItemKnn, countsSessionsWithBothSongs) {
  const Sessions log;
  // Sessions of training: {1, 2}, {1, 3} (the dislike is none), {1, 2}, {4}. Song 1 is in 3, song 2 in 2,
  // song 3 in 1.
  EXPECT_THAT(log.scoresAt(0, 5),
              ElementsAre(0, FloatEq(2 / std::sqrt(6.0F)), FloatEq(1 / std::sqrt(3.0F)), 0));
}

TEST(ItemKnn, addsTheSimilaritiesOfEverySongHeardOnce) {
  const Sessions log;
  // Likes of song 1 at 0 and 100, heard strictly before.
  EXPECT_EQ(log.scoresAt(0, 101), log.scoresAt(0, 5));
  // Song 3 as well: it is similar to song 1.
  EXPECT_THAT(log.scoresAt(0, 200), ElementsAre(FloatEq(1 / std::sqrt(3.0F)), FloatEq(2 / std::sqrt(6.0F)),
                                                FloatEq(1 / std::sqrt(3.0F)), 0));
  EXPECT_THAT(log.scoresAt(0, 0), ElementsAre(0, 0, 0, 0)) << "nothing heard yet";
}

TEST(ItemKnn, looksAtTheNewestInputsThatPlease) {
  Sessions log;
  log.configuration.maxLength = 1;
  EXPECT_THAT(log.scoresAt(0, 200), ElementsAre(FloatEq(1 / std::sqrt(3.0F)), 0, 0, 0));
  log.configuration.inputs = {kDislike, kListen};
  EXPECT_THAT(log.scoresAt(0, 200), ElementsAre(FloatEq(2 / std::sqrt(6.0F)), 0, 0, 0)) << "song 2 was heard";
}

TEST(Baselines, likeRateWithoutVotesTiesEverything) {
  TrainingCounts counts;
  counts.likes = counts.dislikes = {0, 0};
  EXPECT_THAT(scoresOf(LikeRateScorer(counts)), ElementsAre(FloatEq(0.5F), FloatEq(0.5F)));
}

TEST(Baselines, testOutcomesHoldPairsPlaysAndCoverage) {
  const Dataset dataset =
      datasetOf({{{1, 1, kLike}, {2, 2, kLike}, {3, 3, kSkip}, {8, 2, kListen}, {9, 4, kSkip}},
                 {{1, 1, kLike}, {2, 4, kLike}, {3, 2, kLike}, {4, 3, kDislike}},
                 {{1, 2, kLike}, {2, 3, kLike}, {3, 4, kLike}, {4, 1, kDislike}}});
  const SplitPlan plan = makeSplit(dataset, {});
  const PopularityScorer scorer(countTraining(dataset, plan, {kLike}));
  const Outcomes outcomes = testOutcomes(dataset, plan, {kLike}, scorer);
  ASSERT_EQ(outcomes.pairs.size(), 2U); // 1: 2>3 at 3; 2: 4>1 at 3
  // Training likes: listener 0 songs 1, 2; 1 songs 1, 4; 2 songs 2, 3: counts 2, 2, 1, 1.
  EXPECT_EQ(outcomes.pairs[0].scoreP, 2);
  EXPECT_EQ(outcomes.pairs[0].scoreQ, 1);
  EXPECT_EQ(outcomes.pairs[0].fallback, 1);
  EXPECT_EQ(outcomes.pairs[1].fallback, -1);
  // Listener 1 had not liked 2 and 3: 2 leads, 3 is second. Listener 2 not 1 and 4: 1 leads.
  EXPECT_EQ(outcomes.pairs[0].rankP, 1);
  EXPECT_EQ(outcomes.pairs[0].rankQ, 2);
  EXPECT_EQ(outcomes.pairs[1].rankP, 2);
  EXPECT_FLOAT_EQ(outcomes.pairs[0].strangerP, 2);
  ASSERT_EQ(outcomes.playPairs.size(), 1U); // 0: 2>4 at 8
  EXPECT_EQ(outcomes.playPairs[0].fallback, 1);
  EXPECT_EQ(outcomes.playPairs[0].contextInputs, 2U);
  EXPECT_EQ(outcomes.coverage[0], 3U);
  EXPECT_EQ(outcomes.coverage[3], 2U);
  EXPECT_EQ(outcomes.listeners, 3U);
}

} // namespace
} // namespace skipscope::evaluation
