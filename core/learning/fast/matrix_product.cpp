#include "core/learning/fast/matrix_product.h"

#include <algorithm>
#include <cstdint>

// The order matters: the file is compiled once per instruction set.
// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/learning/fast/matrix_product.cpp"
#include "core/learning/fast/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace skipscope::learning::fast::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Wide = hn::CappedTag<float, 16>;
using Half = hn::CappedTag<float, kUnit>;
constexpr std::size_t kLanes = hn::MaxLanes(Wide());
constexpr bool kHalves = kLanes > kUnit;
/// Vectors of a tile's row: with 6 rows, as many as the registers hold.
constexpr int kVectors = kLanes == 16 || HWY_ARCH_ARM ? 4 : 2;

/// One tile [R, V vectors and perhaps a half one] over the whole depth, accumulators in registers.
template <int R, int V, bool kHalf>
void multiplyTile(const float* HWY_RESTRICT a, std::size_t aRow, std::size_t aStep,
                  const float* HWY_RESTRICT b, std::size_t bRow, float* c, std::size_t cRow,
                  std::size_t depth, const float* start, std::size_t startRow) {
  const Wide wide;
  const Half half;
  hn::Vec<Wide> sum[R][V > 0 ? V : 1];
  hn::Vec<Half> halfSum[R];
#pragma GCC unroll 6
  for (int r = 0; r < R; ++r) {
    const float* from = start == nullptr ? nullptr : start + static_cast<std::size_t>(r) * startRow;
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v)
      sum[r][v] =
          from == nullptr ? hn::Zero(wide) : hn::LoadU(wide, from + static_cast<std::size_t>(v) * kLanes);
    if constexpr (kHalf)
      halfSum[r] = from == nullptr ? hn::Zero(half) : hn::LoadU(half, from + V * kLanes);
  }
  for (std::size_t k = 0; k < depth; ++k, a += aStep, b += bRow) {
    hn::Vec<Wide> right[V > 0 ? V : 1];
    hn::Vec<Half> halfRight = hn::Zero(half);
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v)
      right[v] = hn::LoadU(wide, b + static_cast<std::size_t>(v) * kLanes);
    if constexpr (kHalf)
      halfRight = hn::LoadU(half, b + V * kLanes);
#pragma GCC unroll 6
    for (int r = 0; r < R; ++r) {
      const float left = a[static_cast<std::size_t>(r) * aRow];
      const auto every = hn::Set(wide, left);
#pragma GCC unroll 4
      for (int v = 0; v < V; ++v)
        sum[r][v] = hn::MulAdd(every, right[v], sum[r][v]);
      if constexpr (kHalf)
        halfSum[r] = hn::MulAdd(hn::Set(half, left), halfRight, halfSum[r]);
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < R; ++r) {
    float* to = c + static_cast<std::size_t>(r) * cRow;
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v)
      hn::StoreU(sum[r][v], wide, to + static_cast<std::size_t>(v) * kLanes);
    if constexpr (kHalf)
      hn::StoreU(halfSum[r], half, to + V * kLanes);
  }
}

using Tile = decltype(&multiplyTile<1, 1, false>);

template <int R, bool kHalf> Tile tileOf(std::size_t vectors) {
  if constexpr (kVectors == 4) {
    constexpr Tile kTiles[] = {&multiplyTile<R, 0, kHalf>, &multiplyTile<R, 1, kHalf>,
                               &multiplyTile<R, 2, kHalf>, &multiplyTile<R, 3, kHalf>,
                               &multiplyTile<R, 4, false>};
    return kTiles[vectors];
  } else {
    constexpr Tile kTiles[] = {&multiplyTile<R, 0, kHalf>, &multiplyTile<R, 1, kHalf>,
                               &multiplyTile<R, 2, false>};
    return kTiles[vectors];
  }
}

template <int R> Tile tileOf(std::size_t vectors, bool half) {
  if constexpr (kHalves)
    return half ? tileOf<R, true>(vectors) : tileOf<R, false>(vectors);
  else
    return tileOf<R, false>(vectors);
}

Tile tileFor(std::size_t rows, std::size_t columns) {
  const std::size_t vectors = columns / kLanes;
  const bool half = columns % kLanes != 0;
  switch (rows) {
  case 1:
    return tileOf<1>(vectors, half);
  case 2:
    return tileOf<2>(vectors, half);
  case 3:
    return tileOf<3>(vectors, half);
  case 4:
    return tileOf<4>(vectors, half);
  case 5:
    return tileOf<5>(vectors, half);
  default:
    return tileOf<6>(vectors, half);
  }
}

void multiplyHere(const Product& p) {
  static_assert(kTileRows == 6);
  if (p.columns == 0)
    return;
  // Panels of about even width, so that a panel of B stays in the first cache while A passes by.
  constexpr std::size_t kMost = kVectors * kLanes;
  const std::size_t panels = (p.columns + kMost - 1) / kMost;
  const std::size_t width = roundedUp((p.columns + panels - 1) / panels, kHalves ? kUnit : kLanes);
  for (std::size_t column = 0; column < p.columns; column += width) {
    const std::size_t whole = std::min(width, p.columns - column);
    const std::size_t firstRow = p.causal == Causal::Columns ? column / kTileRows * kTileRows : 0;
    for (std::size_t row = firstRow; row < p.rows; row += kTileRows) {
      const std::size_t rows = std::min(kTileRows, p.rows - row);
      std::size_t columns = whole;
      std::size_t from = 0;
      std::size_t depth = p.depth;
      if (p.causal == Causal::Columns)
        columns = std::min(whole, roundedUp(row + rows - column, kUnit));
      else if (p.causal == Causal::DepthTo)
        depth = std::min(depth, row + rows);
      else if (p.causal == Causal::DepthFrom)
        from = std::min(row, depth);
      float* c = p.c + row * p.cRow + column;
      const float* start = p.add ? c : p.start == nullptr ? nullptr : p.start + column;
      tileFor(rows, columns)(p.a + row * p.aRow + from * p.aStep, p.aRow, p.aStep,
                             p.b + from * p.bRow + column, p.bRow, c, p.cRow, depth - from, start,
                             p.add ? p.cRow : 0);
    }
  }
}

const char* nameHere() {
  return hwy::TargetName(HWY_TARGET);
}

} // namespace
} // namespace skipscope::learning::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace skipscope::learning::fast {

HWY_EXPORT(multiplyHere);
HWY_EXPORT(nameHere);

void multiply(const Product& product) {
  HWY_DYNAMIC_DISPATCH(multiplyHere)(product);
}

const char* simdName() {
  return HWY_DYNAMIC_DISPATCH(nameHere)();
}

} // namespace skipscope::learning::fast
#endif
