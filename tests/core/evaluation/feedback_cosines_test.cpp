#include "core/error.h"
#include "core/evaluation/feedback_cosines.h"

#include <gtest/gtest.h>

#include <cmath>

namespace skipscope::evaluation {
namespace {

using listening::Feedback;

TEST(FeedbackCosines, HandWorked) {
  // like (3, 4), dislike (4, 3), skip (−1, −1); listen is no input.
  const std::vector<float> rows = {3, 4, 4, 3, -1, -1, 50, 60};
  const auto cosines = feedbackCosines(rows, {Feedback::Like, Feedback::Dislike, Feedback::Skip});
  ASSERT_EQ(cosines.size(), 3U);
  EXPECT_EQ(cosines[0].a, Feedback::Like);
  EXPECT_EQ(cosines[0].b, Feedback::Dislike);
  EXPECT_NEAR(cosines[0].raw, 24.0 / 25, 1e-12);
  EXPECT_NEAR(cosines[1].raw, -7 / (5 * std::sqrt(2)), 1e-12);
  // Mean (2, 2): like (1, 2), dislike (2, 1), skip (−3, −3).
  EXPECT_NEAR(cosines[0].centred, 4.0 / 5, 1e-12);
  EXPECT_NEAR(cosines[1].centred, -9 / (std::sqrt(5) * std::sqrt(18)), 1e-12);
  EXPECT_NEAR(cosines[2].centred, cosines[1].centred, 1e-12);
}

TEST(FeedbackCosines, CentredOnesAverageWhatTheirNumberSays) {
  // Four corners of a tetrahedron, moved away from the origin: equally long once centred.
  const std::vector<float> rows = {11, 11, 11, 11, 9, 9, 9, 11, 9, 9, 9, 11};
  const auto cosines =
      feedbackCosines(rows, {Feedback::Like, Feedback::Dislike, Feedback::Skip, Feedback::Listen});
  ASSERT_EQ(cosines.size(), 6U);
  for (const FeedbackCosine& each : cosines) {
    EXPECT_GT(each.raw, 0.9);
    EXPECT_NEAR(each.centred, -1.0 / 3, 1e-12);
  }
  // Of two types the centred vectors are opposite, whatever was learnt.
  const auto two =
      feedbackCosines(std::vector<float>{1, 2, 3, 5, 0, 0, 0, 0}, {Feedback::Like, Feedback::Dislike});
  ASSERT_EQ(two.size(), 1U);
  EXPECT_NEAR(two[0].centred, -1, 1e-12);
}

TEST(FeedbackCosines, FewerThanTwoTypesAndNoLength) {
  EXPECT_TRUE(feedbackCosines(std::vector<float>{1, 2, 3, 4}, {Feedback::Like}).empty());
  EXPECT_EQ(feedbackCosines(std::vector<float>{0, 2, 3, 4}, {Feedback::Like, Feedback::Dislike})[0].raw, 0);
  EXPECT_THROW(feedbackCosines(std::vector<float>{1, 2, 3}, {Feedback::Like}), core::Error);
  EXPECT_THROW(feedbackCosines({}, {Feedback::Like}), core::Error);
}

TEST(FeedbackCosines, AreReadBackFromMetrics) {
  const std::vector<FeedbackCosine> cosines = {{Feedback::Like, Feedback::Skip, 0.5, -0.25},
                                               {Feedback::Dislike, Feedback::Skip, -0.5, 0.125}};
  const Metrics metrics = cosineMetrics(cosines);
  EXPECT_EQ(metrics.at("cosine_like_skip"), 0.5);
  EXPECT_EQ(metrics.at("centred_cosine_dislike_skip"), 0.125);
  const auto read = cosinesIn(metrics);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[1].b, Feedback::Skip);
  EXPECT_EQ(read[1].raw, -0.5);
  EXPECT_TRUE(cosinesIn({{"accuracy", 1}}).empty());
}

} // namespace
} // namespace skipscope::evaluation
