// Figures made from datasets and weights: accuracy by segment, cosines of feedback types.

#include "tests/ui/plots/sample_records.h"
#include "ui/models/figure_content.h"
#include "ui/plots/figures.h"
#include "ui/plots/plot_view.h"

#include <gtest/gtest.h>

#include <QImage>

namespace skipscope::ui {
namespace {

using evaluation::SegmentBy;
using experiment::NegativeStrategy;
using listening::Feedback;
using store::RunState;

/// Two seeds that hear likes and skips, one that hears all but plain listens, and one that has not finished.
ExperimentRecords records() {
  const auto a = hears({Feedback::Like, Feedback::Skip}, NegativeStrategy::Random);
  const auto b = hears({Feedback::Like, Feedback::Dislike, Feedback::Skip}, NegativeStrategy::Random);
  auto all = sampleRecords(
      {sampleRun(a, 1, RunState::Finished, {}, 0.6), sampleRun(a, 2, RunState::Finished, {}, 0.7),
       sampleRun(b, 1, RunState::Finished, {}, 0.8), sampleRun(b, 2, RunState::Running, {})});
  const auto add = [&](const std::string& run, double accuracy,
                       std::vector<evaluation::FeedbackCosine> cosines) {
    store::SegmentedAccuracy segments;
    segments[static_cast<std::size_t>(SegmentBy::SkipShare)] = {{0, 0.1, 20, 20, accuracy, 0.1},
                                                                {0.12, 0.5, 21, 19, accuracy + 0.1, 0.2}};
    all.segments.push_back({run, segments});
    all.cosines.push_back({run, std::move(cosines)});
  };
  add("run-1", 0.5, {{Feedback::Like, Feedback::Skip, 0.2, -1}});
  add("run-2", 0.7, {{Feedback::Like, Feedback::Skip, 0.4, -1}});
  add("run-3", 0.9,
      {{Feedback::Like, Feedback::Dislike, 0.1, -0.4},
       {Feedback::Like, Feedback::Skip, 0.2, -0.5},
       {Feedback::Dislike, Feedback::Skip, 0.3, -0.6}});
  return all;
}

TEST(FigureSegments, AreMeansOverSeedsOfTheSamePairs) {
  const auto lines = segmentLines(records(), SegmentBy::SkipShare);
  ASSERT_EQ(lines.size(), 2U);
  ASSERT_EQ(lines[0].points.size(), 2U);
  EXPECT_NEAR(lines[0].points[0].value.mean, 0.6, 1e-12);
  EXPECT_EQ(lines[0].points[0].value.count, 2);
  EXPECT_NEAR(lines[0].points[1].value.mean, 0.7, 1e-12);
  EXPECT_EQ(lines[0].points[1].pairs, 21U);
  EXPECT_NEAR(lines[0].points[1].se, 0.2, 1e-12);
  EXPECT_TRUE(lines[0].points[0].run.isEmpty());
  EXPECT_EQ(lines[1].points[0].run, "run-3");
  EXPECT_TRUE(segmentLines(records(), SegmentBy::History).empty());
  EXPECT_EQ(segmentRange(lines[0].points[0], SegmentBy::SkipShare), "0–10 %");
  EXPECT_EQ(segmentRange(lines[0].points[1], SegmentBy::Popularity), "0–1");
}

TEST(FigureSegments, TheFigureSaysWhereNothingCanBeRead) {
  FigureSettings settings;
  settings.kind = "segments";
  settings.segment = "skip_share";
  auto all = records();
  all.segmentsProblem = "The dataset is gone.";
  const FigureContent content = figureContent(all, settings);
  EXPECT_EQ(content.problem, "The dataset is gone.");
  EXPECT_TRUE(worthShowing(content));
  EXPECT_EQ(figureTable(content).rows.size(), 4U);
  all.segments.resize(1);
  all.segments[0].segments[3].resize(1);
  EXPECT_FALSE(worthShowing(figureContent(all, settings))) << "one segment is the accuracy";
}

TEST(FigureCosines, ARowAConfigurationAndAColumnTwoTypes) {
  const CosineMatrix matrix = cosineMatrix(records());
  ASSERT_EQ(matrix.columns.size(), 3U);
  EXPECT_EQ(columnText(matrix.columns[1]), "like – skip");
  ASSERT_EQ(matrix.rows.size(), 2U);
  EXPECT_EQ(matrix.rows[0].types, 2);
  EXPECT_FALSE(matrix.rows[0].raw[0].has_value());
  EXPECT_NEAR(matrix.rows[0].raw[1]->mean, 0.3, 1e-12);
  EXPECT_EQ(matrix.rows[0].raw[1]->count, 2);
  EXPECT_NEAR(matrix.rows[0].centred[1]->mean, -1, 1e-12);
  EXPECT_EQ(matrix.rows[1].types, 3);
  EXPECT_NEAR(matrix.rows[1].centred[2]->mean, -0.6, 1e-12);
  FigureSettings settings;
  settings.kind = "cosines";
  EXPECT_EQ(figureTable(figureContent(records(), settings)).rows.size(), 4U);
}

TEST(FigureCosines, RawAndCentredAreDrawnApart) {
  FigureSettings settings;
  settings.kind = "cosines";
  const auto figure = makeFigure(settings);
  figure->show(records(), settings);
  const QImage centred = figure->image(QSize(640, 300), 1);
  settings.centred = false;
  figure->show(records(), settings);
  EXPECT_NE(figure->image(QSize(640, 300), 1), centred);
  settings.centred = true;
  figure->show(records(), settings);
  EXPECT_EQ(figure->image(QSize(640, 300), 1), centred) << "nothing of the other is left";
}

TEST(FigureNeeds, OnlyWhatAFigureShowsIsRead) {
  EXPECT_FALSE(needsOf(defaultFigures()).segments);
  const FigureNeeds both = needsOf({{"segments"}, {"cosines"}});
  EXPECT_TRUE(both.segments && both.cosines);
  EXPECT_TRUE(needsOf({{"cosines"}}).within(both));
  EXPECT_FALSE(both.within(needsOf({{"cosines"}})));
  SampleWorkspace sample;
  sample.run("inputs", {hears({Feedback::Like}, NegativeStrategy::Random)}, {1});
  const auto none = readExperiment(sample.workspace(), "inputs");
  EXPECT_TRUE(none.segments.empty());
  const auto some = readExperiment(sample.workspace(), "inputs", &none, both);
  EXPECT_EQ(some.segments.size(), 1U);
  EXPECT_TRUE(some.cosines.empty()) << "no weights are kept";
  EXPECT_TRUE(some.read.segments);
}

} // namespace
} // namespace skipscope::ui
