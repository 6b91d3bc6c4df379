#include "core/error.h"
#include "core/learning/initial_weights.h"
#include "core/learning/network.h"
#include "core/learning/trainer.h"
#include "core/learning/training_state.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::learning {

namespace {

using experiment::NegativeStrategy;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;

experiment::Configuration everythingOn() {
  auto configuration = smallConfiguration();
  configuration.inputs = {Feedback::Like, Feedback::Dislike, Feedback::Skip};
  configuration.strategy = NegativeStrategy::RealHardest;
  configuration.negativeCount = 4;
  configuration.dropout = 0.2;
  configuration.blocks = 2;
  configuration.realWeight = std::nullopt;
  return configuration;
}

void expectSame(const Checkpoint& a, const Checkpoint& b) {
  ASSERT_EQ(a.arrays.size(), b.arrays.size());
  for (const auto& [name, array] : a.arrays)
    EXPECT_EQ(array.values, b.arrays.at(name).values) << name;
}

/// Weights, test metrics and pair scores, bit by bit.
void expectSame(const TrainingResult& a, const TrainingResult& b) {
  expectSame(a.best, b.best);
  EXPECT_EQ(a.test, b.test);
  EXPECT_EQ(a.bestStep, b.bestStep);
  EXPECT_EQ(a.progress.step, b.progress.step);
  EXPECT_EQ(a.progress.targets, b.progress.targets);
  EXPECT_EQ(a.progress.trainingLoss, b.progress.trainingLoss);
  EXPECT_EQ(evaluation::pack(a.outcomes), evaluation::pack(b.outcomes));
}

std::vector<std::pair<std::int64_t, evaluation::Metrics>> metricsOf(const Told& told,
                                                                    std::int64_t after = 0) {
  std::vector<std::pair<std::int64_t, evaluation::Metrics>> metrics;
  for (const auto& validation : told.validations)
    if (validation.step > after)
      metrics.emplace_back(validation.step, validation.metrics);
  return metrics;
}

TEST(Trainer, LearnsTasteFromRealNegatives) {
  const Dataset dataset = tasteLog(120, 80, 50);
  auto configuration = smallConfiguration();
  configuration.inputs = {Feedback::Like, Feedback::Dislike};
  configuration.strategy = NegativeStrategy::Real;
  configuration.maxLength = 30;
  configuration.dimension = 16;
  configuration.dropout = 0.2;
  configuration.learningRate = 0.003;
  configuration.maxSteps = configuration.minSteps = 600;
  configuration.validateEvery = 200;
  Told told;
  const auto result = trainTelling(dataset, configuration, told);
  ASSERT_TRUE(result);
  EXPECT_GT(result->test.at("accuracy"),
            0.7); // even a perfect one meets a slip in about a fifth of the pairs
  EXPECT_LT(result->test.at("accuracy_stranger"), result->test.at("accuracy") - 0.1);
}

TEST(Trainer, TellsWhatTheTypeOfTheNewestInputDoes) {
  auto configuration = smallConfiguration();
  configuration.inputs = {Feedback::Like, Feedback::Dislike};
  configuration.strategy = NegativeStrategy::Real;
  configuration.maxLength = 30;
  configuration.learningRate = 0.003;
  configuration.maxSteps = configuration.minSteps = 600;
  configuration.validateEvery = 200;
  const Dataset dataset = tasteLog(120, 80, 50);
  Told told;
  const auto result = trainTelling(dataset, configuration, told);
  // Songs are of one taste or the other: who likes one likes its like.
  EXPECT_LT(result->test.at("swap_like_dislike"), -0.1);
  EXPECT_GT(result->test.at("swap_dislike_like"), 0.1);
  EXPECT_FALSE(result->test.contains("swap_like_skip"));
  EXPECT_NEAR(result->test.at("centred_cosine_like_dislike"), -1, 1e-9) << "of two kinds by construction";
  EXPECT_LT(result->test.at("cosine_like_dislike"), 0.5);
  configuration.inputs = {Feedback::Like};
  configuration.maxSteps = configuration.minSteps = 10;
  EXPECT_FALSE(trainTelling(dataset, configuration, told)->test.contains("swap_like_dislike"));
}

TEST(Trainer, EvaluatesTheRandomEncoderAsItIsInitialised) {
  const Dataset dataset = tasteLog(30, 50, 40);
  auto configuration = smallConfiguration();
  configuration.model = experiment::ModelKind::RandomEncoder;
  configuration.maxSteps = 300;
  configuration = experiment::canonical(configuration);
  std::vector<Arrays> weights;
  for (const std::uint64_t seed : {1U, 2U}) {
    Told told;
    const auto result = trainTelling(dataset, configuration, told, {}, std::nullopt, seed);
    ASSERT_TRUE(result);
    ASSERT_EQ(told.validations.size(), 1U);
    EXPECT_EQ(told.validations[0].step, 0);
    EXPECT_EQ(result->progress.step, 0);
    EXPECT_NEAR(result->test.at("accuracy"), 0.5, 0.25);
    weights.push_back(result->best.arrays);
    const auto plan = evaluation::makeSplit(dataset, configuration);
    const auto initial = initialWeights(encoderShape(configuration, plan.catalogue.size()), seed);
    EXPECT_EQ(weights.back().at("songs").values, initial.at("songs").values);
  }
  EXPECT_NE(weights[0].at("songs").values, weights[1].at("songs").values);
}

TEST(Trainer, EveryStrategyAndDrawingLowersItsLoss) {
  const Dataset dataset = tasteLog(15, 40, 35);
  for (const auto drawing : {experiment::Drawing::PerTarget, experiment::Drawing::Shared})
    for (const auto strategy : {NegativeStrategy::Random, NegativeStrategy::Hardest, NegativeStrategy::Real,
                                NegativeStrategy::RealRandom, NegativeStrategy::RealHardest}) {
      auto configuration = smallConfiguration();
      configuration.strategy = strategy;
      configuration.drawing = drawing;
      configuration.negativeCount = 3;
      configuration.maxSteps = configuration.minSteps = 300;
      configuration.validateEvery = 100;
      Told told;
      const auto result = trainTelling(dataset, configuration, told);
      ASSERT_TRUE(result);
      ASSERT_EQ(told.validations.size(), 3U);
      EXPECT_LT(told.validations[2].metrics.at("training_loss"),
                told.validations[0].metrics.at("training_loss"));
      const bool drawn = strategy != NegativeStrategy::Real;
      EXPECT_EQ(result->test.contains("false_negative_drawn"), drawn);
      EXPECT_TRUE(result->test.contains("false_negative_loss"));
    }
}

TEST(Trainer, TwoRepeatsAreEqualAndTwoSeedsAreNot) {
  const Dataset dataset = tasteLog(30, 50, 40);
  Told once;
  Told again;
  Told other;
  const auto first = trainTelling(dataset, everythingOn(), once);
  const auto second = trainTelling(dataset, everythingOn(), again);
  const auto third = trainTelling(dataset, everythingOn(), other, {}, std::nullopt, 2);
  expectSame(*first, *second);
  EXPECT_EQ(metricsOf(once), metricsOf(again));
  EXPECT_NE(metricsOf(once), metricsOf(other));
}

TEST(Trainer, ResumedRunEqualsAnUndisturbedOne) {
  const Dataset dataset = tasteLog(30, 50, 40);
  Told undisturbed;
  const auto whole = trainTelling(dataset, everythingOn(), undisturbed, {7, 20, 33, 60});
  ASSERT_EQ(undisturbed.checkpoints.size(), 6U); // before and after the validations at 20 and 60
  const TemporaryFolder folder;
  for (const Checkpoint& checkpoint : undisturbed.checkpoints) {
    const auto file = folder.path() / "1-1.safetensors";
    saveCheckpoint(file, checkpoint);
    const Checkpoint read = loadCheckpoint(file);
    const TrainingState state = trainingStateFromText(read.texts.at("state"));
    const std::int64_t validated = state.validations.empty() ? 0 : state.validations.back().step;
    Told rest;
    const auto resumed = trainTelling(dataset, everythingOn(), rest, {}, read);
    ASSERT_TRUE(resumed);
    expectSame(*whole, *resumed);
    EXPECT_EQ(metricsOf(rest), metricsOf(undisturbed, validated)) << state.step;
  }
}

TEST(Trainer, StopSavesEverythingAndGoesOnLater) {
  const Dataset dataset = tasteLog(30, 50, 40);
  const auto configuration = everythingOn();
  const auto plan = evaluation::makeSplit(dataset, configuration);
  std::stop_source stop;
  std::optional<Checkpoint> saved;
  TrainingHooks hooks;
  hooks.progress = [&](const store::Progress& progress) {
    if (progress.step == 13)
      stop.request_stop();
  };
  hooks.checkpoint = [&](const Checkpoint& checkpoint, const store::Progress& progress) {
    EXPECT_EQ(progress.step, 13);
    saved = checkpoint;
  };
  EXPECT_FALSE(train(dataset, plan, configuration, 1, std::nullopt, hooks, stop.get_token()));
  ASSERT_TRUE(saved);
  const auto resumed = train(dataset, plan, configuration, 1, saved, {}, {});
  Told told;
  expectSame(*trainTelling(dataset, configuration, told), *resumed);
}

TEST(Trainer, StopBetweenAStepAndItsValidationGoesOnWithTheValidation) {
  const Dataset dataset = tasteLog(30, 50, 40);
  const auto configuration = everythingOn();
  const auto plan = evaluation::makeSplit(dataset, configuration);
  std::stop_source stop;
  std::optional<Checkpoint> saved;
  TrainingHooks hooks;
  hooks.progress = [&](const store::Progress& progress) {
    if (progress.step == configuration.validateEvery)
      stop.request_stop();
  };
  hooks.checkpoint = [&](const Checkpoint& checkpoint, const store::Progress&) { saved = checkpoint; };
  EXPECT_FALSE(train(dataset, plan, configuration, 1, std::nullopt, hooks, stop.get_token()));
  ASSERT_TRUE(saved);
  EXPECT_TRUE(trainingStateFromText(saved->texts.at("state")).validations.empty());
  Told rest;
  const auto resumed = trainTelling(dataset, configuration, rest, {}, saved);
  Told told;
  expectSame(*trainTelling(dataset, configuration, told), *resumed);
  EXPECT_EQ(metricsOf(rest), metricsOf(told));
}

/// Everything of a history from some moment on becomes another kind of feedback on another song.
Dataset withOtherFuture(Dataset dataset, const std::vector<std::int64_t>& from) {
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener)
    for (std::size_t i = dataset.offsets[listener]; i < dataset.offsets[listener + 1]; ++i)
      if (Event& event = dataset.events[i]; event.time >= from[listener]) {
        event.song = (event.song + 7) % static_cast<std::uint32_t>(dataset.songIds.size());
        event.feedback = listening::kAllFeedback[(static_cast<std::size_t>(event.feedback) + 1) % 4];
      }
  return dataset;
}

