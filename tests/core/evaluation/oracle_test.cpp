#include "core/evaluation/baselines.h"
#include "core/evaluation/item_knn.h"
#include "core/evaluation/oracle.h"
#include "core/evaluation/outcomes.h"
#include "tests/core/evaluation/tiny_log.h"
#include "tests/core/simulated_radio.h"

#include <gmock/gmock.h>

#include <cmath>

namespace skipscope::evaluation {
namespace {

using listening::RadioTruth;
using testing::Contains;
using testing::Key;
using testing::Not;

listening::TasteVector axis(std::size_t d) {
  listening::TasteVector vector{};
  vector[d] = 1;
  return vector;
}

double sigma(double x) {
  return 1 / (1 + std::exp(-x));
}

/// One listener, two songs, one station: song 0 is all taste, song 1 all station. Song 0 was heard just
/// before the pair.
struct HandMade {
  Dataset dataset = datasetOf({{{10, 0, kListen}, {20, 0, kLike}, {30, 1, kDislike}}});
  RadioTruth truth;
  SplitPlan plan;
  HandMade() {
    truth.startMs = 0;
    truth.endMs = 100;
    truth.songs = {axis(0), axis(1)};
    truth.stations = {axis(1)};
    truth.listeners.resize(1);
    truth.listeners[0].taste = axis(0);
    truth.listeners[0].vote = 0.5;
    truth.sessionOffsets = {0, 1};
    truth.sessionStarts = {10};
    truth.moods = {0, 200, -100};
    plan.kinds = {kLike, kDislike};
    plan.trainingEnd = {20};
    plan.catalogue = {0, 1};
    plan.catalogueRow = {0, 1};
    plan.test = {Pair{0, 0, 1, 0, 20, 30, 0}};
  }
};

TEST(Oracle, ScoresTheLogarithmOfTheTwoChancesByHand) {
  const HandMade made;
  const OracleScorer oracle(made.dataset, made.plan, made.truth);
  const std::vector<Query> queries = {{0, 20, 0}};
  const std::vector<std::int64_t> rows = {0, 1};
  const auto scores = oracle.scoreRows(queries, rows);
  // liking 3 · 1 and 1 · 1; the play at 20 has mood 0.2; song 0 was played one play before.
  const double first = 3 + 0.2 - std::exp(-1.0 / 30);
  const double second = 1 + 0.2;
  const auto odds = [](double appeal) {
    return std::log(0.5 * sigma(1.5 * (appeal - 3))) - std::log(0.5 * sigma(1.5 * (0 - appeal)));
  };
  EXPECT_NEAR(scores[0], odds(first), 1e-5);
  EXPECT_NEAR(scores[1], odds(second), 1e-5);
  oracle.score(queries, [&](std::size_t, std::span<const float> all) {
    EXPECT_EQ(std::vector<float>(all.begin(), all.end()), scores);
  });
  // No play at 25: mood 0, two plays of song 0 before.
  const std::vector<Query> between = {{0, 25, 0}};
  EXPECT_NEAR(oracle.scoreRows(between, rows)[0], odds(3 - std::exp(-1.0 / 30) - std::exp(-2.0 / 30)), 1e-5);
}

TEST(Oracle, UsesTheKindsOfThePairs) {
  HandMade made;
  made.plan.kinds = {kListen, kSkip};
  const OracleScorer oracle(made.dataset, made.plan, made.truth);
  const std::vector<Query> queries = {{0, 20, 0}};
  const std::vector<std::int64_t> rows = {1};
  const double like = 0.5 * sigma(1.5 * (1.2 - 3));
  const double dislike = 0.5 * sigma(1.5 * (0 - 1.2));
  const double skip =
      (1 - like - dislike) * sigma(std::log(0.25 / 0.75) + 0.5 * (0 - 0.2) - 0.5 * 1.5 * (1 - 1.5));
  EXPECT_NEAR(oracle.scoreRows(queries, rows)[0], std::log((1 - like - dislike - skip) / skip), 1e-5);
}

TEST(Oracle, TasteDriftsFromSessionToSession) {
  HandMade made;
  made.truth.listeners[0].drift = axis(1);
  made.truth.sessionOffsets = {0, 2};
  made.truth.sessionStarts = {10, 30};
  const auto early = made.truth.tasteAt(0, 29);
  EXPECT_NEAR(early[1] / early[0], 0.1, 1e-6);
  const auto late = made.truth.tasteAt(0, 30);
  EXPECT_NEAR(late[1] / late[0], 0.3, 1e-6);
  EXPECT_NEAR(listening::dot(late, late), 1, 1e-6);
  EXPECT_NEAR(made.truth.tasteAt(0, 5)[1], 0.05 / std::sqrt(1 + 0.05 * 0.05), 1e-6); // before any session
}

TEST(Oracle, SharesAreThoseOfTheFormulas) {
  const HandMade made;
  experiment::Configuration configuration;
  configuration.minimumHistory = 0;
  // The oracle ranks the liked song first. Both songs without a training vote: like_rate ties, 0.5.
  auto metrics = oracleMetrics(made.dataset, made.plan, made.truth, configuration, {{"accuracy", 0.8}});
  EXPECT_DOUBLE_EQ(metrics.at("oracle_accuracy"), 1);
  EXPECT_DOUBLE_EQ(metrics.at("share_of_oracle"), 0.6);
  EXPECT_DOUBLE_EQ(metrics.at("share_of_oracle_over_like_rate"), 0.6);
  HandMade known = made;
  known.plan.trainingEnd = {31};
  metrics = oracleMetrics(known.dataset, known.plan, known.truth, configuration, {{"accuracy", 0.8}});
  EXPECT_DOUBLE_EQ(metrics.at("share_of_oracle"), 0.6);
  EXPECT_THAT(metrics, Not(Contains(Key("share_of_oracle_over_like_rate")))); // like_rate knows it all
  HandMade wrong = made;
  std::swap(wrong.plan.test[0].p, wrong.plan.test[0].q);
  metrics = oracleMetrics(wrong.dataset, wrong.plan, wrong.truth, configuration, {{"accuracy", 0.8}});
  EXPECT_DOUBLE_EQ(metrics.at("oracle_accuracy"), 0);
  EXPECT_EQ(metrics.size(), 1U);
  configuration.minimumHistory = 5;
  EXPECT_TRUE(oracleMetrics(made.dataset, made.plan, made.truth, configuration, {}).empty());
}

TEST(Oracle, BeatsEveryBaselineOnASimulatedLog) {
  const auto radio = listening::simulateRadio();
  const Dataset& dataset = radio.log.dataset;
  experiment::Configuration configuration;
  configuration.minimumHistory = 1;
  const SplitPlan plan = makeSplit(dataset, configuration);
  const auto accuracy = [&](const Scorer& scorer) {
    return testMetrics(testOutcomes(dataset, plan, configuration.inputs, scorer), 1).at("accuracy");
  };
  const double oracle = accuracy(OracleScorer(dataset, plan, radio.truth));
  const auto counts = countTraining(dataset, plan, configuration.positiveTargets);
  EXPECT_GT(oracle, 0.8);
  EXPECT_GT(oracle, accuracy(PopularityScorer(counts)) + 0.05);
  EXPECT_GT(oracle, accuracy(LikeRateScorer(counts)) + 0.05);
  EXPECT_GT(oracle, accuracy(ItemKnnScorer(dataset, plan, configuration)) + 0.05);
  const double likeRate = accuracy(LikeRateScorer(counts));
  const auto metrics = oracleMetrics(dataset, plan, radio.truth, configuration, {{"accuracy", likeRate}});
  EXPECT_DOUBLE_EQ(metrics.at("oracle_accuracy"), oracle);
  EXPECT_DOUBLE_EQ(metrics.at("share_of_oracle"), (likeRate - 0.5) / (oracle - 0.5));
  EXPECT_DOUBLE_EQ(metrics.at("share_of_oracle_over_like_rate"), 0);
}

TEST(Oracle, EveryFigureIsPutIntoWords) {
  const auto described = [](const std::string& name) {
    return std::ranges::any_of(metricTexts(), [&](const MetricText& text) { return text.name == name; });
  };
  for (const char* name :
       {"oracle_accuracy", "share_of_oracle", "share_of_oracle_over_like_rate", "false_negative_drawn_truth",
        "false_negative_targets_truth", "false_negative_loss_truth"})
    EXPECT_TRUE(described(name)) << name;
}

} // namespace
} // namespace skipscope::evaluation
