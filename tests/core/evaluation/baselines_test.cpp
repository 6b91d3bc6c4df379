#include "core/evaluation/baselines.h"
#include "core/evaluation/outcomes.h"
#include "tests/core/evaluation/tiny_log.h"

#include <gmock/gmock.h>

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

TEST(Baselines, likeRateIsSmoothedTowardsTheMean) {
  const Counted log;
  // 3 likes of 4 votes: mean 0.75, 5 · 0.75 = 3.75.
  // (2 + 3.75) / (2 + 5) = 0.821429; (1 + 3.75) / (2 + 5) = 0.678571; (0 + 3.75) / (0 + 5) = 0.75
  EXPECT_THAT(scoresOf(LikeRateScorer(countTraining(log.dataset, log.plan, {kLike}))),
              ElementsAre(FloatEq(0.8214286F), FloatEq(0.6785714F), FloatEq(0.75F)));
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
