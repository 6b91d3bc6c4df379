#pragma once

#include "core/learning/fast/buffer.h"
#include "core/learning/fast/comparison_loss.h"
#include "core/learning/fast/layout.h"
#include "core/learning/fast/song_table.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace skipscope::learning::fast {

/// Rows of gradient that must stay until the songs have moved; its memory is used again.
class RowStore {
public:
  float* take(std::size_t floats);
  void clear() { m_used = 0; }

private:
  std::deque<Buffer> m_buffers;
  std::size_t m_used = 0;
};

/// What one task of a step finds out, whichever thread does it.
struct Found {
  SongGradients songs;
  RowStore rows;
  Buffer gradient; ///< of the other weights, by layout
  double loss = 0; ///< not yet divided by the positive targets
};

/// Contexts of a step [1 + positions, row], the learned start first, and where the gradients of one history's
/// contexts go.
struct Contexts {
  const float* values = nullptr;
  float* startSlope = nullptr; ///< [row]
  float* slopes = nullptr;     ///< of the slice's positions
  std::size_t first = 0;       ///< row of `values` that `slopes` begins with
};

/// The loss of one history's targets (method.md section 4) and its gradients.
class TargetLoss {
public:
  TargetLoss(const Layout& layout, const SongTable& songs) : m_layout(layout), m_songs(songs) {}

  /// `chosen` [positives of the batch] takes the songs of `hardest`.
  void add(const Batch& batch, std::size_t history, const Objective& objective, const Contexts& contexts,
           Found& found, std::vector<std::int64_t>& chosen);

private:
  /// h·e + b.
  float score(const Contexts& contexts, std::int64_t context, std::int64_t song) const;
  /// Gradient of a score, given the slope of the loss by it.
  void addSlope(const Contexts& contexts, std::int64_t context, std::int64_t song, float slope, Found& found);
  /// Each (context, song) with loss weight · softplus(sign · score).
  void addScored(const std::int64_t* contextRows, const std::int64_t* songs, std::size_t count, float sign,
                 float weight, const Contexts& contexts, Found& found);
  /// weight · mean softplus(s⁻) over the N songs drawn for each target.
  void addDrawn(const Batch& batch, std::size_t first, std::size_t count, float weight,
                const Contexts& contexts, Found& found);
  /// The loss of ComparisonLoss over the `each` songs of each target, one target's after another's.
  void addCompared(const Batch& batch, std::size_t first, std::size_t count, const std::int64_t* songs,
                   std::size_t each, experiment::Loss loss, const Contexts& contexts, Found& found);
  /// Scores of the positive targets into m_comparison, and their slopes from there into the gradient.
  void scorePositives(const Batch& batch, std::size_t first, std::size_t count, const Contexts& contexts);
  void addPositiveSlopes(const Batch& batch, std::size_t first, std::size_t count, const Contexts& contexts,
                         Found& found);
  /// Highest-scoring of the N songs drawn for each target, without gradient.
  void choose(const Batch& batch, std::size_t first, std::size_t count, const Contexts& contexts,
              std::int64_t* chosen);
  void gatherContexts(const std::int64_t* rows, std::size_t count, const Contexts& contexts);
  void gatherPool(const std::int64_t* songs, std::size_t count);
  /// The same as choose() for a pool of `songs` that all contexts of the history share, as matrix products.
  void choosePooled(const std::int64_t* pool, std::size_t songs, std::size_t count, std::int64_t* chosen);
  void keepPooled(const Batch& batch, std::size_t first, std::size_t count,
                  std::span<const std::int64_t> songs, Found& found);
  /// The same as addDrawn(), or addCompared() for a loss that compares, for such a pool.
  void addPooled(const Batch& batch, std::size_t first, std::size_t count, const std::int64_t* pool,
                 experiment::Loss loss, float weight, const Contexts& contexts, Found& found);

  const Layout& m_layout;
  const SongTable& m_songs;
  float m_divisor = 1;
  Buffer m_scores, m_slopes;
  Buffer m_own, m_turned, m_pool; ///< contexts of a history, those turned over, songs of its pool
  Buffer m_best;
  ComparisonLoss m_comparison;
  std::vector<std::uint32_t> m_bestSong;
};

} // namespace skipscope::learning::fast
