// Verdicts on the claims of the paper, on runs whose outcomes are made by hand: 120 listeners with one test
// pair each.

#include "core/store/paper_claims.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace skipscope::store {
namespace {

using experiment::Feedback;
using experiment::FeedbackSet;
using experiment::NegativeStrategy;
using listening::Event;
using testing::HasSubstr;

constexpr std::uint32_t kListeners = 120;
constexpr std::uint32_t kLiked = 20, kDisliked = 21; ///< songs of every test pair
const FeedbackSet kVotes{Feedback::Like, Feedback::Dislike};
const FeedbackSet kAll{Feedback::Like, Feedback::Dislike, Feedback::Skip};

/// Every listener hears both songs of the pair once, then likes and skips in a mix that depends on the
/// listener (a dislike with every third), and votes on the pair at last.
listening::ImportResult mixedLog() {
  listening::ImportResult log;
  for (std::uint32_t song = 0; song <= kDisliked; ++song)
    log.dataset.songIds.push_back(std::to_string(song));
  log.dataset.titles.resize(log.dataset.songIds.size());
  log.dataset.artists.resize(log.dataset.songIds.size());
  log.dataset.stationIds = {""};
  log.dataset.offsets = {0};
  const auto add = [&](std::int64_t time, std::uint32_t song, Feedback feedback) {
    log.dataset.events.push_back({time, song, 0, listening::kUnknownMs, listening::kUnknownMs, feedback});
  };
  for (std::uint32_t listener = 0; listener < kListeners; ++listener) {
    log.dataset.listenerIds.push_back(std::to_string(listener));
    add(1, kLiked, Feedback::Listen);
    add(2, kDisliked, Feedback::Listen);
    for (std::uint32_t i = 0; i < 20; ++i)
      add(10 + i, i, i * 6 < listener || i < 6 ? Feedback::Like : Feedback::Skip);
    add(100, kLiked, Feedback::Like);
    add(101, kDisliked, Feedback::Dislike);
    log.dataset.offsets.push_back(log.dataset.events.size());
  }
  auto& summary = log.summary;
  summary.fingerprint = std::string(32, 'c');
  summary.format = "csv";
  summary.events = summary.kept = static_cast<std::int64_t>(log.dataset.events.size());
  summary.listeners = kListeners;
  summary.songs = kDisliked + 1;
  for (const Event& event : log.dataset.events) {
    summary.likes += event.feedback == Feedback::Like ? 1 : 0;
    summary.dislikes += event.feedback == Feedback::Dislike ? 1 : 0;
    summary.skips += event.feedback == Feedback::Skip ? 1 : 0;
    summary.listens += event.feedback == Feedback::Listen ? 1 : 0;
  }
  summary.from = 1;
  summary.to = 101;
  return log;
}

/// What a made run said.
struct Made {
  std::uint32_t won = 60;                       ///< listeners 0 … won - 1, or as `wins` says
  std::function<bool(std::uint32_t)> wins = {}; ///< by listener, instead of `won`
  std::uint32_t covered = 60;                   ///< at every m
  double validation = 0.5;                      ///< best accuracy on validation
  std::int64_t step = 100;                      ///< at which it is reached, by odd seeds 50 later
  bool alike = false;                           ///< every seed at that step
  evaluation::Metrics test = {};
};

class PaperClaims : public StoreTest {
protected:
  PaperClaims() : m_workspace(open()) { m_workspace.addDataset(mixedLog(), "mixed", {}, {}); }

