// Figures by kind: what they show, as a picture and as data.

#include "core/error.h"
#include "tests/ui/plots/sample_records.h"
#include "ui/models/figure_summary.h"
#include "ui/plots/figures.h"
#include "ui/plots/plot_view.h"

#include <gtest/gtest.h>

#include <QImage>
#include <limits>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;
using store::RunState;

const QSize kSize(640, 400);

FigureSettings ofKind(const std::string& kind) {
  FigureSettings settings;
  settings.kind = kind;
  return settings;
}

ExperimentRecords twoSeeds() {
  const auto a = hears({Feedback::Like}, NegativeStrategy::Random);
  auto records = sampleRecords({sampleRun(a, 1, RunState::Finished, {{10, 0.5}, {20, 0.6}}, 0.60),
                                sampleRun(a, 2, RunState::Finished, {{10, 0.7}, {20, 0.8}}, 0.70)});
  records.coverage.push_back({records.fingerprint, {Feedback::Like}, "last", "", {100, 80, 40}});
  for (const RunRecord& record : records.runs) {
    store::SegmentedAccuracy segments;
    segments[0] = {{1, 4, 20, 20, 0.5, 0.1}, {5, 9, 30, 25, 0.7, 0.2}};
    records.segments.push_back({record.run.id, segments});
    records.cosines.push_back({record.run.id, {{Feedback::Like, Feedback::Skip, 0.5, -1}}});
    records.differences.push_back({"accuracy", {"run-0"}, {record.run.id}});
  }
  return records;
}

FigureTable tableOf(const ExperimentRecords& records, const FigureSettings& settings) {
  const auto figure = makeFigure(settings);
  figure->show(records, settings);
  return figure->table();
}

TEST(Figures, everyKindDrawsWhatItIsGivenAndHasItAsData) {
  for (const FigureKind& kind : figureKinds()) {
    const FigureSettings settings = ofKind(kind.name);
    const auto figure = makeFigure(settings);
    figure->show(ExperimentRecords(), settings);
    EXPECT_TRUE(figure->table().rows.empty()) << kind.name;
    const QImage before = figure->image(kSize, 1);
    figure->show(twoSeeds(), settings);
    EXPECT_NE(figure->image(kSize, 1), before) << kind.name;
    ASSERT_FALSE(figure->table().rows.empty()) << kind.name;
    for (const auto& row : figure->table().rows)
      EXPECT_EQ(row.size(), figure->table().header.size()) << kind.name;
  }
}

TEST(Figures, aKindThatIsNotKnownIsRefused) {
  EXPECT_THROW(makeFigure(ofKind("hologram")), core::UsageError);
}

TEST(FigureTable, curvesAreMeansOverSeedsAndRunsWhereTheyAreDrawn) {
  FigureSettings settings;
  EXPECT_EQ(tableOf(twoSeeds(), settings).rows.size(), 2U);
  settings.traces = true;
  const FigureTable table = tableOf(twoSeeds(), settings);
  ASSERT_EQ(table.rows.size(), 6U);
  EXPECT_EQ(std::get<double>(table.rows[0][2]), 10);
  EXPECT_NEAR(std::get<double>(table.rows[0][3]), 0.6, 1e-9);
  EXPECT_EQ(std::get<double>(table.rows[0][6]), 2);
  EXPECT_EQ(std::get<QString>(table.rows[2][1]), "run-1");
}

TEST(FigureTable, barsNameTheRunsBehindTheMean) {
  const FigureTable table = tableOf(twoSeeds(), ofKind("accuracy"));
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_NEAR(std::get<double>(table.rows[0][2]), 0.65, 1e-9);
  EXPECT_EQ(std::get<QString>(table.rows[2][1]), "run-2");
  EXPECT_EQ(std::get<double>(table.rows[2][2]), 0.70);
}

TEST(FigureTable, coverageBeginsAtOneEvent) {
  const FigureTable table = tableOf(twoSeeds(), ofKind("coverage"));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(std::get<double>(table.rows[0][1]), 1);
  EXPECT_EQ(std::get<double>(table.rows[0][2]), 0.8);
}

TEST(FigureTable, textsAreSafeInASpreadsheet) {
  const FigureTable table{
      {"Configuration", "=1+1"},
      {{QString("@a,b\tc"), 0.1}, {QString("d"), std::numeric_limits<double>::quiet_NaN()}}};
  EXPECT_EQ(csvText(table), "Configuration,'=1+1\n\"'@a,b\tc\",0.1\nd,\n");
  EXPECT_EQ(tsvText(table), "Configuration\t'=1+1\n'@a,b c\t0.1\nd\t\n");
}

TEST(FigureContent, wallTimeCountsFromTheStartOfTheRun) {
  auto records = twoSeeds();
  for (RunRecord& record : records.runs) {
    record.run.startedMs = 5000;
    record.validations[0].wallMs = 7000;
    record.validations[1].wallMs = 11000;
  }
  FigureSettings settings;
  settings.axis = CurveAxis::WallTime;
  const auto curves = figureContent(records, settings).curves;
  ASSERT_EQ(curves.size(), 1U);
  EXPECT_EQ(curves.front().mean.front().x, 2);
  EXPECT_EQ(curves.front().mean.back().x, 6);
}

