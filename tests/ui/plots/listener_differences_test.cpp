// Differences to the baseline, listener by listener, from the outcomes of a workspace.

#include "core/store/annotations.h"
#include "core/store/run_store.h"
#include "tests/ui/plots/sample_records.h"
#include "ui/models/figure_content.h"
#include "ui/plots/figures.h"
#include "ui/plots/plot_view.h"

#include <gtest/gtest.h>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;

class ListenerDifferencesTest : public testing::Test {
protected:
  ListenerDifferencesTest() {
    const listening::FeedbackSet like{Feedback::Like};
    m_sample.run("Study",
                 {hears(like, NegativeStrategy::Real), hears(like, NegativeStrategy::Random),
                  hears(like, NegativeStrategy::Hardest, 4)},
                 {1, 2});
  }

  ExperimentRecords read(const ExperimentRecords* previous = nullptr) {
    return readExperiment(m_sample.workspace(), "Study", previous, {false, false, {"accuracy"}});
  }

  SampleWorkspace m_sample;
};

TEST_F(ListenerDifferencesTest, AreToTheFirstWithOneRandomNegativeWhereNothingIsPinned) {
  const auto differences = listenerDifferenceRows(read(), "accuracy");
  EXPECT_EQ(differences.baseline, "random 1");
  EXPECT_FALSE(differences.pinned);
  ASSERT_EQ(differences.rows.size(), 2U);
  EXPECT_EQ(differences.rows[0].label, "real");
  EXPECT_EQ(differences.rows[0].stored.runs.size(), 2U);
}

TEST_F(ListenerDifferencesTest, AreToThePinnedBaseline) {
  const auto records = read();
  std::string hash;
  for (const RunRecord& record : records.runs)
    if (record.run.configuration.strategy == NegativeStrategy::Hardest)
      hash = record.run.configurationHash;
  store::Annotations(m_sample.workspace()).changeBaselines({{records.fingerprint, "", hash}});
  const auto differences = listenerDifferenceRows(read(&records), "accuracy");
  EXPECT_EQ(differences.baseline, "hardest 4");
  EXPECT_TRUE(differences.pinned);
  EXPECT_EQ(differences.rows.size(), 2U);
}

TEST_F(ListenerDifferencesTest, AreReadOnlyWhereAFigureWantsThem) {
  EXPECT_TRUE(readExperiment(m_sample.workspace(), "Study").differences.empty());
  FigureSettings settings;
  settings.kind = "differences";
  EXPECT_EQ(needsOf({settings}).differences, (std::set<std::string>{"accuracy"}));
  EXPECT_FALSE(needsOf({settings}).within({}));
  settings.metric = "coverage";
  EXPECT_TRUE(needsOf({settings}).differences.empty());
  EXPECT_FALSE(figureContent(read(), settings).problem.isEmpty()) << "coverage is no mean over listeners";
}

TEST_F(ListenerDifferencesTest, AreKeptWhileTheRunsAreTheSame) {
  auto records = read();
  ASSERT_FALSE(records.differences.empty());
  records.differences[0].problem = "kept";
  EXPECT_EQ(read(&records).differences[0].problem, "kept");
}

TEST(ListenerDifferences, SharesAreOfListeners) {
  const auto values = [](std::vector<double> outcomes) {
    return evaluation::ListenerValues{{1, 2, 3, 4}, std::move(outcomes), 7};
  };
  const auto differences = evaluation::listenerDifferences({values({0, 1, 1, 0}), values({0, 1, 1, 0})},
                                                           {values({1, 1, 0, 0}), values({0, 1, 0, 0})});
  EXPECT_EQ(differences, (std::vector<double>{0.5, 0, -1, 0}));
}

} // namespace
} // namespace skipscope::ui
