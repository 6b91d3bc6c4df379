// Welch's t, Wilson's interval, Spearman's correlation and thirds of a trait against hand-worked numbers.

#include "core/error.h"
#include "core/evaluation/trait_contrast.h"
#include "core/evaluation/welch.h"

#include <gtest/gtest.h>

#include <cmath>

namespace skipscope::evaluation {
namespace {

TEST(Welch, UnequalSamples) {
  const auto result = welch({1, 2, 3}, {6, 8, 10, 12});
  EXPECT_DOUBLE_EQ(result.difference, 7);
  EXPECT_NEAR(result.error, std::sqrt(1.0 / 3 + 20.0 / 3 / 4), 1e-12);
  EXPECT_NEAR(result.degrees, 4.0 / (1.0 / 18 + 25.0 / 27), 1e-9); // 2² / ((1/3)²/2 + (5/3)²/3)
  EXPECT_GT(result.low, 0);
  EXPECT_LT(result.p, 0.05);
}

TEST(Welch, OneValueHasNoInterval) {
  const auto result = welch({1}, {2, 3});
  EXPECT_EQ(result.low, result.high);
  EXPECT_FALSE(result.ofConfigurations());
  EXPECT_THROW(welch({}, {1}), core::Error);
}

TEST(Wilson, KnownInterval) {
  const auto ten = wilson(10, 100);
  EXPECT_NEAR(ten.low, 0.0552, 1e-4);
  EXPECT_NEAR(ten.high, 0.1744, 1e-4);
  EXPECT_EQ(wilson(0, 50).low, 0);
  EXPECT_EQ(wilson(50, 50).high, 1);
  EXPECT_EQ(wilson(0, 0).high, 1);
}

TEST(RankCorrelation, TiesShareARank) {
  EXPECT_DOUBLE_EQ(rankCorrelation({1, 4, 16}, {0.1, 0.2, 0.9}), 1);
  EXPECT_DOUBLE_EQ(rankCorrelation({1, 4, 16}, {3, 2, 1}), -1);
  EXPECT_NEAR(rankCorrelation({1, 2, 3}, {5, 5, 7}), 1.5 / std::sqrt(3.0), 1e-12);
  EXPECT_EQ(rankCorrelation({1, 2}, {3, 3}), 0);
  EXPECT_THROW(rankCorrelation({1}, {1}), core::Error);
}

/// 90 listeners with one pair each; those from `firstWinner` on win.
Outcomes pairsWonFrom(std::uint32_t firstWinner) {
  Outcomes outcomes;
  for (std::uint32_t listener = 0; listener < 90; ++listener) {
    PairOutcome pair;
    pair.listener = listener;
    pair.scoreP = listener >= firstWinner ? 1.0F : -1.0F;
    outcomes.pairs.push_back(pair);
  }
  return outcomes;
}

TEST(TraitContrast, LowestAgainstHighestThird) {
  const Outcomes a = pairsWonFrom(15), b = pairsWonFrom(15);
  std::vector<double> traits;
  for (int i = 0; i < 90; ++i)
    traits.push_back(i);
  const auto found = contrastByTrait({&a, &b}, traits, 0);
  EXPECT_EQ(found.lowestPairs, 30U);
  EXPECT_EQ(found.highestPairs, 30U);
  EXPECT_EQ(found.lowestTo, 29);
  EXPECT_EQ(found.highestFrom, 60);
  EXPECT_DOUBLE_EQ(found.comparison.difference, 0.5);
  EXPECT_NEAR(found.comparison.error, std::sqrt(0.25 * 30 / 29 / 30), 1e-12);
  EXPECT_EQ(found.comparison.listeners, 60);
}

TEST(TraitContrast, EqualTraitsStayTogether) {
  const Outcomes outcomes = pairsWonFrom(45);
  std::vector<double> traits(90, 0.0);
  for (std::size_t i = 65; i < 90; ++i)
    traits[i] = 1;
  const auto found = contrastByTrait({&outcomes}, traits, 0);
  EXPECT_EQ(found.lowestPairs, 65U);
  EXPECT_EQ(found.highestPairs, 25U);
  EXPECT_THROW(contrastByTrait({&outcomes}, std::vector<double>(90, 0.0), 0), core::Error);
  EXPECT_THROW(contrastByTrait({&outcomes}, {1, 2}, 0), core::Error);
}

} // namespace
} // namespace skipscope::evaluation
