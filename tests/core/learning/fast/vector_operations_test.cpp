#include "core/learning/dropout.h"
#include "core/learning/fast/attention.h"
#include "core/learning/fast/vector_operations.h"
#include "core/learning/random.h"
#include "tests/core/learning/fast/instruction_sets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace skipscope::learning::fast {

namespace {

TEST(VectorOperations, SoftplusIsRightFarOutAndKeepsWhatIsNoNumber) {
  forEachInstructionSet([] {
    const std::vector<float> x = {-100, -20, -1, -1e-3F, 0, 0.5F, 3, 30, 100};
    std::vector<float> slope(x.size());
    double expected = 0;
    for (const float each : x)
      expected += std::max(0.0, static_cast<double>(each)) +
                  std::log1p(std::exp(-std::abs(static_cast<double>(each))));
    EXPECT_NEAR(softplus(x.data(), x.size(), slope.data()), expected, 1e-4);
    for (std::size_t i = 0; i < x.size(); ++i)
      EXPECT_NEAR(slope[i], 1 / (1 + std::exp(-static_cast<double>(x[i]))), 1e-6);
    const float none = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(std::isnan(softplus(&none, 1, slope.data())));
  });
}

TEST(VectorOperations, AdamMovesAnyNumberOfNumbers) {
  forEachInstructionSet([] {
    for (const std::size_t size : {1, 7, 8, 19}) {
      std::vector<float> value(size + 1, 2.0F);
      std::vector<float> first(size + 1, 0.5F);
      std::vector<float> second(size + 1, 0.25F);
      const std::vector<float> gradient(size, -1.0F);
      adamStep(adamRates(0.1, 3), gradient.data(), size, value.data(), first.data(), second.data());
      const double m = 0.9 * 0.5 - 0.1;
      const double v = 0.98 * 0.25 + 0.02;
      const double moved =
          2 - 0.1 * (m / (1 - std::pow(0.9, 3))) / (std::sqrt(v / (1 - std::pow(0.98, 3))) + 1e-8);
      for (std::size_t i = 0; i < size; ++i)
        EXPECT_NEAR(value[i], moved, 1e-6);
      EXPECT_EQ(value[size], 2.0F);
      EXPECT_EQ(second[size], 0.25F);
    }
  });
}

TEST(RowOperations, DropOutWhatThePlainPathDrops) {
  forEachInstructionSet([] {
    const Rows rows{3, 50, 56};
    const std::vector<float> ones(rows.count * rows.stride, 1.0F);
    std::vector<float> dropped(ones.size());
    dropOut(rows, ones.data(), dropped.data(), {0.3, 77});
    for (std::size_t r = 0; r < rows.count; ++r) {
      std::vector<float> mask(rows.width);
      fillDropout(mask, mixed(77 + r + 1), 0.3);
      for (std::size_t c = 0; c < rows.width; ++c)
        EXPECT_FLOAT_EQ(dropped[r * rows.stride + c], mask[c]);
    }
  });
}

TEST(Attention, IsTheSoftmaxOfWhatCameEarlier) {
  forEachInstructionSet([] {
    constexpr std::size_t kInputs = 70;
    std::vector<std::uint32_t> earlier(kInputs);
    for (std::uint32_t i = 0; i < kInputs; ++i)
      earlier[i] = i / 3 * 3; // three at a time
    Attention attention;
    attention.inputs = kInputs;
    attention.stride = attentionStride(kInputs);
    attention.earlier = earlier.data();
    attention.scale = 0.5F;
    std::vector<float> scores(kInputs * attention.stride, std::numeric_limits<float>::quiet_NaN());
    const auto score = [](std::size_t i, std::size_t j) {
      return std::sin(static_cast<double>(7 * i + 3 * j)) * 4;
    };
    for (std::size_t i = 0; i < kInputs; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        scores[i * attention.stride + j] = static_cast<float>(score(i, j));
    std::vector<float> kept(scores.size());
    softmax(attention, scores.data(), kept.data());
    for (std::size_t i = 0; i < kInputs; ++i) {
      double sum = 0;
      const auto attends = [&](std::size_t j) { return j < earlier[i] || j == i; };
      for (std::size_t j = 0; j <= i; ++j)
        sum += attends(j) ? std::exp(0.5 * score(i, j)) : 0;
      for (std::size_t j = 0; j < i + 6; ++j) {
        const double expected = j <= i && attends(j) ? std::exp(0.5 * score(i, j)) / sum : 0;
        EXPECT_NEAR(kept[i * attention.stride + j], expected, 1e-6) << i << ", " << j;
      }
    }
  });
}

} // namespace

} // namespace skipscope::learning::fast
