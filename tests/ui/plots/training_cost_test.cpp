// Training cost by configuration: to each run's own best accuracy and to that of the reference.

#include "tests/ui/plots/sample_records.h"
#include "ui/models/figure_content.h"
#include "ui/plots/figures.h"
#include "ui/plots/plot_view.h"

#include <gtest/gtest.h>

#include <cmath>

namespace skipscope::ui {
namespace {

using experiment::ModelKind;
using experiment::NegativeStrategy;
using listening::Feedback;
using store::RunState;

/// Real negatives launched first; two seeds each. One real seed never comes to what random ones do.
ExperimentRecords records() {
  const auto real = hears({Feedback::Like}, NegativeStrategy::Real);
  const auto random = hears({Feedback::Like}, NegativeStrategy::Random);
  return sampleRecords({sampleRun(real, 1, RunState::Finished, {{10, 0.8}, {20, 0.7}, {30, 0.7}}, 0.8),
                        sampleRun(real, 2, RunState::Finished, {{10, 0.2}, {20, 0.4}, {40, 0.3}}, 0.4),
                        sampleRun(random, 1, RunState::Finished, {{10, 0.5}, {20, 0.6}, {80, 0.7}}, 0.7),
                        sampleRun(random, 2, RunState::Finished, {{10, 0.5}, {20, 0.8}, {80, 0.6}}, 0.8),
                        sampleRun(random, 3, RunState::Running, {{10, 0.9}}),
                        sampleRun(baseline(ModelKind::Popularity), 1, RunState::Finished, {}, 0.6)});
}

TEST(TrainingCost, IsToTheOwnBestAndToThatOfTheReference) {
  const TrainingCosts costs = trainingCosts(records(), CurveAxis::Steps);
  ASSERT_EQ(costs.rows.size(), 2U) << "a model without training has no cost";
  EXPECT_NEAR(costs.target, 0.75, 1e-12) << "the mean of 0.7 and 0.8; the samples have no standard error";
  const CostRow& real = costs.rows[0];
  const CostRow& random = costs.rows[1];
  EXPECT_TRUE(random.reference);
  EXPECT_EQ(costs.reference, random.label);
  EXPECT_EQ(real.own.seeds, (std::vector<double>{10, 20}));
  EXPECT_EQ(random.own.seeds, (std::vector<double>{80, 20}));
  EXPECT_NEAR(real.own.mean, std::sqrt(10 * 20), 1e-9);
  EXPECT_EQ(real.same.seeds, (std::vector<double>{10, 40}));
  EXPECT_EQ(real.same.censored, 1) << "its best of 0.4 is below the target";
  EXPECT_EQ(random.same.seeds, (std::vector<double>{80, 20}));
  EXPECT_EQ(random.same.censored, 1);
  EXPECT_FALSE(random.ownRatio.has_value());
  EXPECT_TRUE(real.sameRatio->atLeast && real.sameRatio->atMost);
  EXPECT_FALSE(real.ownRatio->atLeast || real.ownRatio->atMost);
  ASSERT_TRUE(real.ownRatio.has_value());
  EXPECT_NEAR(real.ownRatio->value, std::sqrt(10.0 * 20) / std::sqrt(80.0 * 20), 1e-9);
  EXPECT_LT(real.ownRatio->low, real.ownRatio->value);
  EXPECT_GT(real.ownRatio->high, real.ownRatio->value);
}

TEST(TrainingCost, FollowsTheAxis) {
  const TrainingCosts costs = trainingCosts(records(), CurveAxis::Targets);
  EXPECT_EQ(costs.rows[0].own.seeds, (std::vector<double>{40, 80})); // four a step
}

TEST(TrainingCost, StandardErrorLowersWhatHasToBeReached) {
  auto all = records();
  for (RunRecord& record : all.runs)
    for (auto& validation : record.validations)
      validation.metrics["accuracy_se"] = 0.15;
  const TrainingCosts costs = trainingCosts(all, CurveAxis::Steps);
  EXPECT_NEAR(costs.target, 0.6, 1e-12);
  EXPECT_EQ(costs.rows[1].own.seeds, (std::vector<double>{20, 20}));
  EXPECT_EQ(costs.rows[1].same.censored, 0);
}

TEST(TrainingCost, TheReferenceIsTheFirstWhereNothingDrawsOneNegative) {
  const auto costs =
      trainingCosts(sampleRecords({sampleRun(hears({Feedback::Like}, NegativeStrategy::Random, 4), 1,
                                             RunState::Finished, {{10, 0.5}}, 0.5),
                                   sampleRun(hears({Feedback::Like}, NegativeStrategy::Real), 1,
                                             RunState::Finished, {{30, 0.6}}, 0.6)}),
                    CurveAxis::Steps);
  ASSERT_EQ(costs.rows.size(), 2U);
  EXPECT_TRUE(costs.rows[0].reference);
  EXPECT_NEAR(costs.rows[1].sameRatio->value, 3, 1e-9);
  EXPECT_EQ(costs.rows[1].sameRatio->low, costs.rows[1].sameRatio->high) << "single seeds have no interval";
  EXPECT_TRUE(trainingCosts(ExperimentRecords(), CurveAxis::Steps).rows.empty());
}

TEST(TrainingCost, HoverTellsWhatNeverGotThere) {
  FigureSettings settings;
  settings.kind = "training_cost";
  const auto figure = makeFigure(settings);
  figure->resize(900, 400);
  figure->show(records(), settings);
  figure->image({900, 400}, 1);
  QString all;
  for (int y = 0; y < 400; y += 4)
    all += figure->textAt({450, y});
  EXPECT_TRUE(all.contains("1 of 2 seeds never get there")) << all.toStdString();
  EXPECT_TRUE(all.contains("To its own best accuracy"));
  EXPECT_TRUE(worthShowing(figureContent(records(), settings)));
}

} // namespace
} // namespace skipscope::ui
