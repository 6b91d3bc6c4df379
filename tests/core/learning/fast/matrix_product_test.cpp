#include "core/learning/fast/matrix_product.h"
#include "tests/core/learning/fast/instruction_sets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace skipscope::learning::fast {

namespace {

/// Numbers of about 1 that repeat nothing.
float numberAt(std::size_t i) {
  return static_cast<float>(std::sin(static_cast<double>(i) * 12.9898));
}

/// A product with everything in it padded, and what it should be, in double precision.
struct Case {
  std::size_t rows, depth, columns;
  bool turned; ///< A stands in memory as [depth, rows]
  Causal causal;

  /// Whether A(i, k) is outside what a causal product may read as other than 0.
  bool isZero(std::size_t i, std::size_t k) const {
    return (causal == Causal::DepthTo && k > i) || (causal == Causal::DepthFrom && k < i);
  }

  void check(bool add, bool started) const {
    const std::size_t stride = columns + kUnit;
    std::vector<float> a(rows * depth);
    std::vector<float> b(depth * stride);
    std::vector<float> start(columns);
    std::vector<float> c((rows + 1) * stride);
    const auto at = [&](std::size_t i, std::size_t k) { return turned ? k * rows + i : i * depth + k; };
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t k = 0; k < depth; ++k)
        a[at(i, k)] = isZero(i, k) ? 0 : numberAt(7 * i + 3 * k);
    for (std::size_t i = 0; i < b.size(); ++i)
      b[i] = numberAt(5 * i + 1);
    for (std::size_t i = 0; i < c.size(); ++i)
      c[i] = numberAt(i + 2);
    for (std::size_t i = 0; i < start.size(); ++i)
      start[i] = numberAt(11 * i);
    const std::vector<float> before = c;
    multiply({.a = a.data(),
              .aRow = turned ? 1 : depth,
              .aStep = turned ? rows : 1,
              .b = b.data(),
              .bRow = stride,
              .c = c.data(),
              .cRow = stride,
              .rows = rows,
              .depth = depth,
              .columns = columns,
              .add = add,
              .start = started ? start.data() : nullptr,
              .causal = causal});
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < (causal == Causal::Columns ? std::min(columns, i + 1) : columns); ++j) {
        double sum = add ? before[i * stride + j] : started ? start[j] : 0.0F;
        for (std::size_t k = 0; k < depth; ++k)
          sum += static_cast<double>(a[at(i, k)]) * b[k * stride + j];
        ASSERT_NEAR(c[i * stride + j], sum, 1e-5 * static_cast<double>(depth) + 1e-6) << i << ", " << j;
      }
    for (std::size_t i = 0; i < c.size(); ++i)
      if (i / stride == rows || i % stride >= columns) {
        ASSERT_EQ(c[i], before[i]) << "written beyond its columns, at " << i;
      }
  }
};

TEST(MatrixProduct, IsRightInEveryShapeAndInstructionSet) {
  forEachInstructionSet([] {
    for (const std::size_t rows : {1, 2, 5, 6, 7, 17})
      for (const std::size_t columns : {8, 16, 24, 56, 64, 72, 136})
        for (const std::size_t depth : {1, 3, 50}) {
          const Case straight{rows, depth, columns, false, Causal::No};
          straight.check(false, false);
          straight.check(false, true);
          straight.check(true, false);
          Case{rows, depth, columns, true, Causal::No}.check(true, false);
        }
  });
}

TEST(MatrixProduct, CausalOnesSkipWhatIsNotNeededOnly) {
  forEachInstructionSet([] {
    for (const std::size_t inputs : {1, 2, 6, 8, 13, 70}) {
      Case{inputs, 9, roundedUp(inputs, kUnit), false, Causal::Columns}.check(false, false);
      Case{inputs, inputs, 24, false, Causal::DepthTo}.check(false, false);
      Case{inputs, inputs, 24, true, Causal::DepthFrom}.check(false, false);
    }
  });
}

} // namespace

} // namespace skipscope::learning::fast
