// Accuracy by segment: what pairs are sorted by, and that every pair is in exactly one.
#include "core/error.h"
#include "core/evaluation/segments.h"
#include "tests/core/evaluation/tiny_log.h"

#include <gmock/gmock.h>

#include <cmath>

namespace skipscope::evaluation {
namespace {

using testing::ElementsAre;

Outcomes outcomesOf(std::size_t pairs) {
  Outcomes outcomes;
  for (std::uint32_t i = 0; i < pairs; ++i) {
    PairOutcome pair;
    pair.listener = i;
    pair.contextPositives = 5;
    pair.scoreP = i % 2 == 0 ? 1.0F : 0.0F;
    pair.scoreQ = 0.5F;
    outcomes.pairs.push_back(pair);
  }
  return outcomes;
}

std::size_t pairsIn(const std::vector<Segment>& all) {
  std::size_t pairs = 0;
  for (const Segment& segment : all)
    pairs += segment.pairs;
  return pairs;
}

TEST(Segments, namesComeBack) {
  for (const SegmentBy by : kSegmentings)
    EXPECT_EQ(parseSegmentBy(segmentName(by)), by);
  EXPECT_FALSE(parseSegmentBy("mood"));
}

TEST(Segments, decilesHoldATenthEach) {
  std::vector<double> traits;
  for (int i = 0; i < 400; ++i)
    traits.push_back(399 - i);
  const auto all = segments(outcomesOf(400), traits, 5);
  ASSERT_EQ(all.size(), 10U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].pairs, 40U);
    EXPECT_EQ(all[i].listeners, 40U);
    EXPECT_EQ(all[i].from, 40.0 * static_cast<double>(i));
    EXPECT_EQ(all[i].to, 40.0 * static_cast<double>(i) + 39);
    EXPECT_EQ(all[i].accuracy, 0.5);
    // 20 ones and 20 zeros: s² = 10/39, over 40.
    EXPECT_NEAR(all[i].se.value(), std::sqrt(10.0 / 39 / 40), 1e-12);
  }
}

TEST(Segments, fewPairsMakeFewSegments) {
  EXPECT_TRUE(segments(outcomesOf(0), {}, 5).empty());
  for (const std::size_t pairs : {1, 19, 39, 40, 59, 60, 199, 200, 207}) {
    std::vector<double> traits(pairs);
    for (std::size_t i = 0; i < pairs; ++i)
      traits[i] = static_cast<double>(i * 7 % pairs);
    const auto all = segments(outcomesOf(pairs), traits, 5);
    EXPECT_EQ(all.size(), std::clamp<std::size_t>(pairs / 20, 1, 10)) << pairs;
    EXPECT_EQ(pairsIn(all), pairs);
    for (const Segment& segment : all)
      EXPECT_GE(segment.pairs, std::min<std::size_t>(pairs, kLeastSegmentPairs));
  }
}

TEST(Segments, equalTraitsAreNeverPartedAndNobodyIsLost) {
  // 300 pairs: 170 zeros, then 1, 2, 3 …: one segment for all zeros, which are more than five tenths.
  std::vector<double> traits(300, 0.0);
  for (std::size_t i = 170; i < 300; ++i)
    traits[i] = static_cast<double>(i - 169);
  const auto all = segments(outcomesOf(300), traits, 5);
  EXPECT_EQ(pairsIn(all), 300U);
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[0].pairs, 170U);
  EXPECT_EQ(all[0].to, 0);
  EXPECT_EQ(all[1].pairs, 40U); // up to the seventh tenth, 210: up to the sixth there are only ten
  EXPECT_EQ(all[1].from, 1);
  for (std::size_t i = 1; i < all.size(); ++i)
    EXPECT_GT(all[i].from, all[i - 1].to);
}

TEST(Segments, whatIsLeftOverJoinsTheLast) {
  // 100 pairs: five fifths of 20; 90 of them have trait 1, so the ten after it are too few.
  std::vector<double> traits(100, 1.0);
  for (std::size_t i = 90; i < 100; ++i)
    traits[i] = 2;
  const auto all = segments(outcomesOf(100), traits, 5);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].pairs, 100U);
  EXPECT_EQ(all[0].from, 1);
  EXPECT_EQ(all[0].to, 2);
}

TEST(Segments, onlyPairsThatMeetTheMinimumCountAndListenersCountOnce) {
  Outcomes outcomes = outcomesOf(4); // won, lost, won, lost
  outcomes.pairs[1].listener = 0;
  outcomes.pairs[3].contextPositives = 4;
  const auto all = segments(outcomes, {1, 2, 3, 4}, 5);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].pairs, 3U);
  EXPECT_EQ(all[0].listeners, 2U);
  EXPECT_EQ(all[0].accuracy, 0.75); // ½ and 1
  EXPECT_EQ(all[0].to, 3);
}

TEST(Segments, traitsAreOfTheHistoryStrictlyBeforeTheMoment) {
  // Listener 0 before the pair at 10: two likes, a dislike, a skip, a play; listener 1 has nothing before.
  const Dataset dataset = datasetOf({{{1, 0, kLike},
                                      {2, 1, kLike},
                                      {3, 4, kDislike},
                                      {4, 4, kSkip},
                                      {5, 0, kListen},
                                      {10, 2, kLike},
                                      {10, 5, kSkip},
                                      {11, 3, kDislike},
                                      {12, 5, kLike}},
                                     {{20, 2, kLike}, {21, 3, kDislike}},
                                     {{1, 0, kLike}, {2, 2, kLike}, {3, 2, kLike}, {4, 3, kListen}}});
  experiment::Configuration configuration;
  configuration.minimumHistory = 0;
  const SplitPlan plan = makeSplit(dataset, configuration);
  const Outcomes outcomes =
      testOutcomes(dataset, plan, {kLike}, FixedScorer(std::vector<float>(plan.catalogue.size())));
  ASSERT_EQ(outcomes.pairs.size(), 2U);
  const PairTraits traits = pairTraits(dataset, plan, outcomes);
  EXPECT_THAT(traits[0], ElementsAre(5, 0));
  EXPECT_THAT(traits[1], ElementsAre(0.4, 0));
  EXPECT_THAT(traits[2], ElementsAre(0.2, 0));
  EXPECT_THAT(traits[3], ElementsAre(0.2, 0));
  EXPECT_THAT(traits[4], ElementsAre(2, 2)); // song 2: liked twice by listener 2, in training
  Outcomes others = outcomes;
  others.pairs[0].p = 4;
  EXPECT_THROW(pairTraits(dataset, plan, others), core::Error);
}

} // namespace
} // namespace skipscope::evaluation