TEST(Trainer, LearnsNothingFromWhatComesAfterTheCut) {
  const Dataset dataset = tasteLog(30, 50, 40);
  for (const auto split : {experiment::Split::Last, experiment::Split::Time}) {
    auto configuration = everythingOn();
    configuration.split = split;
    configuration.minimumHistory = 1;
    const auto plan = evaluation::makeSplit(dataset, configuration);
    const Dataset changed = withOtherFuture(dataset, plan.trainingEnd);
    ASSERT_NE(changed.events, dataset.events);
    configuration.maxSteps = configuration.minSteps = 30;
    configuration.validateEvery = 1000; // one, at the end: it chooses nothing
    const auto one = train(dataset, plan, configuration, 1, std::nullopt, {}, {});
    const auto other = train(changed, plan, configuration, 1, std::nullopt, {}, {});
    expectSame(one->best, other->best);
    std::vector<std::int64_t> noCut(dataset.listeners(), 0);
    const auto third = train(withOtherFuture(dataset, noCut), plan, configuration, 1, std::nullopt, {}, {});
    EXPECT_NE(one->best.arrays.at("songs").values, third->best.arrays.at("songs").values);
  }
}

TEST(Trainer, TheTestPartUnderTimeMovesNoWeightAndNoValidation) {
  const Dataset dataset = tasteLog(30, 50, 40);
  auto configuration = everythingOn();
  configuration.split = experiment::Split::Time;
  configuration.minimumHistory = 1;
  const auto plan = evaluation::makeSplit(dataset, configuration);
  const Dataset changed =
      withOtherFuture(dataset, std::vector<std::int64_t>(dataset.listeners(), plan.coverageEnd));
  ASSERT_NE(changed.events, dataset.events);
  Told told;
  Told other;
  const auto one = trainTelling(dataset, configuration, told);
  const auto two = trainTelling(changed, configuration, other);
  expectSame(one->best, two->best);
  ASSERT_FALSE(told.validations.empty());
  EXPECT_EQ(metricsOf(told), metricsOf(other));
}

