// Means, bands, groups and labels against numbers worked by hand.

#include "tests/ui/plots/sample_records.h"
#include "ui/models/figure_data.h"
#include "ui/models/figure_labels.h"
#include "ui/models/figure_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skipscope::ui {
namespace {

using experiment::ModelKind;
using experiment::NegativeStrategy;
using listening::Feedback;
using listening::FeedbackSet;
using store::RunState;
using testing::DoubleNear;
using testing::ElementsAre;

const FeedbackSet kLike{Feedback::Like};
const FeedbackSet kLikeSkip{Feedback::Like, Feedback::Skip};

std::vector<QString> labelsOf(const ExperimentRecords& records) {
  std::vector<QString> labels;
  for (const ConfigurationGroup& group : groupByConfiguration(records))
    labels.push_back(group.label);
  return labels;
}

TEST(FigureLabels, nameOnlyWhatDiffers) {
  const auto records =
      sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Hardest, 16), 1, RunState::Queued, {}),
                     sampleRun(hears(kLikeSkip, NegativeStrategy::Hardest, 16), 1, RunState::Queued, {}),
                     sampleRun(hears(kLike, NegativeStrategy::Random, 1), 1, RunState::Queued, {}),
                     sampleRun(hears(kLike, NegativeStrategy::Real), 1, RunState::Queued, {})});
  EXPECT_THAT(labelsOf(records),
              ElementsAre("like · hardest 16", "like, skip · hardest 16", "like · random 1", "like · real"));
}

TEST(FigureLabels, leaveOutSettingsThatNoTwoAreToldApartBy) {
  const auto small = [](experiment::Configuration configuration) {
    configuration.dimension = 32;
    configuration.blocks = 1;
    configuration.maxSteps = 400;
    configuration.minSteps = 200;
    configuration.validateEvery = 40;
    return configuration;
  };
  const auto records =
      sampleRecords({sampleRun(small(hears(kLike, NegativeStrategy::Hardest, 16)), 1, RunState::Queued, {}),
                     sampleRun(small(hears(kLikeSkip, NegativeStrategy::Random, 1)), 1, RunState::Queued, {}),
                     sampleRun(hears(kLike, NegativeStrategy::Hardest, 16), 1, RunState::Queued, {})});
  EXPECT_THAT(labelsOf(records), ElementsAre("like · hardest 16 · d 32", "like, skip · random 1 · d 32",
                                             "like · hardest 16 · d 64"));
}

TEST(FigureLabels, leaveOutTheCountWhereItIsTheSameEverywhere) {
  const auto records =
      sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Hardest, 16), 1, RunState::Queued, {}),
                     sampleRun(hears(kLike, NegativeStrategy::RealHardest, 16), 1, RunState::Queued, {})});
  EXPECT_THAT(labelsOf(records), ElementsAre("hardest", "real + hardest"));
}

TEST(FigureLabels, nameTheCountAloneWhereTheStrategyIsTheSame) {
  const auto records =
      sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Random, 1), 1, RunState::Queued, {}),
                     sampleRun(hears(kLike, NegativeStrategy::Random, 64), 1, RunState::Queued, {})});
  EXPECT_THAT(labelsOf(records), ElementsAre("N 1", "N 64"));
}

TEST(FigureLabels, nameBaselinesByTheirModelOnly) {
  const auto records =
      sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Random, 1), 1, RunState::Queued, {}),
                     sampleRun(hears(kLikeSkip, NegativeStrategy::Random, 1), 1, RunState::Queued, {}),
                     sampleRun(baseline(ModelKind::LikeRate), 1, RunState::Queued, {})});
  EXPECT_THAT(labelsOf(records), ElementsAre("like", "like, skip", "like rate"));
}

TEST(FigureLabels, aSingleConfigurationIsNamedByInputsAndNegatives) {
  const auto records =
      sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Hardest, 4), 1, RunState::Queued, {})});
  EXPECT_THAT(labelsOf(records), ElementsAre("like · hardest 4"));
}

