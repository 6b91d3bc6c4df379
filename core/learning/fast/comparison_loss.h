#pragma once

#include "core/learning/fast/buffer.h"
#include "core/learning/network.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace skipscope::learning::fast {

/// The losses that set a positive target's score against those of its drawn songs: bpr and softmax
/// (core/learning/network.h).
class ComparisonLoss {
public:
  /// Scores of `count` positive targets, to be written into; what lies beyond, up to a multiple of kUnit, is
  /// 0.
  float* positives(std::size_t count);
  /// `scores` [songs, stride] of the drawn songs, a column for each positive target, become slopes of the
  /// loss, and slopes() is set to those of the positives. Stride is `count` rounded up to kUnit; what lies
  /// beyond `count` may be any number. Returns the loss, summed over the targets.
  double apply(experiment::Loss loss, std::size_t songs, std::size_t count, float* scores);
  const float* slopes() const { return m_slopes.data(); } ///< [count]

private:
  double pairwise(std::size_t songs, std::size_t count, std::size_t stride, float* scores);
  double softmax(std::size_t songs, std::size_t count, std::size_t stride, float* scores);

  Buffer m_positives, m_slopes, m_highest;
  std::vector<std::uint32_t> m_highestSong;
};

} // namespace skipscope::learning::fast
