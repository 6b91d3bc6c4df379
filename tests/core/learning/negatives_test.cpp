#include "core/learning/batch.h"
#include "core/learning/false_negatives.h"
#include "core/learning/negatives.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>

#include <map>
#include <numeric>

namespace skipscope::learning {

namespace {

constexpr auto kLike = Feedback::Like;
constexpr auto kDislike = Feedback::Dislike;

std::vector<std::int64_t> drawMany(const NegativeSampler& sampler, std::uint32_t listener,
                                   std::size_t count) {
  std::vector<std::int64_t> songs(count);
  EXPECT_TRUE(sampler.draw(listener, CounterRandom(5, Purpose::Negatives, listener), songs));
  return songs;
}

TEST(Negatives, AreNeverLikedInTraining) {
  const Dataset dataset = tasteLog(20, 40, 30);
  for (const double alpha : {0.0, 0.75}) {
    const NegativeSampler sampler(dataset, trainOnAll(dataset), {kLike}, alpha);
    for (std::uint32_t listener = 0; listener < 20; ++listener)
      for (const std::int64_t song : drawMany(sampler, listener, 500))
        for (const Event& event : dataset.history(listener))
          EXPECT_FALSE(event.feedback == kLike && event.song == static_cast<std::uint32_t>(song));
  }
}

TEST(Negatives, AreDrawnEvenlyFromTheRest) {
  // Songs 1 and 2 are liked; 0, 3 and 4 remain.
  const Dataset dataset =
      logOf({{{1, 1, kLike}, {2, 2, kLike}}, {{1, 0, kDislike}, {2, 3, kDislike}, {3, 4, kDislike}}}, 5);
  const NegativeSampler sampler(dataset, trainOnAll(dataset), {kLike}, 0);
  std::map<std::int64_t, int> counts;
  for (const std::int64_t song : drawMany(sampler, 0, 30000))
    ++counts[song];
  ASSERT_EQ(counts.size(), 3U);
  for (const std::int64_t song : {0, 3, 4})
    EXPECT_NEAR(counts[song], 10000, 400) << song; // four standard deviations are 327
}

TEST(Negatives, FollowPopularityToTheAlpha) {
  // Training events: song 0 once, song 1 four times, song 2 liked by listener 0.
  const Dataset dataset = logOf({{{1, 2, kLike}, {2, 0, kDislike}},
                                 {{1, 1, kDislike}, {2, 1, kDislike}, {3, 1, kDislike}, {4, 1, kDislike}}},
                                3);
  const NegativeSampler sampler(dataset, trainOnAll(dataset), {kLike}, 0.5);
  int second = 0;
  for (const std::int64_t song : drawMany(sampler, 0, 30000))
    second += song == 1;
  EXPECT_NEAR(second, 20000, 400); // √4 : √1
}

TEST(Negatives, EndWhereAllSongsAreLiked) {
  const Dataset dataset = logOf({{{1, 0, kLike}, {2, 1, kLike}}}, 2);
  const NegativeSampler sampler(dataset, trainOnAll(dataset), {kLike}, 0);
  std::vector<std::int64_t> songs(3);
  EXPECT_FALSE(sampler.draw(0, CounterRandom(5, Purpose::Negatives), songs));
}

TEST(Negatives, PlayedThroughTargetsAreLeftOutToo) {
  const Dataset dataset = logOf({{{1, 0, Feedback::Listen}, {2, 1, Feedback::Skip}}}, 2);
  const NegativeSampler sampler(dataset, trainOnAll(dataset), {Feedback::Listen}, 0);
  EXPECT_TRUE(sampler.excluded(0, 0));
  EXPECT_FALSE(sampler.excluded(0, 1));
}

TEST(Negatives, SharedOnesAreTheSameForAWholeWindow) {
  const Dataset dataset = tasteLog(6, 60, 40);
  const auto plan = trainOnAll(dataset);
  auto configuration = smallConfiguration();
  configuration.negativeCount = 7;
  configuration.drawing = experiment::Drawing::Shared;
  const TrainingSet set = cutWindows(dataset, plan, configuration);
  const NegativeSampler sampler(dataset, plan, {kLike}, 0);
  std::vector<std::uint32_t> windows(set.windows.size());
  std::iota(windows.begin(), windows.end(), 0U);
  ThreadTeam team(2);
  const Batch shared = BatchMaker(set, sampler, configuration, 1).make(windows, 0, team);
  configuration.drawing = experiment::Drawing::PerTarget;
  const Batch apart = BatchMaker(set, sampler, configuration, 1).make(windows, 0, team);
  ASSERT_EQ(shared.targets.size(), set.positives.size());
  ASSERT_EQ(shared.drawn.size(), 7 * shared.histories.size());
  ASSERT_EQ(apart.drawn.size(), 7 * apart.songs.size());
  const auto songs = [](std::span<const std::int64_t> drawn) {
    return std::vector<std::int64_t>(drawn.begin(), drawn.end());
  };
  EXPECT_EQ(songs(shared.drawnFor(0, 0)), songs(shared.drawnFor(0, 1)));
  EXPECT_NE(songs(shared.drawnFor(0, 0)), songs(shared.drawnFor(1, shared.positiveOffsets[1])));
  EXPECT_NE(songs(apart.drawnFor(0, 0)), songs(apart.drawnFor(0, 1)));
  for (std::size_t history = 0; history < shared.histories.size(); ++history) {
    const std::size_t first = shared.positiveOffsets[history];
    for (const std::int64_t song : shared.drawnFor(history, first))
      EXPECT_FALSE(sampler.excluded(shared.targets[first]->listener, static_cast<std::uint32_t>(song)));
  }
}

TEST(Negatives, DoNotDependOnTheBatch) {
  const Dataset dataset = tasteLog(6, 60, 40);
  const auto plan = trainOnAll(dataset);
  const auto configuration = smallConfiguration();
  const TrainingSet set = cutWindows(dataset, plan, configuration);
  const NegativeSampler sampler(dataset, plan, {kLike}, 0);
  const BatchMaker maker(set, sampler, configuration, 1);
  ThreadTeam team(2);
  std::vector<std::uint32_t> windows(set.windows.size());
  std::iota(windows.begin(), windows.end(), 0U);
  const Batch whole = maker.make(windows, 3, team);
  std::map<const Target*, std::int64_t> drawn;
  for (std::size_t i = 0; i < whole.targets.size(); ++i)
    drawn[whole.targets[i]] = whole.drawn[i];
  for (const std::uint32_t window : windows) {
    const Batch alone = maker.make({&window, 1}, 3, team);
    for (std::size_t i = 0; i < alone.targets.size(); ++i)
      EXPECT_EQ(alone.drawn[i], drawn.at(alone.targets[i]));
  }
  EXPECT_NE(maker.make(windows, 4, team).drawn, whole.drawn);
}

TEST(Negatives, FalseOnesAreCountedByHand) {
  // One listener likes 0, then 1, and after training 2; song 3 is never liked. Dislikes 1 before liking it.
  const Dataset dataset =
      logOf({{{10, 0, kLike}, {15, 1, kDislike}, {20, 1, kLike}, {30, 2, kLike}, {40, 3, kDislike}},
             {{5, 2, kDislike}}},
            4);
  auto plan = trainOnAll(dataset);
  plan.trainingEnd[0] = 30;
  const Target first{0, 0, 0, 0, 10};
  const Target second{0, 2, 1, 1, 20};
  const Target disliked{0, 1, 1, 1, 15};
  Batch batch;
  batch.negatives = 2;
  batch.songs = {0, 1};
  batch.targets = {&first, &second};
  batch.drawn = {2, 3, 3, 3};
  batch.drawnWeight = {1, 1};
  batch.negativeTargets = {&disliked};
  batch.histories.offsets = {0, 2};
  batch.positiveOffsets = {0, 2};
  batch.negativeOffsets = {0, 1};
  ThreadTeam team(2);
  const LastLikes likes(dataset, plan, {kLike});
  FalseNegatives random;
  countFalseNegatives(batch, {}, likes, team, random);
  EXPECT_EQ(random, (FalseNegatives{4, 1, 2, 1, 5, 2}));
  FalseNegatives hardest;
  const std::vector<std::int64_t> chosen = {3, 3};
  countFalseNegatives(batch, chosen, likes, team, hardest);
  EXPECT_EQ(hardest, (FalseNegatives{4, 1, 2, 1, 3, 1}));
}

TEST(Negatives, BalancedWeightIsLikesOverDislikes) {
  const Dataset dataset =
      logOf({{{1, 0, kLike}, {2, 1, kLike}, {3, 2, kLike}, {4, 3, kDislike}, {5, 4, kDislike}}}, 5);
  auto configuration = smallConfiguration();
  configuration.strategy = experiment::NegativeStrategy::Real;
  EXPECT_DOUBLE_EQ(balancedWeight(cutWindows(dataset, trainOnAll(dataset), configuration)), 1.5);
}

} // namespace

} // namespace skipscope::learning