TEST(FigureLabels, threadsChangeNoNumberAndNoLabel) {
  auto two = hears(kLike, NegativeStrategy::Random, 1);
  two.threads = 2;
  EXPECT_TRUE(experiment::differingKeys({hears(kLike, NegativeStrategy::Random, 1), two}).empty());
}

TEST(FigureLabels, twoDatasetsAreNamed) {
  auto other = sampleRun(hears(kLike, NegativeStrategy::Random, 1), 1, RunState::Queued, {});
  other.run.fingerprint = std::string(32, 'b');
  other.run.dataset = "radio";
  const auto records =
      sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Random, 1), 1, RunState::Queued, {}), other});
  EXPECT_THAT(labelsOf(records), ElementsAre("like · random 1 · log", "like · random 1 · radio"));
}

TEST(Groups, seedsOfOneConfigurationStandTogetherInTheOrderLaunched) {
  const auto a = hears(kLike, NegativeStrategy::Random, 1);
  const auto b = hears(kLike, NegativeStrategy::Real);
  const auto records =
      sampleRecords({sampleRun(b, 1, RunState::Finished, {}, 0.7),
                     sampleRun(a, 1, RunState::Finished, {}, 0.6), sampleRun(b, 2, RunState::Running, {})});
  const auto groups = groupByConfiguration(records);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].label, "real");
  EXPECT_EQ(groups[0].runs.size(), 2U);
  EXPECT_EQ(groups[0].finished.size(), 1U);
  EXPECT_EQ(groups[1].colour, 1);
}

TEST(LearningCurves, meanAndIntervalOverSeeds) {
  const auto a = hears(kLike, NegativeStrategy::Random, 1);
  const auto records = sampleRecords({sampleRun(a, 1, RunState::Finished, {{10, 0.5}, {20, 0.6}}, 0.6),
                                      sampleRun(a, 2, RunState::Finished, {{10, 0.6}, {20, 0.7}}, 0.7),
                                      sampleRun(a, 3, RunState::Finished, {{10, 0.7}, {20, 0.8}}, 0.8)});
  const auto curves = learningCurves(records, "accuracy", CurveAxis::Steps);
  ASSERT_EQ(curves.size(), 1U);
  ASSERT_EQ(curves[0].mean.size(), 2U);
  EXPECT_EQ(curves[0].mean[0].x, 10);
  EXPECT_NEAR(curves[0].mean[0].mean, 0.6, 1e-12);
  // s = 0.1, t(2) = 4.302653, s / sqrt(3) · t = 0.248414
  EXPECT_NEAR(curves[0].mean[0].low, 0.6 - 0.248414, 1e-5);
  EXPECT_NEAR(curves[0].mean[0].high, 0.6 + 0.248414, 1e-5);
  EXPECT_EQ(curves[0].mean[1].count, 3);
  EXPECT_NEAR(curves[0].mean[1].mean, 0.7, 1e-12);
}

TEST(LearningCurves, meanEndsWhereTheFirstSeedStoppedAndNoPointIsDropped) {
  const auto a = hears(kLike, NegativeStrategy::Random, 1);
  const auto records =
      sampleRecords({sampleRun(a, 1, RunState::Finished, {{10, 0.5}, {20, 0.6}}, 0.6),
                     sampleRun(a, 2, RunState::Finished, {{10, 0.6}, {20, 0.7}, {30, 0.9}}, 0.9)});
  const auto curve = learningCurves(records, "accuracy", CurveAxis::Steps).front();
  EXPECT_EQ(curve.mean.back().x, 20);
  EXPECT_NEAR(curve.mean.back().mean, 0.65, 1e-12);
  ASSERT_EQ(curve.tails.size(), 1U);
  EXPECT_THAT(curve.tails[0].x, ElementsAre(20, 30));
  EXPECT_THAT(curve.tails[0].y, ElementsAre(0.7, 0.9));
}