  evaluation::Outcomes outcomes(const Made& made, std::uint64_t seed) const {
    evaluation::Outcomes outcomes;
    for (std::uint32_t listener = 0; listener < kListeners; ++listener) {
      evaluation::PairOutcome pair;
      pair.listener = listener;
      pair.p = kLiked;
      pair.q = kDisliked;
      pair.order = listener % 2 == 0 ? -1 : 1;
      pair.contextPositives = pair.contextInputs = 6;
      const bool lucky = (listener + seed) % 40 == 0; // seeds differ a little
      pair.scoreP = lucky || (made.wins ? made.wins(listener) : listener < made.won) ? 1.0F : -1.0F;
      outcomes.pairs.push_back(pair);
    }
    outcomes.listeners = kListeners;
    outcomes.coverage.assign(101, made.covered);
    outcomes.coverage[0] = kListeners;
    return outcomes;
  }

  /// Finishes `seeds` runs of a configuration.
  void finish(const ClaimVariant& variant, const Made& made, int seeds = 3, double learningRate = 0.001) {
    experiment::Configuration configuration;
    configuration.learningRate = learningRate;
    configuration.inputs = variant.inputs;
    configuration.strategy = variant.strategy;
    configuration.negativeCount = variant.count;
    configuration.realWeight = variant.realWeight;
    LaunchRequest request{"claims", "mixed", {configuration}, {}, 0, false};
    for (int seed = 1; seed <= seeds; ++seed)
      request.seeds.push_back(static_cast<std::uint64_t>(seed));
    ASSERT_EQ(RunStore(m_workspace).launch(request).added.size(), request.seeds.size());
    Queue queue(m_workspace);
    const WorkerLock worker(m_workspace);
    while (const auto claim = queue.claim(worker)) {
      const double noise = 0.001 * static_cast<double>(claim->run.seed);
      const std::int64_t reached =
          made.step + (made.alike ? 0 : 50 * static_cast<std::int64_t>(claim->run.seed % 2));
      for (std::int64_t step = 50; step <= 450; step += 50) {
        Validation validation;
        validation.step = step;
        validation.metrics = {{"accuracy", (step < reached ? 0.3 : made.validation) + noise},
                              {"accuracy_se", 0.01}};
        queue.addValidation(*claim, validation);
      }
      auto test = made.test;
      for (auto& [name, value] : test)
        value *= 1 + noise;
      test["training_cost_steps"] = static_cast<double>(made.step) * (made.alike ? 1 : 1 + noise);
      test["training_cost_targets"] = test["training_cost_steps"] * 64;
      ASSERT_TRUE(queue.finish(*claim, {}, made.step, test, outcomes(made, claim->run.seed), ""));
    }
  }

  PaperClaim claim(const std::string& id, const std::string& dataset = "mixed") {
    ClaimRuns runs(m_workspace, dataset, experiment::Split::Last);
    const auto claims = judgePaperClaims(runs);
    const auto found =
        std::find_if(claims.begin(), claims.end(), [&](const PaperClaim& each) { return each.id == id; });
    if (found == claims.end())
      throw std::runtime_error("no claim " + id);
    return *found;
  }

