#include "ui/models/dataset_statistics.h"

#include <gtest/gtest.h>

namespace {

using namespace skipscope;
using listening::Feedback;
using ui::DatasetStatistics;

listening::Dataset makeDataset(const std::vector<std::vector<Feedback>>& histories) {
  listening::Dataset dataset;
  dataset.stationIds = {""};
  dataset.songIds = {"song"};
  dataset.titles = {""};
  dataset.artists = {""};
  dataset.offsets = {0};
  std::int64_t time = 0;
  for (const auto& history : histories) {
    dataset.listenerIds.push_back(std::to_string(dataset.listenerIds.size()));
    for (const Feedback kind : history) {
      listening::Event event;
      event.time = ++time;
      event.feedback = kind;
      dataset.events.push_back(event);
    }
    dataset.offsets.push_back(dataset.events.size());
  }
  return dataset;
}

TEST(DatasetStatistics, classesOfLengthsDouble) {
  EXPECT_EQ(DatasetStatistics::lengthClass(0), 0U);
  EXPECT_EQ(DatasetStatistics::lengthClass(1), 1U);
  EXPECT_EQ(DatasetStatistics::lengthClass(3), 2U);
  EXPECT_EQ(DatasetStatistics::lengthClass(4), 3U);
  EXPECT_EQ(DatasetStatistics::lengthClassName(0), "0");
  EXPECT_EQ(DatasetStatistics::lengthClassName(3), "4–7");
}

TEST(DatasetStatistics, handWorkedHistoriesAndCoverage) {
  // Likes 3, 1, 0; skips 0, 2, 1; nothing else.
  const auto statistics = ui::describeDataset(makeDataset({{Feedback::Like, Feedback::Like, Feedback::Like},
                                                           {Feedback::Skip, Feedback::Like, Feedback::Skip},
                                                           {Feedback::Skip}}));
  EXPECT_EQ(statistics.histories[0], (std::vector<std::int64_t>{1, 1, 1}));
  EXPECT_EQ(statistics.histories[1], (std::vector<std::int64_t>{3, 0, 0}));
  EXPECT_EQ(statistics.medians[0], 1);
  EXPECT_EQ(statistics.medians[1], 0);
  ASSERT_EQ(statistics.coverage.size(), 2U);
  EXPECT_EQ(statistics.coverage[0].inputs.text(), "like");
  EXPECT_EQ(statistics.coverage[1].inputs.text(), "like,skip");
  EXPECT_DOUBLE_EQ(statistics.coverage[0].shares[1], 2.0 / 3);
  EXPECT_DOUBLE_EQ(statistics.coverage[0].shares[3], 1.0 / 3);
  EXPECT_DOUBLE_EQ(statistics.coverage[1].shares[1], 1.0);
  EXPECT_DOUBLE_EQ(statistics.coverage[1].shares[4], 0.0);
}

TEST(DatasetStatistics, anEmptyLogHasNoCurves) {
  const auto statistics = ui::describeDataset(makeDataset({}));
  EXPECT_TRUE(statistics.coverage.empty());
  EXPECT_EQ(statistics.histories[0].size(), 1U);
}

} // namespace