TEST(LearningCurves, positionsThatSeedsDoNotShareAreReadBetweenValidations) {
  const auto a = hears(kLike, NegativeStrategy::Random, 1);
  const auto records =
      sampleRecords({sampleRun(a, 1, RunState::Finished, {{10, 0.2}, {30, 0.4}}, 0.4),
                     sampleRun(a, 2, RunState::Finished, {{10, 0.4}, {20, 0.8}, {30, 0.6}}, 0.6)});
  const auto mean = learningCurves(records, "accuracy", CurveAxis::Seconds).front().mean;
  ASSERT_EQ(mean.size(), 3U);
  EXPECT_EQ(mean[1].x, 10); // 20 steps of half a second
  EXPECT_NEAR(mean[1].mean, (0.3 + 0.8) / 2, 1e-12);
}

TEST(LearningCurves, axesAreThoseOfTheValidations) {
  const auto records = sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Random, 1), 1,
                                                RunState::Finished, {{10, 0.2}, {30, 0.4}}, 0.4)});
  EXPECT_EQ(learningCurves(records, "accuracy", CurveAxis::Epochs).front().mean.back().x, 3);
  EXPECT_EQ(learningCurves(records, "accuracy", CurveAxis::Targets).front().mean.back().x, 120);
  EXPECT_EQ(learningCurves(records, "accuracy", CurveAxis::Seconds).front().mean.back().x, 15);
}

TEST(LearningCurves, manyPositionsAreThinnedWithoutLosingTheEnds) {
  std::vector<SampleValidation> many;
  for (int step = 1; step <= 5000; ++step)
    many.push_back({step, 0.5});
  const auto records =
      sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Random, 1), 1, RunState::Finished, many, 0.5)});
  const auto mean = learningCurves(records, "accuracy", CurveAxis::Steps).front().mean;
  EXPECT_LT(mean.size(), 1000U);
  EXPECT_EQ(mean.front().x, 1);
  EXPECT_EQ(mean.back().x, 5000);
}

TEST(LearningCurves, runningRunsAreTracesOfTheirOwnAndNeverInTheMean) {
  const auto a = hears(kLike, NegativeStrategy::Random, 1);
  const auto records = sampleRecords(
      {sampleRun(a, 1, RunState::Finished, {{10, 0.5}, {20, 0.6}}, 0.6),
       sampleRun(a, 2, RunState::Running, {{10, 0.9}}), sampleRun(a, 3, RunState::Interrupted, {{10, 0.1}}),
       sampleRun(a, 4, RunState::Failed, {{10, 0.1}}), sampleRun(a, 5, RunState::Cancelled, {{10, 0.1}})});
  const auto curve = learningCurves(records, "accuracy", CurveAxis::Steps).front();
  EXPECT_EQ(curve.seeds, 1);
  EXPECT_EQ(curve.mean.front().mean, 0.5);
  ASSERT_EQ(curve.traces.size(), 2U);
  EXPECT_FALSE(curve.traces[0].running);
  EXPECT_TRUE(curve.traces[1].running);
  EXPECT_EQ(exclusionText(records),
            "Not in the means: 1 running (open circles), 1 interrupted, 1 cancelled, 1 failed.");
}

TEST(LearningCurves, aConfigurationWithoutAFinishedRunHasNoMean) {
  const auto records = sampleRecords(
      {sampleRun(hears(kLike, NegativeStrategy::Random, 1), 2, RunState::Running, {{10, 0.9}, {20, 0.8}})});
  const auto curve = learningCurves(records, "accuracy", CurveAxis::Steps).front();
  EXPECT_TRUE(curve.mean.empty());
  EXPECT_EQ(curve.seeds, 0);
}

TEST(LearningCurves, aBaselineIsOneLevelEvenWithoutValidations) {
  auto run = sampleRun(baseline(ModelKind::Popularity), 1, RunState::Finished, {}, 0.6);
  run.run.validation = {{"accuracy", {0.62, 0}}};
  const auto curve = learningCurves(sampleRecords({run}), "accuracy", CurveAxis::Seconds).front();
  EXPECT_TRUE(curve.baseline);
  ASSERT_EQ(curve.mean.size(), 1U);
  EXPECT_EQ(curve.mean[0].mean, 0.62);
}