  Workspace m_workspace;
};

TEST_F(PaperClaims, WithoutRunsEveryClaimNamesThePresetThatMakesThem) {
  ClaimRuns runs(m_workspace, "mixed", experiment::Split::Last);
  const auto claims = judgePaperClaims(runs);
  ASSERT_EQ(claims.size(), 9U);
  for (const PaperClaim& each : claims) {
    EXPECT_EQ(each.verdict, ClaimVerdict::NotTestable) << each.id;
    EXPECT_THAT(each.reason, HasSubstr("launch preset " + each.preset)) << each.id;
  }
}

TEST_F(PaperClaims, WhatTheLogLacksIsToldFirst) {
  auto log = mixedLog();
  log.summary.fingerprint = std::string(32, 'd');
  log.summary.dislikes = log.summary.skips = 0;
  m_workspace.addDataset(log, "likes", {}, {});
  for (const char* id : {"A", "B", "E2"})
    EXPECT_THAT(claim(id, "likes").reason, HasSubstr("no dislikes")) << id;
  for (const char* id : {"C", "D", "H"})
    EXPECT_THAT(claim(id, "likes").reason, HasSubstr("no skips")) << id;
}

TEST_F(PaperClaims, RealNegativesRaiseAccuracyOrLowerItOrNeither) {
  finish({}, {.won = 60});
  finish({.strategy = NegativeStrategy::Real}, {.won = 100});
  finish({.strategy = NegativeStrategy::Real, .realWeight = std::nullopt}, {.won = 20});
  const auto judged = claim("A");
  ASSERT_EQ(judged.parts.size(), 2U);
  EXPECT_EQ(judged.verdict, ClaimVerdict::Supported);
  EXPECT_EQ(judged.parts.at(1).verdict, ClaimVerdict::Contradicted);
  const auto& number = judged.parts.at(0).numbers.at(0);
  EXPECT_NEAR(number.value, 40.0 / 120, 0.02);
  EXPECT_EQ(number.listeners, 120);
  ASSERT_EQ(judged.parts.at(0).sides.size(), 2U);
  EXPECT_EQ(judged.parts.at(0).sides.at(0).runs.size(), 3U);
}

TEST_F(PaperClaims, AccuracyThatRisesInOneOrderOnlyIsUndecided) {
  finish({}, {.won = 60});
  finish({.strategy = NegativeStrategy::Real},
         {.wins = [](std::uint32_t i) { return i % 2 == 0 || i < 50; }});
  const auto judged = claim("A");
  EXPECT_GT(judged.parts.at(0).numbers.at(0).low.value_or(0), 0);
  EXPECT_EQ(judged.verdict, ClaimVerdict::Undecided);
  EXPECT_THAT(judged.reason, HasSubstr("orders"));
}

TEST_F(PaperClaims, OneSeedSpeaksOfTheseTwoRunsOnly) {
  finish({}, {.won = 60}, 1);
  finish({.strategy = NegativeStrategy::Real}, {.won = 110}, 1);
  for (const char* id : {"A", "B"}) {
    const auto judged = claim(id);
    EXPECT_EQ(judged.verdict, ClaimVerdict::Undecided) << id;
    EXPECT_THAT(judged.reason, HasSubstr("These two runs only")) << id;
  }
}

TEST_F(PaperClaims, TheSmallestDetectableDifferenceGoesWithAnUndecidedOne) {
  finish({}, {.won = 60});
  finish({.strategy = NegativeStrategy::Real},
         {.wins = [](std::uint32_t i) { return i < 50 || (i >= 60 && i < 72); }});
  const auto judged = claim("A");
  EXPECT_EQ(judged.verdict, ClaimVerdict::Undecided);
  EXPECT_GT(judged.parts.at(0).smallestDetectable.value_or(0), 0);
}

TEST_F(PaperClaims, TrainingIsShorterWhereBothCostsAre) {
  finish({}, {.validation = 0.6, .step = 300});
  finish({.strategy = NegativeStrategy::Real}, {.validation = 0.7, .step = 100});
  const auto judged = claim("B");
  EXPECT_EQ(judged.verdict, ClaimVerdict::Supported);
  EXPECT_NEAR(judged.parts.at(0).numbers.at(0).value, 1.0 / 3, 0.01);
  EXPECT_LT(judged.parts.at(0).numbers.at(0).high.value_or(1), 1);
}

TEST_F(PaperClaims, SeedsThatComeOutAlikeGiveNoInterval) {
  finish({}, {.step = 300, .alike = true});
  finish({.strategy = NegativeStrategy::Real}, {.step = 100, .alike = true});
  const auto judged = claim("B");
  EXPECT_EQ(judged.verdict, ClaimVerdict::Undecided);
  EXPECT_THAT(judged.parts.at(0).reason, HasSubstr("alike"));
}

TEST_F(PaperClaims, AnAccuracyThatIsNeverReachedIsNoGain) {
  finish({}, {.validation = 0.9, .step = 400});
  finish({.strategy = NegativeStrategy::Real}, {.validation = 0.5, .step = 100});
  const auto judged = claim("B");
  EXPECT_EQ(judged.parts.at(0).verdict, ClaimVerdict::Supported) << "its own best is cheap";
  EXPECT_EQ(judged.parts.at(1).verdict, ClaimVerdict::Undecided);
  EXPECT_THAT(judged.parts.at(1).reason, HasSubstr("Never reached by 3 of 3 seeds with real negatives"));
  EXPECT_EQ(judged.verdict, ClaimVerdict::Undecided);
}

TEST_F(PaperClaims, CoverageCountsListenersAndNeedsOneRun) {
  finish({.inputs = kVotes}, {.covered = 40}, 1);
  finish({.inputs = kAll}, {.covered = 90}, 1);
  const auto judged = claim("C");
  EXPECT_EQ(judged.verdict, ClaimVerdict::Supported);
  EXPECT_NEAR(judged.parts.at(0).numbers.at(0).value, 50.0 / 120, 1e-12);
  EXPECT_EQ(judged.parts.at(1).verdict, ClaimVerdict::NotTestable);
}

TEST_F(PaperClaims, CoverageThatHardlyRisesIsUndecided) {
  finish({.inputs = kVotes}, {.covered = 40}, 1);
  finish({.inputs = kAll}, {.covered = 42}, 1);
  EXPECT_EQ(claim("C").verdict, ClaimVerdict::Undecided);
}

TEST_F(PaperClaims, SkipsAsInputsAreComparedOnTheSamePairs) {
  finish({.inputs = kVotes}, {.won = 70});
  finish({.inputs = kAll}, {.won = 40});
  const auto judged = claim("D");
  EXPECT_EQ(judged.verdict, ClaimVerdict::Contradicted);
  EXPECT_EQ(judged.parts.at(1).verdict, ClaimVerdict::Contradicted) << "reach-weighted";
  EXPECT_EQ(judged.parts.at(2).verdict, ClaimVerdict::NotTestable) << "real has not run";
}

class ManyNegatives : public PaperClaims {
protected:
  void finishCount(int count, std::uint32_t won, double validation) {
    finish({.strategy = NegativeStrategy::Hardest, .count = count},
           {.won = won, .validation = validation, .test = {{"false_negative_loss", 0.01 * count}}});
  }
};

TEST_F(ManyNegatives, HelpUpToAPointAndLetFalseNegativesIn) {
  finishCount(1, 50, 0.5);
  finishCount(4, 100, 0.8);
  finishCount(16, 60, 0.6);
  finish({.strategy = NegativeStrategy::Real}, {.won = 115});
  const auto peak = claim("E1");
  EXPECT_EQ(peak.verdict, ClaimVerdict::Supported);
  EXPECT_THAT(peak.parts.at(0).numbers.at(0).name, HasSubstr("best N=4"));
  EXPECT_EQ(peak.parts.at(1).verdict, ClaimVerdict::NotTestable) << "random N";
  EXPECT_EQ(claim("E2").verdict, ClaimVerdict::Supported);
  const auto creeping = claim("F");
  EXPECT_EQ(creeping.verdict, ClaimVerdict::Supported);
  EXPECT_NEAR(creeping.parts.at(0).numbers.at(1).value, 1, 1e-12) << "rank correlation";
  EXPECT_THAT(creeping.parts.at(1).reason, HasSubstr("false_negative_targets"));
}

TEST_F(ManyNegatives, TheBestIsChosenOnValidationNotOnTheTest) {
  finishCount(1, 50, 0.5);
  finishCount(4, 100, 0.7); // best on the test
  finishCount(16, 98, 0.8);
  const auto peak = claim("E1");
  EXPECT_EQ(peak.verdict, ClaimVerdict::Contradicted);
  EXPECT_THAT(peak.reason, HasSubstr("largest N is the best on validation"));
}

TEST_F(ManyNegatives, ThatDoNotHelpAtAllContradict) {
  finishCount(1, 110, 0.9);
  finishCount(16, 50, 0.5);
  EXPECT_EQ(claim("E1").verdict, ClaimVerdict::Contradicted);
}

TEST_F(ManyNegatives, ThatDifferLittleAreUndecided) {
  finishCount(1, 60, 0.5);
  finishCount(4, 61, 0.8);
  finishCount(16, 60, 0.6);
  EXPECT_EQ(claim("E1").verdict, ClaimVerdict::Undecided);
}

TEST_F(PaperClaims, AccuracyThatDependsOnTheMixIsNotRobust) {
  finish({.inputs = kAll}, {.won = 60}); // listeners with a small number have few likes
  const auto judged = claim("G");
  ASSERT_EQ(judged.parts.size(), 6U);
  EXPECT_EQ(judged.parts.at(0).verdict, ClaimVerdict::Contradicted) << judged.parts.at(0).reason;
  EXPECT_EQ(judged.parts.at(1).verdict, ClaimVerdict::NotTestable) << "nobody disliked anything before";
  EXPECT_EQ(judged.verdict, ClaimVerdict::Contradicted);
}

TEST_F(PaperClaims, AccuracyThatIsTheSameForAllIsRobust) {
  finish({.inputs = kAll}, {.won = kListeners});
  const auto judged = claim("G");
  EXPECT_EQ(judged.verdict, ClaimVerdict::Supported) << judged.reason;
  EXPECT_TRUE(judged.parts.at(0).robust);
}

TEST_F(PaperClaims, CosinesNeedWeights) {
  finish({.inputs = kAll}, {});
  EXPECT_THAT(claim("H").reason, HasSubstr("weights"));
}

TEST_F(PaperClaims, SkipsAreNearerToWhatTheirCosinesSay) {
  const auto told = [](double withDislike, double withLike) {
    Made made;
    made.test = {{"cosine_dislike_skip", 0.1},
                 {"centred_cosine_dislike_skip", withDislike},
                 {"cosine_like_skip", 0.1},
                 {"centred_cosine_like_skip", withLike}};
    return made;
  };
  finish({.inputs = kAll}, told(-0.2, -0.7));
  finish({.inputs = kAll, .strategy = NegativeStrategy::Real}, told(-0.8, -0.1));
  const auto judged = claim("H");
  EXPECT_EQ(judged.verdict, ClaimVerdict::Supported) << "random first";
  EXPECT_NEAR(judged.parts.at(0).numbers.at(0).value, 0.5, 0.01);
  EXPECT_EQ(judged.parts.at(1).verdict, ClaimVerdict::Contradicted);
}

TEST_F(PaperClaims, RunsWithOtherSettingsAreCountedNotMixed) {
  finish({}, {});
  LaunchRequest request{"other", "mixed", configurations(), {1}, 0, false};
  request.configurations.front().dimension = 32;
  RunStore(m_workspace).launch(request);
  Queue queue(m_workspace);
  const WorkerLock worker(m_workspace);
  queue.finish(*queue.claim(worker), {}, 1, {}, outcomes({}, 1), "");
  const ClaimRuns runs(m_workspace, "mixed", experiment::Split::Last);
  EXPECT_EQ(runs.leftOut(), 1U);
  EXPECT_TRUE(runs.settings().empty());
  EXPECT_EQ(runs.seeds({}).size(), 3U);
  EXPECT_EQ(ClaimRuns(m_workspace, "mixed", experiment::Split::Time).seeds({}).size(), 0U);
}

TEST_F(PaperClaims, SettingsThatActUnderOneStrategyOnlyAreCommonAllTheSame) {
  const auto run = [&](NegativeStrategy strategy, std::vector<Feedback> negatives,
                       experiment::Drawing drawing) {
    LaunchRequest request{"drawn", "mixed", configurations(), {1}, 0, false};
    auto& configuration = request.configurations.front();
    configuration.strategy = strategy;
    configuration.drawing = drawing;
    for (const Feedback kind : negatives)
      configuration.negativeTargets.insert(kind);
    configuration = experiment::canonical(configuration);
    RunStore(m_workspace).launch(request);
    Queue queue(m_workspace);
    const WorkerLock worker(m_workspace);
    queue.finish(*queue.claim(worker), {}, 1, {}, outcomes({}, 1), "");
  };
  for (const auto strategy : {NegativeStrategy::Random, NegativeStrategy::RealRandom, NegativeStrategy::Real})
    run(strategy, {Feedback::Skip}, experiment::Drawing::Shared);
  const ClaimRuns runs(m_workspace, "mixed", experiment::Split::Last);
  EXPECT_EQ(runs.leftOut(), 0U);
  EXPECT_EQ(runs.seeds({}).size(), 1U);
  EXPECT_EQ(runs.seeds({.strategy = NegativeStrategy::Real}).size(), 1U);
}

TEST_F(PaperClaims, WhatCannotRunIsNotAdvised) {
  EXPECT_THAT(ClaimRuns(m_workspace, "mixed", experiment::Split::Last)
                  .impossible({.inputs = {Feedback::Listen, Feedback::Like}}),
              testing::IsEmpty());
}

/// `random` and `real` at two learning rates: validation prefers the other one for `real`, where it wins
/// fewer.
class OwnBest : public PaperClaims {
protected:
  void SetUp() override {
    finish({}, {.won = 60, .validation = 0.6});
    finish({}, {.won = 100, .validation = 0.5}, 3, 0.002);
    finish(kReal, {.won = 100, .validation = 0.5});
    finish(kReal, {.won = 30, .validation = 0.7}, 3, 0.002);
  }
  PaperClaim ownBest(const std::string& id) {
    ClaimRuns runs(m_workspace, "mixed", experiment::Split::Last);
    for (const PaperClaim& each : judgeAtOwnBest(runs))
      if (each.id == id)
        return each;
    return {};
  }

