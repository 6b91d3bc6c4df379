#include "core/error.h"
#include "core/evaluation/outcomes.h"
#include "core/evaluation/split.h"
#include "tests/core/evaluation/tiny_log.h"

#include <gmock/gmock.h>

#include <random>

namespace skipscope::evaluation {
namespace {

using experiment::Configuration;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

Configuration byTime(const std::string& times) {
  Configuration configuration;
  configuration.split = experiment::Split::Time;
  configuration.times = times;
  return configuration;
}

/// Listener 0 has three pairs (6>7 at 50, 3>4 at 30, 1>2 at 10), 1 has one (1>3 at 20), 2 has none.
Dataset threeListeners() {
  return datasetOf({{{10, 1, kLike},
                     {11, 2, kDislike},
                     {30, 3, kLike},
                     {31, 4, kDislike},
                     {40, 5, kLike},
                     {50, 6, kLike},
                     {51, 7, kDislike}},
                    {{5, 4, kLike}, {20, 1, kLike}, {21, 3, kDislike}, {22, 6, kLike}},
                    {{60, 7, kLike}, {61, 1, kListen}}},
                   9);
}

std::vector<std::string> namesOf(const std::vector<Pair>& pairs) {
  std::vector<std::string> names;
  for (const Pair& pair : pairs)
    names.push_back(std::to_string(pair.listener) + ":" + std::to_string(pair.p) + ">" +
                    std::to_string(pair.q));
  return names;
}

TEST(SplitLast, newestPairTestsTheNextOneBackValidates) {
  const SplitPlan plan = makeSplit(threeListeners(), {});
  // Training: listener 0 before 30, listener 1 before 20, listener 2 everything: songs 1, 2 | 4 | 7, 1.
  EXPECT_THAT(plan.trainingEnd, ElementsAre(30, 20, kForever));
  EXPECT_THAT(plan.catalogue, ElementsAre(1U, 2U, 4U, 7U));
  EXPECT_THAT(plan.catalogueRow, ElementsAre(-1, 0, 1, -1, 2, -1, -1, 3, -1));
  // Songs 3 and 6 are in no training event: 0:6>7, 1:1>3 and the validation pair 0:3>4 are left out, and
  // counted.
  EXPECT_TRUE(plan.test.empty());
  EXPECT_TRUE(plan.validation.empty());
  EXPECT_EQ(plan.testCounts, (PairCounts{2, 0, 2})); // likes before: 3 and 1, less than m = 5
  EXPECT_EQ(plan.validationCounts, (PairCounts{1, 0, 1}));
  EXPECT_EQ(plan.listenersWithPair, 2);
  experiment::Configuration less;
  less.minimumHistory = 2;
  EXPECT_EQ(makeSplit(threeListeners(), less).testCounts, (PairCounts{2, 1, 2}));
  EXPECT_EQ(plan.coverageEnd, 62);
  EXPECT_THAT(plan.notes, ElementsAre(HasSubstr("accuracy cannot be measured")));
}

TEST(SplitLast, pairsInTheCatalogueAreKept) {
  auto histories = std::vector<std::vector<Row>>{
      {{10, 1, kLike}, {30, 3, kLike}, {31, 4, kDislike}, {50, 6, kLike}, {51, 7, kDislike}},
      {{1, 3, kLike}, {2, 4, kLike}, {3, 6, kLike}, {4, 7, kLike}}};
  const SplitPlan plan = makeSplit(datasetOf(histories), {});
  EXPECT_THAT(namesOf(plan.test), ElementsAre("0:6>7"));
  EXPECT_THAT(namesOf(plan.validation), ElementsAre("0:3>4"));
  EXPECT_THAT(plan.notes, ElementsAre(HasSubstr("evaluation.minimum_history=5")));
  experiment::Configuration less;
  less.minimumHistory = 1;
  EXPECT_TRUE(makeSplit(datasetOf(histories), less).notes.empty());
}

TEST(SplitLast, playedAgainstSkippedIsNeverTrainedOn) {
  // No votes but listener 1's: listener 0's newest play pair is 2>3 at 8, so training ends there.
  const SplitPlan plan =
      makeSplit(datasetOf({{{1, 2, kLike}, {6, 4, kSkip}, {8, 2, kListen}, {9, 3, kSkip}, {12, 1, kLike}},
                           {{1, 1, kLike}, {2, 2, kLike}, {3, 3, kDislike}, {4, 3, kListen}}}),
                {});
  EXPECT_THAT(plan.trainingEnd, ElementsAre(8, 2));
  // Song 3 is in no training event: 3 at 9 and 3 at 3 lie after the cuts.
  EXPECT_EQ(plan.playTestCounts.outside, 1);
  EXPECT_EQ(plan.listenersWithPair, 2); // one votes, the other plays
  EXPECT_TRUE(plan.playTest.empty());
}

TEST(SplitLast, playPairsComeWithTheirMoment) {
  const SplitPlan plan = makeSplit(datasetOf({{{1, 1, kLike}, {8, 2, kListen}, {9, 3, kSkip}},
                                              {{1, 2, kLike}, {2, 3, kLike}, {3, 1, kDislike}},
                                              {{1, 1, kLike}, {2, 2, kLike}, {3, 3, kLike}}}),
                                   {});
  EXPECT_THAT(namesOf(plan.playTest), ElementsAre("0:2>3"));
  EXPECT_EQ(plan.playTest[0].moment(), 8);
  EXPECT_THAT(plan.trainingEnd, ElementsAre(8, 2, kForever));
}

TEST(SplitTime, partsAreHalfOpenAndAllDisjointPairsCount) {
  const SplitPlan plan = makeSplit(datasetOf({{{1, 1, kLike},
                                               {2, 2, kLike},
                                               {3, 3, kDislike},
                                               {4, 4, kLike},
                                               {5, 5, kLike},
                                               {6, 6, kLike},
                                               {7, 7, kLike},
                                               {8, 8, kLike},
                                               {9, 9, kLike}},
                                              {{9, 1, kLike},
                                               {10, 2, kDislike},
                                               {19, 3, kLike},
                                               {20, 4, kDislike},
                                               {21, 5, kLike},
                                               {22, 6, kLike},
                                               {23, 7, kDislike},
                                               {24, 8, kLike},
                                               {25, 9, kDislike}}}),
                                   byTime("10,20"));
  EXPECT_THAT(plan.trainingEnd, ElementsAre(10, 10));
  EXPECT_EQ(plan.coverageEnd, 20);
  // Validation [10, 20): dislike 2 at 10 with like 3 at 19. Test [20, …): 8>9 at 24, 6>7 at 22, then dislike
  // 4 at 20 with like 5 at 21.
  EXPECT_THAT(namesOf(plan.validation), ElementsAre("1:3>2"));
  EXPECT_THAT(namesOf(plan.test), ElementsAre("1:8>9", "1:6>7", "1:5>4"));
  EXPECT_EQ(plan.testCounts.listeners, 1);
}

TEST(SplitTime, sharesAreQuantilesOfEventTimes) {
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < 10; ++i)
    rows.push_back({100 + 10 * i, i, i % 2 == 0 ? kLike : kDislike});
  const SplitPlan plan = makeSplit(datasetOf({rows}), byTime("0.5,0.8")); // the 6th and the 9th of ten times
  EXPECT_EQ(plan.trainingEnd[0], 150);
  EXPECT_EQ(plan.coverageEnd, 180);
}

TEST(SplitTime, aCutBeforeTheLogIsToldWhatToDo) {
  try {
    makeSplit(threeListeners(), byTime("1,2"));
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no positive target"));
  }
}

TEST(Split, kindsComeFromWhatTheLogHas) {
  const auto skips = makeSplit(datasetOf({{{1, 1, kLike}, {2, 2, kLike}, {3, 3, kSkip}}}), {});
  EXPECT_EQ(skips.kinds.name(), "like>skip");
  EXPECT_THAT(skips.notes.at(0), HasSubstr("no dislike events"));
  Configuration heard;
  heard.positiveTargets = {kListen};
  const auto plays = makeSplit(datasetOf({{{1, 1, kListen}, {2, 2, kListen}, {3, 3, kSkip}}}), heard);
  EXPECT_EQ(plays.kinds.name(), "listen>skip");

  const Dataset all =
      datasetOf({{{1, 1, kLike}, {2, 2, kListen}, {3, 3, kSkip}, {4, 4, kDislike}}, {{1, 1, kLike}}});
  EXPECT_EQ(makeSplit(all, {}).kinds.name(), "like>dislike");
  heard.positiveTargets = {kLike};
  heard.evaluationPositive = kListen;
  heard.evaluationNegative = kSkip;
  EXPECT_EQ(makeSplit(all, heard).kinds.name(), "listen>skip");
}

std::string refusal(const Dataset& dataset, const Configuration& configuration) {
  try {
    makeSplit(dataset, configuration);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Split, logsThatCannotBeTestedAreRefused) {
  EXPECT_THAT(refusal(datasetOf({{{1, 1, kLike}, {2, 2, kLike}}}), {}),
              HasSubstr("neither dislike nor skip"));
  EXPECT_THAT(refusal(datasetOf({{{1, 1, kDislike}, {2, 2, kSkip}}}), {}),
              HasSubstr("neither like nor listen"));
  EXPECT_THAT(refusal(datasetOf({{}}), {}), HasSubstr("no events"));
  EXPECT_THAT(refusal(datasetOf({{{1, 1, kListen}, {2, 2, kSkip}}}), {}),
              HasSubstr("no positive target (like)"));
  Configuration skips;
  skips.evaluationNegative = kSkip;
  EXPECT_THAT(refusal(datasetOf({{{1, 1, kLike}, {2, 2, kDislike}}}), skips),
              HasSubstr("evaluation.negative=auto"));
}

TEST(Split, allEventsAtOneTimeLeaveNothingToTrainOn) {
  EXPECT_THAT(refusal(datasetOf({{{5, 1, kLike}, {5, 2, kDislike}}}), {}), HasSubstr("no positive target"));
}

TEST(Split, theFallbackCountsPositiveTargetsOfTheStationInTraining) {
  // Listener 0's pair 1>2 lies on station 0. Training likes there: song 1 once, song 2 twice. On station 1
  // song 1 has three more, which do not count; nor does listener 0's own like at the pair.
  const SplitPlan plan = makeSplit(datasetOf({{{50, 1, kLike}, {51, 2, kDislike}},
                                              {{1, 1, kLike}, {2, 2, kLike}},
                                              {{1, 2, kLike}, {2, 1, kLike, 1}},
                                              {{1, 1, kLike, 1}},
                                              {{1, 1, kLike, 1}}}),
                                   {});
  ASSERT_EQ(plan.test.size(), 1U);
  EXPECT_EQ(plan.test[0].fallback, -1); // 1 against 2
}

/// A log of votes and plays in which nothing is regular.
Dataset irregular(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::vector<Row>> histories(30);
  for (auto& history : histories)
    for (std::uint32_t i = 5 + random() % 40; i > 0; --i)
      history.push_back({static_cast<std::int64_t>(random() % 200), static_cast<std::uint32_t>(random() % 60),
                         listening::kAllFeedback[random() % 4], static_cast<std::uint32_t>(random() % 2)});
  return datasetOf(histories, 60);
}

/// All training events.
struct Past {
  std::vector<std::vector<Event>> training;
  friend bool operator==(const Past&, const Past&) = default;
};

Past pastOf(const Dataset& dataset, const SplitPlan& plan) {
  Past past;
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener) {
    auto& events = past.training.emplace_back();
    for (const Event& event : dataset.history(listener))
      if (event.time < plan.trainingEnd[listener])
        events.push_back(event);
  }
  return past;
}

/// Everything at or after `moment` of one listener becomes another kind and another song.
Dataset withOtherFuture(Dataset dataset, std::uint32_t listener, std::int64_t moment) {
  for (std::size_t i = dataset.offsets[listener]; i < dataset.offsets[listener + 1]; ++i)
    if (Event& event = dataset.events[i]; event.time >= moment) {
      event.song = (event.song + 7) % 60;
      event.feedback = listening::kAllFeedback[(static_cast<std::size_t>(event.feedback) + 1) % 4];
    }
  return dataset;
}

TEST(Leakage, nothingOfAPairIsTrainedOn) {
  for (std::uint32_t seed = 0; seed < 20; ++seed)
    for (const Configuration& configuration : {Configuration{}, byTime("100,150")}) {
      const Dataset dataset = irregular(seed);
      const SplitPlan plan = makeSplit(dataset, configuration);
      for (const auto* pairs : {&plan.validation, &plan.test, &plan.playTest})
        for (const Pair& pair : *pairs)
          EXPECT_LE(plan.trainingEnd[pair.listener], pair.moment());
    }
}

TEST(Leakage, changingTheFutureChangesNeitherTrainingNorContexts) {
  std::size_t compared = 0;
  for (std::uint32_t seed = 0; seed < 10; ++seed)
    for (const Configuration& configuration : {Configuration{}, byTime("100,150")}) {
      const Dataset dataset = irregular(seed);
      const SplitPlan plan = makeSplit(dataset, configuration);
      const experiment::FeedbackSet inputs{kLike, kSkip};
      const FixedScorer scorer(std::vector<float>(plan.catalogue.size(), 0));
      for (const auto* pairs : {&plan.validation, &plan.test})
        for (const Pair& pair : *pairs) {
          const Dataset changed = withOtherFuture(dataset, pair.listener, pair.moment());
          EXPECT_TRUE(pastOf(dataset, plan) == pastOf(changed, plan));
          const auto before = judge(dataset, plan, {pair}, plan.kinds, inputs, scorer, true);
          const auto after = judge(changed, plan, {pair}, plan.kinds, inputs, scorer, true);
          EXPECT_EQ(before[0].contextInputs, after[0].contextInputs);
          EXPECT_EQ(before[0].contextPositives, after[0].contextPositives);
          EXPECT_EQ(before[0].rankP,
                    after[0].rankP); // what was liked before is all that leaves the candidates
          ++compared;
        }
    }
  EXPECT_GT(compared, 50U);
}

TEST(Leakage, underTimeTheWholeTestPartCannotMoveTrainingOrValidation) {
  const Configuration configuration = byTime("100,150");
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    const Dataset dataset = irregular(seed);
    Dataset changed = dataset;
    for (std::uint32_t listener = 0; listener < dataset.listeners(); ++listener)
      changed = withOtherFuture(changed, listener, 150);
    const SplitPlan plan = makeSplit(dataset, configuration);
    const SplitPlan other = makeSplit(changed, configuration);
    EXPECT_EQ(plan.catalogue, other.catalogue);
    EXPECT_EQ(namesOf(plan.validation), namesOf(other.validation));
    EXPECT_TRUE(pastOf(dataset, plan) == pastOf(changed, other));
  }
}

} // namespace
} // namespace skipscope::evaluation