TEST(MetricRows, summariseFinishedRunsOnly) {
  const auto a = hears(kLike, NegativeStrategy::Random, 1);
  const auto b = hears(kLike, NegativeStrategy::Real);
  const auto records = sampleRecords(
      {sampleRun(a, 1, RunState::Finished, {}, 0.6), sampleRun(a, 2, RunState::Finished, {}, 0.8),
       sampleRun(a, 3, RunState::Running, {}), sampleRun(b, 1, RunState::Queued, {})});
  const auto rows = metricRows(records, "accuracy");
  ASSERT_EQ(rows.size(), 2U);
  ASSERT_TRUE(rows[0].value.has_value());
  EXPECT_NEAR(rows[0].value->mean, 0.7, 1e-12);
  // s = 0.141421, t(1) = 12.706205, s / sqrt(2) · t = 1.270620
  EXPECT_NEAR(rows[0].value->high - rows[0].value->mean, 1.270620, 1e-4);
  EXPECT_EQ(rows[0].value->count, 2);
  EXPECT_EQ(rows[0].launched, 3);
  EXPECT_THAT(rows[0].runs, ElementsAre("run-1", "run-2"));
  EXPECT_FALSE(rows[1].value.has_value());
}

TEST(CoverageCurves, areSharesOfListenersWithAnyEvent) {
  ExperimentRecords records = sampleRecords({});
  StoredCoverage stored{std::string(32, 'a'), kLikeSkip, "last", "like>dislike",
                        std::vector<std::uint32_t>(101, 0)};
  stored.listeners[0] = 8;
  stored.listeners[1] = 6;
  stored.listeners[2] = 2;
  records.coverage = {stored};
  const auto curves = coverageCurves(records);
  ASSERT_EQ(curves.size(), 1U);
  EXPECT_EQ(curves[0].name, "like, skip");
  ASSERT_EQ(curves[0].share.size(), 100U);
  EXPECT_THAT(curves[0].share[0], DoubleNear(0.75, 1e-12));
  EXPECT_THAT(curves[0].share[1], DoubleNear(0.25, 1e-12));
  EXPECT_EQ(curves[0].share[99], 0);
}

TEST(SummaryTable, tellsMeanHalfIntervalAndSeeds) {
  const auto a = hears(kLike, NegativeStrategy::Random, 1);
  auto first = sampleRun(a, 1, RunState::Finished, {}, 0.6);
  auto second = sampleRun(a, 2, RunState::Finished, {}, 0.61);
  first.run.bestStep = 1200;
  second.run.bestStep = 1200;
  const auto records =
      sampleRecords({first, second, sampleRun(a, 3, RunState::Running, {}),
                     sampleRun(hears(kLike, NegativeStrategy::Real), 1, RunState::Queued, {})});
  const SummaryTable table = summaryTable(records);
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].cells[0].text, "random");
  EXPECT_EQ(table.rows[0].cells[1].text, "2 of 3");
  EXPECT_EQ(table.rows[0].cells[2].text, "0.605 ± 0.064"); // 0.01 / 2 · 12.706
  EXPECT_EQ(table.rows[0].cells.back().text, "1,200");
  EXPECT_EQ(table.rows[1].cells[2].text, "–");
  EXPECT_FALSE(table.columns[2].tooltip.isEmpty());
  EXPECT_EQ(countsText(records), "2 of 4 runs finished · 2 configurations");
}

TEST(SummaryTable, protocolSaysWhereRunsDiffer) {
  auto strict = hears(kLike, NegativeStrategy::Random, 1);
  strict.minimumHistory = 10;
  const auto records =
      sampleRecords({sampleRun(hears(kLike, NegativeStrategy::Random, 1), 1, RunState::Queued, {}),
                     sampleRun(strict, 1, RunState::Queued, {})});
  EXPECT_THAT(protocolText(records).toStdString(), testing::HasSubstr("m = several"));
  EXPECT_THAT(protocolText(records).toStdString(), testing::HasSubstr("split: last"));
}

} // namespace
} // namespace skipscope::ui