  const ClaimVariant kReal{.strategy = NegativeStrategy::Real};
};

TEST_F(OwnBest, IsChosenOnValidationAndJudgedBesideTheCommonSettings) {
  EXPECT_EQ(claim("A").verdict, ClaimVerdict::Supported);
  const auto own = ownBest("A");
  EXPECT_EQ(own.verdict, ClaimVerdict::Contradicted) << own.reason;
  const auto& sides = own.parts.front().sides;
  EXPECT_EQ(sides.at(0).own, "");
  EXPECT_EQ(sides.at(1).own, "training.learning_rate=0.002");
  EXPECT_EQ(ClaimRuns(m_workspace, "mixed", experiment::Split::Last).leftOut(), 0U);
}

TEST_F(OwnBest, LooksAtSettingsWithAsManySeedsAsAny) {
  finish({}, {.validation = 0.9}, 1, 0.005);
  finish(kReal, {.validation = 0.9}, 1, 0.005);
  EXPECT_EQ(ownBest("A").parts.front().sides.at(1).own, "training.learning_rate=0.002");
}

TEST_F(OwnBest, NeedsTheSameNumberOfSettingsOnEverySide) {
  finish(kReal, {.validation = 0.4}, 3, 0.0005);
  EXPECT_EQ(ownBest("A").id, "");
  finish({}, {.validation = 0.4}, 3, 0.0005);
  EXPECT_EQ(ownBest("A").id, "A");
}

TEST_F(PaperClaims, WithOneSettingNothingIsJudgedAtOwnBest) {
  finish({}, {});
  finish({.strategy = NegativeStrategy::Real}, {});
  ClaimRuns runs(m_workspace, "mixed", experiment::Split::Last);
  EXPECT_TRUE(judgeAtOwnBest(runs).empty());
}

} // namespace
} // namespace skipscope::store
