#pragma once

#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"
#include "core/learning/encoder_shape.h"
#include "core/learning/hearing.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace skipscope::learning {

/// Input histories of different lengths, packed one after another without padding, longest first. Under cloze
/// a history's inputs, of which some are masked, are followed by the masks of targets outside the inputs.
struct PackedHistories {
  static constexpr std::int64_t kMask = -1;
  static constexpr std::int64_t kNoFeedback = listening::kFeedbackKinds;
  std::vector<std::int64_t>
      songs; ///< [positions] catalogue row; the catalogue's size for a song outside it; kMask
  std::vector<std::int64_t> feedback;      ///< [positions] listening::Feedback, kNoFeedback of a mask
  std::vector<std::int64_t> times;         ///< [positions]
  std::vector<std::int64_t> offsets = {0}; ///< [histories + 1] into positions
  std::vector<std::uint64_t> keys;         ///< [histories] of the dropout masks; empty = no dropout
  /// Under cloze: [histories] how many positions are attended to, masks put in are not; [positions] how many
  /// of them come before.
  std::vector<std::int64_t> heard, places;

  std::size_t size() const { return offsets.size() - 1; }
  std::size_t positions() const { return songs.size(); }
  std::int64_t length(std::size_t history) const { return offsets[history + 1] - offsets[history]; }
  /// Positions of a history that others attend to.
  std::int64_t heardOf(std::size_t history) const { return heard.empty() ? length(history) : heard[history]; }
};

/// Neighbouring histories of about the same length: attention is padded to `length` inside a bucket only.
struct Bucket {
  std::size_t first = 0; ///< history
  std::size_t count = 0;
  std::int64_t length = 0;
};
/// Buckets of `histories` (longest first; empty ones are left out): no history under 4/5 of its bucket's
/// length (short ones aside), and count·heads·length² bounded, so that memory is.
std::vector<Bucket> lengthBuckets(const PackedHistories& histories, std::int64_t heads);

/// Packs for each query the newest L inputs strictly before its moment, and under cloze a mask after them.
/// `order[i]` is the query of history i.
PackedHistories packContexts(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                             const Hearing& hearing, const EncoderShape& shape,
                             std::span<const evaluation::Query> queries, std::vector<std::size_t>& order);

} // namespace skipscope::learning
