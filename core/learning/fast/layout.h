#pragma once

#include "core/learning/network.h"

#include <cstddef>

namespace skipscope::learning::fast {

/// Sizes in floats of the rows that the kernels work on. A head is padded by itself, so that the columns of a
/// head's product never reach into the next one.
struct Widths {
  explicit Widths(const EncoderShape& shape);

  std::size_t width = 0; ///< d
  std::size_t row = 0;   ///< d padded: stride of states, song vectors and most weights
  std::size_t heads = 0;
  std::size_t head = 0;      ///< d / heads
  std::size_t headRow = 0;   ///< that padded
  std::size_t attended = 0;  ///< heads · headRow: the heads side by side
  std::size_t projected = 0; ///< 3 · attended: queries, keys, values
  std::size_t positions = 0; ///< places with a vector, 0 where they are off
  std::size_t feedback = 0;  ///< kinds, 0 where they are off

  /// Where component c of 0 … d-1, or of 0 … 3d-1 for queries, keys and values, stands among padded heads.
  std::size_t headColumn(std::size_t c) const { return c / head * headRow + c % head; }
  /// Calls each(first, count) for the columns with values among the first `columns` of heads side by side:
  /// once where no head is padded.
  template <class Each> void eachRun(std::size_t columns, Each each) const {
    if (head == headRow)
      each(std::size_t{0}, columns);
    else
      for (std::size_t first = 0; first < columns; first += headRow)
        each(first, head);
  }
};

/// Where the arrays of one block begin.
struct BlockOffsets {
  std::size_t project = 0;     ///< [projected, row] queries, keys, values
  std::size_t projectBias = 0; ///< [projected]
  std::size_t out = 0;         ///< [d, attended]
  std::size_t outBias = 0;     ///< [row]
  std::size_t inner = 0;       ///< [d, row]
  std::size_t innerBias = 0;   ///< [row]
  std::size_t outer = 0;       ///< [d, row]
  std::size_t outerBias = 0;   ///< [row]
};

/// All weights but the songs' in one piece of memory as the kernels want them, and their gradients in
/// another. The affine part of each block's layer norms is folded into the matrix behind it: W·(γ ⊙ x + β) +
/// b = (W ⊙ γ)·x + (b + W·β).
struct Layout {
  explicit Layout(const EncoderShape& shape);

  Widths widths;
  std::vector<BlockOffsets> blocks;
  std::size_t finalNorm = 0;     ///< [row]
  std::size_t finalNormBias = 0; ///< [row]
  std::size_t start = 0;         ///< [row]; under cloze the vector of a mask
  std::size_t feedback = 0;      ///< [kinds, row]
  std::size_t positions = 0;     ///< [places, row]
  std::size_t size = 0;
};

} // namespace skipscope::learning::fast