TEST(Trainer, BestWeightsAreEnoughToEvaluateAgain) {
  const Dataset dataset = tasteLog(30, 50, 40);
  Told told;
  const auto whole = trainTelling(dataset, everythingOn(), told);
  Told none;
  const auto again = trainTelling(dataset, everythingOn(), none, {}, whole->best);
  expectSame(*whole, *again);
  EXPECT_TRUE(none.validations.empty());

  const auto plan = evaluation::makeSplit(dataset, everythingOn());
  const auto scorer =
      makeScorer(dataset, plan, everythingOn(), trainedNetwork(everythingOn(), plan, whole->best));
  const auto outcomes = evaluation::testOutcomes(dataset, plan, everythingOn().inputs, *scorer);
  EXPECT_EQ(evaluation::pack(outcomes), evaluation::pack(whole->outcomes));
}

TEST(Trainer, RefusesTheCheckpointOfAnotherRun) {
  const Dataset dataset = tasteLog(30, 50, 40);
  Told told;
  trainTelling(dataset, everythingOn(), told, {10});
  auto other = everythingOn();
  other.learningRate *= 2;
  EXPECT_THROW(trainTelling(dataset, other, told, {}, told.checkpoints.at(0)), core::Error);
  EXPECT_THROW(trainTelling(dataset, everythingOn(), told, {}, told.checkpoints.at(0), 2), core::Error);
  EXPECT_THROW(trainTelling(dataset, everythingOn(), told, {}, Checkpoint{}), core::Error);
}

