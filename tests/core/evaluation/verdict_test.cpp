#include "core/evaluation/verdict.h"

#include <gtest/gtest.h>

namespace skipscope::evaluation {
namespace {

Comparison between(double low, double high) {
  Comparison comparison;
  comparison.low = low;
  comparison.high = high;
  return comparison;
}

TEST(Verdict, IsReadFromTheInterval) {
  EXPECT_EQ(verdictName(verdictOf(between(0.001, 0.03))), "supported");
  EXPECT_EQ(verdictName(verdictOf(between(-0.03, -0.001))), "contradicted");
  EXPECT_EQ(verdictName(verdictOf(between(-0.01, 0.03))), "undecided");
  EXPECT_EQ(verdictOf(between(0, 0)), Verdict::Undecided) << "no difference at all supports nothing";
  EXPECT_EQ(verdictOf(between(0, 0.1)), Verdict::Undecided);
}

TEST(Verdict, RobustNeedsTheWholeIntervalWithinTheMargin) {
  EXPECT_TRUE(isRobust(between(-0.019, 0.019)));
  EXPECT_TRUE(isRobust(between(0.001, 0.019))) << "supported, and still of no weight";
  EXPECT_FALSE(isRobust(between(-0.02, 0.01)));
  EXPECT_FALSE(isRobust(between(-0.01, 0.021)));
}

TEST(Verdict, OnlyAccuraciesCanBeRobust) {
  for (const char* metric : {"accuracy", "accuracy_personal", "reach_weighted_accuracy_plays"})
    EXPECT_TRUE(hasRobustMargin(metric)) << metric;
  for (const char* metric : {"ndcg@10", "hr@10", "delta_hr@10", "mrr", "coverage"})
    EXPECT_FALSE(hasRobustMargin(metric)) << metric;
}

TEST(Verdict, SmallestDetectableDifferenceByTable) {
  Comparison comparison;
  comparison.error = 0.01;
  comparison.degrees = 10; // t tables: 2.2281 at 97.5 %, 0.8791 at 80 %
  EXPECT_NEAR(smallestDetectable(comparison), 0.031072, 1e-6);
  comparison.degrees = 4; // 2.7764, 0.9410
  EXPECT_NEAR(smallestDetectable(comparison), 0.037174, 1e-6);
  EXPECT_EQ(smallestDetectable({}), 0);
}

} // namespace
} // namespace skipscope::evaluation
