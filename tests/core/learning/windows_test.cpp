#include "core/error.h"
#include "core/learning/windows.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>

#include <set>

namespace skipscope::learning {

namespace {

using ::testing::ElementsAre;

constexpr auto kLike = Feedback::Like;
constexpr auto kDislike = Feedback::Dislike;
constexpr auto kSkip = Feedback::Skip;

std::vector<Play> likes(std::uint32_t count) {
  std::vector<Play> plays;
  for (std::uint32_t i = 0; i < count; ++i)
    plays.push_back({10 * (i + 1), i, kLike});
  return plays;
}

TrainingSet cut(const Dataset& dataset, const experiment::Configuration& configuration) {
  return cutWindows(dataset, trainOnAll(dataset), configuration);
}

experiment::Configuration lengthFour() {
  auto configuration = smallConfiguration();
  configuration.maxLength = 4;
  return configuration;
}

TEST(Windows, EachTargetStandsOnceWhereItHasMostContext) {
  // L 4, stride 2: windows over inputs 0-3, 2-5, 4-7. Like number c (from 0) has c likes before it.
  const Dataset dataset = logOf({likes(8)}, 8);
  const TrainingSet set = cut(dataset, lengthFour());
  ASSERT_EQ(set.windows.size(), 3U);
  EXPECT_EQ(set.windows[0].firstInput, 0U);
  EXPECT_EQ(set.windows[0].inputs, 4U);
  EXPECT_EQ(set.windows[0].positives, 5U); // 0 … 4 earlier inputs
  EXPECT_EQ(set.windows[1].firstInput, 2U);
  EXPECT_EQ(set.windows[1].inputs, 4U);
  EXPECT_EQ(set.windows[1].positives, 2U); // 5 and 6 earlier inputs
  EXPECT_EQ(set.windows[2].firstInput, 4U);
  EXPECT_EQ(set.windows[2].inputs, 3U); // the eighth like is in no target's context
  EXPECT_EQ(set.windows[2].positives, 1U);
  std::vector<std::uint32_t> contexts;
  std::vector<std::uint32_t> songs;
  for (const Target& target : set.positives) {
    contexts.push_back(target.context);
    songs.push_back(target.song);
  }
  EXPECT_THAT(contexts, ElementsAre(0, 1, 2, 3, 4, 3, 4, 3));
  EXPECT_THAT(songs, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST(Windows, TiedEventsAreNotInEachOthersContext) {
  const Dataset dataset = logOf({{{10, 0, kLike}, {20, 1, kLike}, {20, 2, kLike}, {30, 3, kLike}}}, 4);
  const TrainingSet set = cut(dataset, smallConfiguration());
  std::vector<std::uint32_t> contexts;
  for (const Target& target : set.positives)
    contexts.push_back(target.context);
  EXPECT_THAT(contexts, ElementsAre(0, 1, 1, 3));
}

TEST(Windows, InputsAndTargetsAreFilteredApart) {
  const Dataset dataset =
      logOf({{{10, 0, kSkip}, {20, 1, kDislike}, {30, 2, kLike}, {40, 3, kSkip}, {50, 4, kDislike}}}, 5);
  auto configuration = smallConfiguration();
  configuration.inputs = {kSkip};
  configuration.strategy = experiment::NegativeStrategy::Real;
  const TrainingSet set = cut(dataset, configuration);
  EXPECT_THAT(set.inputSongs, ElementsAre(0, 3));
  ASSERT_EQ(set.positives.size(), 1U);
  EXPECT_EQ(set.positives[0].context, 1U);
  ASSERT_EQ(set.negatives.size(), 2U);
  EXPECT_EQ(set.negatives[0].context, 1U);
  EXPECT_EQ(set.negatives[1].context, 2U);
  EXPECT_EQ(set.negatives[1].event, 4U);
}

TEST(Windows, NothingFromTheEndOfTrainingOnTakesPart) {
  const Dataset dataset = logOf({likes(6)}, 6);
  auto plan = trainOnAll(dataset);
  plan.trainingEnd = {40};
  const TrainingSet set = cutWindows(dataset, plan, smallConfiguration());
  EXPECT_THAT(set.inputSongs, ElementsAre(0, 1, 2));
  EXPECT_EQ(set.positives.size(), 3U);
}

TEST(Windows, RefuseWhatCannotBeTrained) {
  const Dataset dataset = logOf({{{10, 0, kLike}, {20, 1, kLike}}, {{10, 0, kSkip}}}, 2);
  auto configuration = smallConfiguration();
  configuration.strategy = experiment::NegativeStrategy::Real;
  EXPECT_THROW(cut(dataset, configuration), core::Error);
  configuration = smallConfiguration();
  configuration.positiveTargets = {Feedback::Listen};
  EXPECT_THROW(cut(dataset, configuration), core::Error);
}

TEST(Windows, AnEpochHoldsEveryWindowOnceInAsManyStepsAsTargetsAsk) {
  const Dataset dataset = tasteLog(30, 60, 40);
  auto configuration = lengthFour();
  configuration.batchTargets = 50;
  const TrainingSet set = cut(dataset, configuration);
  const std::int64_t steps = stepsPerEpoch(set, configuration);
  EXPECT_EQ(steps, (static_cast<std::int64_t>(set.positives.size()) + 49) / 50);
  const auto plan = planEpoch(set, steps, 1, 0);
  ASSERT_EQ(static_cast<std::int64_t>(plan.size()), steps);
  std::multiset<std::uint32_t> seen;
  for (const auto& windows : plan) {
    std::int64_t positives = 0;
    for (const std::uint32_t window : windows) {
      seen.insert(window);
      positives += set.windows[window].positives;
    }
    EXPECT_NEAR(static_cast<double>(positives), 50, 6); // a window holds at most 5 targets
  }
  EXPECT_EQ(seen.size(), set.windows.size());
  EXPECT_EQ(std::set<std::uint32_t>(seen.begin(), seen.end()).size(), set.windows.size());
  EXPECT_NE(planEpoch(set, steps, 1, 1), plan);
  EXPECT_NE(planEpoch(set, steps, 2, 0), plan);
  EXPECT_EQ(planEpoch(set, steps, 1, 0), plan);
}

TEST(Windows, AnAutomaticBatchIsATwentiethOfTraining) {
  const auto configuration = smallConfiguration();
  TrainingSet set;
  set.positives.resize(1005); // 51 a step, 20 steps
  EXPECT_EQ(stepsPerEpoch(set, configuration), 20);
  set.positives.resize(200'000); // at most 8,192 a step
  EXPECT_EQ(stepsPerEpoch(set, configuration), 25);
}

TEST(Windows, StepsPerEpochDependOnNeitherInputsNorStrategy) {
  const Dataset dataset = tasteLog(20, 60, 40);
  auto configuration = smallConfiguration();
  const std::int64_t steps = stepsPerEpoch(cut(dataset, configuration), configuration);
  configuration.inputs = {kLike, kDislike, kSkip};
  configuration.strategy = experiment::NegativeStrategy::RealHardest;
  EXPECT_EQ(stepsPerEpoch(cut(dataset, configuration), configuration), steps);
}

TEST(Windows, TypesDrawnAtRandomKeepTheirShares) {
  // A quarter of the inputs are skips; drawn at random, skips fall on likes as often as on skips.
  std::vector<std::vector<Play>> histories(40);
  for (std::uint32_t i = 0; i < 4000; ++i)
    histories[i % 40].push_back({10 * (i + 1), i % 97, i % 4 == 1 ? kSkip : kLike});
  const Dataset dataset = logOf(histories, 97);
  auto configuration = smallConfiguration();
  configuration.inputs = {kLike, kSkip};
  const TrainingSet own = cut(dataset, configuration);
  configuration.feedbackShuffled = true;
  const TrainingSet drawn = cut(dataset, configuration);
  EXPECT_EQ(drawn.inputSongs, own.inputSongs);
  ASSERT_EQ(drawn.inputFeedback.size(), 4000U);
  double skips = 0, same = 0;
  for (std::size_t i = 0; i < drawn.inputFeedback.size(); ++i) {
    ASSERT_TRUE(drawn.inputFeedback[i] == kLike || drawn.inputFeedback[i] == kSkip);
    skips += drawn.inputFeedback[i] == kSkip;
    same += drawn.inputFeedback[i] == kSkip && own.inputFeedback[i] == kSkip;
  }
  EXPECT_NEAR(skips / 4000, 0.25, 0.03);  // deviation 0.007
  EXPECT_NEAR(same / 4000, 0.0625, 0.02); // 0.004
  EXPECT_EQ(cut(dataset, configuration).inputFeedback, drawn.inputFeedback);
}

} // namespace

} // namespace skipscope::learning