TEST(Trainer, ChoosesTheEarliestBestAndStopsWithoutGain) {
  const Dataset dataset = tasteLog(30, 50, 40);
  auto configuration = smallConfiguration();
  configuration.learningRate = 1e-12; // nothing moves, so every validation ties
  configuration.maxSteps = 1000;
  configuration.minSteps = 1;
  configuration.validateEvery = 5;
  configuration.patience = 3;
  Told told;
  const auto early = trainTelling(dataset, configuration, told);
  EXPECT_EQ(early->bestStep, 5);
  EXPECT_EQ(early->progress.step, 20);
  EXPECT_EQ(told.validations.size(), 4U);
  EXPECT_EQ(early->test.at("training_cost_steps"), 5);
  configuration.minSteps = 33;
  EXPECT_EQ(trainTelling(dataset, configuration, told)->progress.step, 33);
}

TEST(Trainer, AFinishedRunTellsTheLossOfItsLastSteps) {
  Told told;
  const auto result = trainTelling(tasteLog(30, 50, 40), everythingOn(), told); // ends at a validation
  EXPECT_EQ(result->progress.step, told.validations.back().step);
  EXPECT_GT(result->progress.trainingLoss, 0);
  EXPECT_EQ(result->progress.trainingLoss, told.validations.back().metrics.at("training_loss"));
}

TEST(Trainer, ValidatesOnceAtTheEndOfAVeryShortRun) {
  auto configuration = smallConfiguration();
  configuration.maxSteps = 7;
  Told told;
  const auto result = trainTelling(tasteLog(30, 50, 40), configuration, told);
  ASSERT_EQ(told.validations.size(), 1U);
  EXPECT_EQ(told.validations[0].step, 7);
  EXPECT_EQ(result->bestStep, 7);
}

TEST(Trainer, WithoutValidationPairsKeepsTheLastWeightsOfAThousandSteps) {
  // One dislike each: a test pair, and nothing left to validate on.
  std::vector<std::vector<Play>> histories(6);
  for (std::uint32_t listener = 0; listener < 6; ++listener)
    for (std::uint32_t i = 0; i < 6; ++i)
      histories[listener].push_back(
          {10 * (i + 1), (listener + i) % 8, i == 5 ? Feedback::Dislike : Feedback::Like});
  auto configuration = smallConfiguration();
  configuration.dimension = 2;
  configuration.maxSteps = std::nullopt;
  Told told;
  const auto result = trainTelling(logOf(histories, 8), configuration, told);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->progress.step, 1000);
  EXPECT_EQ(result->bestStep, 1000);
  EXPECT_THAT(result->message, HasSubstr("1000 steps"));
  EXPECT_TRUE(told.validations.empty());
  EXPECT_FALSE(result->best.arrays.empty());
}