TEST(FigureContent, namesThePairsWhereTheyAreNotLikesOverDislikes) {
  auto records = twoSeeds();
  records.pairKinds = "listen>skip";
  EXPECT_EQ(figureContent(records, FigureSettings()).metricText, "Accuracy (listen over skip)");
  FigureSettings settings;
  settings.metric = "coverage";
  EXPECT_EQ(figureContent(records, settings).metricText, "User coverage");
  records.pairKinds = "like>dislike";
  EXPECT_EQ(figureContent(records, FigureSettings()).metricText, "Accuracy");
}

TEST(FigureContent, tellsFinishedRunsWithoutTheMetricFromRunsThatAreNotFinished) {
  auto records = twoSeeds();
  records.runs.push_back(
      sampleRun(hears({Feedback::Skip}, NegativeStrategy::Random), 1, RunState::Queued, {}));
  records.runs.front().run.test.erase("accuracy");
  records.runs[1].run.test.erase("accuracy");
  const auto rows = figureContent(records, ofKind("accuracy")).rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_FALSE(rows[0].value.has_value());
  EXPECT_EQ(rows[0].finished, 2);
  EXPECT_EQ(rows[1].finished, 0);
}

TEST(FigureContent, stationsAreNotNamedWhereTheLogHasNone) {
  auto records = twoSeeds();
  EXPECT_TRUE(protocolText(records).contains("same station"));
  records.stations = false;
  EXPECT_FALSE(protocolText(records).contains("station"));
}

RunRecord tested(const experiment::Configuration& configuration, double accuracy, double coverage) {
  RunRecord record = sampleRun(configuration, 1, RunState::Finished, {}, accuracy);
  record.run.test["coverage"] = coverage;
  record.run.test["reach_weighted_accuracy"] = accuracy - 0.1;
  return record;
}

TEST(FigureContent, negativesAreALineAStrategyWithRealOnesAsReference) {
  const listening::FeedbackSet like{Feedback::Like};
  auto records = sampleRecords({tested(hears(like, NegativeStrategy::Real), 0.8, 0.5),
                                tested(hears(like, NegativeStrategy::Hardest, 16), 0.7, 0.5),
                                tested(hears(like, NegativeStrategy::Random, 4), 0.6, 0.5),
                                tested(hears(like, NegativeStrategy::Hardest, 4), 0.65, 0.5)});
  records.runs[1].run.test["false_negative_loss"] = 0.25;
  const FigureContent content = figureContent(records, ofKind("negatives"));
  ASSERT_EQ(content.negatives.size(), 3U);
  EXPECT_EQ(content.negatives[0].label, "hardest");
  ASSERT_EQ(content.negatives[0].points.size(), 2U);
  EXPECT_EQ(content.negatives[0].points[0].count, 4);
  EXPECT_EQ(content.negatives[0].points[0].value.mean, 0.65);
  EXPECT_FALSE(content.negatives[0].points[0].falseNegatives.has_value());
  EXPECT_EQ(content.negatives[0].points[1].falseNegatives, 0.25);
  EXPECT_EQ(content.negatives[1].label, "random");
  EXPECT_EQ(content.negatives[2].label, "real");
  EXPECT_TRUE(content.negatives[2].reference);
  EXPECT_TRUE(worthShowing(content));
  EXPECT_FALSE(worthShowing(figureContent(records, ofKind("accuracy_coverage"))));
}

TEST(FigureContent, theFrontIsWhatNoOtherBeatsInBoth) {
  const auto records = sampleRecords({tested(hears({Feedback::Like}, NegativeStrategy::Random), 0.8, 0.5),
                                      tested(hears({Feedback::Skip}, NegativeStrategy::Random), 0.7, 0.9),
                                      tested(hears({Feedback::Like}, NegativeStrategy::Real), 0.7, 0.5)});
  const FigureContent content = figureContent(records, ofKind("accuracy_coverage"));
  ASSERT_EQ(content.trade.size(), 3U);
  EXPECT_TRUE(content.trade[0].best);
  EXPECT_TRUE(content.trade[1].best);
  EXPECT_FALSE(content.trade[2].best);
  EXPECT_TRUE(worthShowing(content));
}

TEST(FigureContent, reachWeightedAccuracyStandsBesideTheCoverageOfItsInputs) {
  auto records = sampleRecords({tested(hears({Feedback::Like}, NegativeStrategy::Random), 0.8, 0.5),
                                tested(hears({Feedback::Skip}, NegativeStrategy::Random), 0.7, 0.9)});
  records.coverage.push_back({records.fingerprint, {Feedback::Skip}, "last", "", {100, 80, 40}});
  const FigureContent content = figureContent(records, ofKind("coverage"));
  ASSERT_EQ(content.coverage.size(), 1U);
  ASSERT_EQ(content.coverage[0].reach.size(), 1U);
  EXPECT_EQ(content.coverage[0].reach[0].minimumHistory, 5);
  EXPECT_NEAR(content.coverage[0].reach[0].value.mean, 0.6, 1e-9);
}

} // namespace
} // namespace skipscope::ui
