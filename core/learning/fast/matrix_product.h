#pragma once

#include <cstddef>

namespace skipscope::learning::fast {

/// Rows are padded with zeros to a multiple of so many floats, half a vector of AVX-512: 50 → 56, not 64.
constexpr std::size_t kUnit = 8;
/// Rows of a tile: what a causal product must find zero beyond the diagonal is less than this far from it.
constexpr std::size_t kTileRows = 6;

constexpr std::size_t roundedUp(std::size_t value, std::size_t to) {
  return (value + to - 1) / to * to;
}

/// Which part of a product of attention is needed, by tiles of kTileRows rows; the rest is not touched.
enum class Causal {
  No,
  Columns,   ///< row i needs columns up to i: Q·Kᵀ and dO·Vᵀ
  DepthTo,   ///< row i sums up to k = i: P·V and dS·K; A is 0 beyond, as far as the tile reaches
  DepthFrom, ///< row i sums from k = i: Pᵀ·dO and dSᵀ·Q; A is 0 before, as far as the tile reaches
};

/// C = A·B, C = start + A·B or C += A·B for small matrices of floats, rows one after another.
struct Product {
  const float* a = nullptr; ///< A [rows, depth]: element (i, k) is a[i·aRow + k·aStep], so Aᵀ is A
  std::size_t aRow = 0;
  std::size_t aStep = 1;
  const float* b = nullptr; ///< B [depth, columns], row k at b + k·bRow
  std::size_t bRow = 0;
  float* c = nullptr; ///< C [rows, columns], row i at c + i·cRow
  std::size_t cRow = 0;
  std::size_t rows = 0;
  std::size_t depth = 0;
  std::size_t columns = 0;      ///< a multiple of kUnit
  bool add = false;             ///< C += A·B
  const float* start = nullptr; ///< [columns] a row that each row of C starts from, unless `add`
  Causal causal = Causal::No;
};

/// On the calling thread. Each element is a chain of multiply-adds in the order of k, fused where the
/// processor can, so its bits depend on its own row and column only, not on the shape of the product.
void multiply(const Product& product);

/// Name of the instruction set that the kernels of this folder take here: "AVX3".
const char* simdName();

} // namespace skipscope::learning::fast