TEST(Trainer, ALossThatIsNoNumberEndsTheRunWithASentence) {
  auto configuration = smallConfiguration();
  configuration.learningRate = 1e30;
  Told told;
  try {
    trainTelling(tasteLog(30, 50, 40), configuration, told);
    FAIL() << "training went on with a loss that is no number";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("training.learning_rate"));
  }
}

TEST(Trainer, BaselinesRunThroughTheSamePipeline) {
  const Dataset dataset = tasteLog(30, 50, 40);
  for (const auto model : {experiment::ModelKind::Popularity, experiment::ModelKind::LikeRate}) {
    auto configuration = smallConfiguration();
    configuration.model = model;
    Told told;
    const auto result = trainTelling(dataset, configuration, told);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->progress.step, 0);
    EXPECT_TRUE(result->best.arrays.empty());
    EXPECT_THAT(result->test, Contains(Key("accuracy")));
    EXPECT_EQ(told.validations.size(), 1U);
  }
}

TEST(Trainer, TellsWhichKindsStandInForOthersAndWhatWasLeftOut) {
  Dataset dataset = tasteLog(30, 50, 40);
  for (Event& event : dataset.events)
    if (event.feedback == Feedback::Dislike)
      event.feedback = Feedback::Skip;
  for (const auto model : {experiment::ModelKind::Sasrec, experiment::ModelKind::Popularity}) {
    auto configuration = smallConfiguration();
    configuration.model = model;
    configuration.maxSteps = 5;
    Told told;
    const auto result = trainTelling(dataset, configuration, told);
    EXPECT_EQ(result->outcomes.kinds.name(), "like>skip");
    EXPECT_THAT(result->message, HasSubstr("no dislike events"));
    const auto plan = evaluation::makeSplit(dataset, configuration);
    EXPECT_EQ(result->test.at("pair_listeners"), static_cast<double>(plan.testCounts.listeners));
    EXPECT_EQ(result->test.at("pairs_outside_catalogue"), static_cast<double>(plan.testCounts.outside));
  }
}

TEST(TrainingState, ReadsBackToTheLastBit) {
  TrainingState state;
  state.step = 123;
  state.targets = 1LL << 40;
  state.bestValue = 0.1 + 0.2;
  state.lossSum = 1.0 / 3;
  state.lastMeanLoss = 2.0 / 3;
  state.falseNegatives = {1, 2, 3, 4, 5, 6};
  state.trueFalseNegatives = {7, 8, 9, 10, 11, 1LL << 50};
  state.validations = {{100, 5000, 0.7, 1.0 / 7, 1e-17}};
  const std::string text = toText(state);
  const TrainingState read = trainingStateFromText(text);
  EXPECT_EQ(toText(read), text);
  EXPECT_EQ(read.bestValue, state.bestValue);
  EXPECT_EQ(read.lastMeanLoss, state.lastMeanLoss);
  EXPECT_EQ(read.falseNegatives, state.falseNegatives);
  EXPECT_EQ(read.trueFalseNegatives, state.trueFalseNegatives);
  state.trueFalseNegatives.reset();
  EXPECT_EQ(trainingStateFromText(toText(state)).trueFalseNegatives, std::nullopt);
  EXPECT_EQ(read.validations[0].error, 1e-17);
  EXPECT_THROW(trainingStateFromText("{}"), core::Error);
}

TEST(TrainingState, CostIsToldByTheFirstValidationWithinOneErrorOfTheBest) {
  TrainingState state;
  state.validations = {{10, 100, 0.1, 0.60, 0.02}, {20, 200, 0.2, 0.68, 0.02}, {30, 300, 0.3, 0.69, 0.015}};
  const auto metrics = costMetrics(state);
  EXPECT_EQ(metrics.at("training_cost_steps"), 20);
  EXPECT_EQ(metrics.at("training_cost_targets"), 200);
}

} // namespace

} // namespace skipscope::learning
