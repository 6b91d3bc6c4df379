// Reading an experiment from a real workspace.

#include "core/error.h"
#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "tests/ui/plots/sample_records.h"
#include "ui/models/figure_data.h"

#include <gtest/gtest.h>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;
using listening::FeedbackSet;

const FeedbackSet kLike{Feedback::Like};
const FeedbackSet kLikeSkip{Feedback::Like, Feedback::Skip};

TEST(FigureRecords, holdRunsValidationsAndOneCoveragePerChoiceOfInputs) {
  SampleWorkspace sample;
  sample.run("inputs", {hears(kLike, NegativeStrategy::Random), hears(kLikeSkip, NegativeStrategy::Random)},
             {1, 2});
  const ExperimentRecords records = readExperiment(sample.workspace(), "inputs");
  ASSERT_EQ(records.runs.size(), 4U);
  EXPECT_EQ(records.runs[0].validations.size(), 3U);
  EXPECT_EQ(records.pairKinds, "like>dislike");
  ASSERT_EQ(records.coverage.size(), 2U);
  EXPECT_EQ(records.coverage[0].listeners.size(), 101U);
  EXPECT_EQ(coverageCurves(records)[1].name, "like, skip");
}

TEST(FigureRecords, readAgainSeeWhatChangedAndKeepTheRest) {
  SampleWorkspace sample;
  sample.run("inputs", {hears(kLike, NegativeStrategy::Random)}, {1, 2}, 1);
  const ExperimentRecords before = readExperiment(sample.workspace(), "inputs");
  EXPECT_EQ(before.runs[1].validations.size(), 0U);
  store::Queue queue(sample.workspace());
  const store::WorkerLock worker(sample.workspace());
  const auto claim = queue.claim(worker);
  store::Validation validation;
  validation.step = 10;
  validation.metrics = {{"accuracy", 0.7}};
  ASSERT_TRUE(queue.addValidation(*claim, validation));
  const ExperimentRecords after = readExperiment(sample.workspace(), "inputs", &before);
  EXPECT_EQ(after.runs[0].validations.size(), 3U);
  ASSERT_EQ(after.runs[1].validations.size(), 1U);
  EXPECT_EQ(after.runs[1].run.state, store::RunState::Running);
  EXPECT_EQ(after.coverage.size(), 1U);
  EXPECT_EQ(after.pairKinds, "like>dislike");
}

TEST(FigureRecords, anUnknownExperimentIsRefused) {
  SampleWorkspace sample;
  EXPECT_THROW(readExperiment(sample.workspace(), "nothing"), core::UsageError);
}

} // namespace
} // namespace skipscope::ui
