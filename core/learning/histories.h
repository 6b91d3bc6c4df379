#pragma once

#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace skipscope::learning {

/// Input histories of different lengths, packed one after another without padding, longest first.
struct PackedHistories {
  std::vector<std::int64_t> songs; ///< [positions] catalogue row; the catalogue's size for a song outside it
  std::vector<std::int64_t> feedback;      ///< [positions] listening::Feedback
  std::vector<std::int64_t> times;         ///< [positions]
  std::vector<std::int64_t> offsets = {0}; ///< [histories + 1] into positions
  std::vector<std::uint64_t> keys;         ///< [histories] of the dropout masks; empty = no dropout

  std::size_t size() const { return offsets.size() - 1; }
  std::size_t positions() const { return songs.size(); }
  std::int64_t length(std::size_t history) const { return offsets[history + 1] - offsets[history]; }
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

/// Packs for each query the newest `most` inputs strictly before its moment. `order[i]` is the query of
/// history i.
PackedHistories packContexts(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                             experiment::FeedbackSet inputs, std::int64_t most,
                             std::span<const evaluation::Query> queries, std::vector<std::size_t>& order);

} // namespace skipscope::learning
