#pragma once

#include "core/listening/record.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace skipscope::listening {

/// A record whose ids are numbers. No larger than an event: the records of a log give way to its events.
struct CollectedRecord {
  std::int64_t time = 0;
  std::uint32_t listener = 0;
  std::uint32_t song = 0;
  std::uint32_t station = 0;
  std::int32_t playedMs = kUnknownMs;
  std::int32_t durationMs = kUnknownMs;
  Feedback feedback = Feedback::Listen;
  RecordKind kind = RecordKind::Play;

  Event event() const { return {time, song, station, playedMs, durationMs, feedback}; }
};
static_assert(sizeof(CollectedRecord) <= sizeof(Event));

/// Any number of records, which never move as more come, and whose memory is given back piece by piece.
class CollectedRecords {
public:
  void add(const CollectedRecord& record) {
    if (m_chunks.empty() || m_chunks.back().size() == kChunk)
      m_chunks.emplace_back().reserve(kChunk);
    m_chunks.back().push_back(record);
  }

  std::size_t size() const {
    return m_chunks.empty() ? 0 : (m_chunks.size() - 1) * kChunk + m_chunks.back().size();
  }
  CollectedRecord& operator[](std::size_t i) { return m_chunks[i / kChunk][i % kChunk]; }
  const CollectedRecord& operator[](std::size_t i) const { return m_chunks[i / kChunk][i % kChunk]; }

  /// Records before `first` are no longer needed.
  void releaseBefore(std::size_t first) {
    for (; m_released < first / kChunk; ++m_released)
      m_chunks[m_released] = std::vector<CollectedRecord>(); // {} would keep the memory
  }

private:
  // Large enough that the allocator gives a chunk back to the system when it is freed.
  static constexpr std::size_t kChunk = std::size_t{1} << 20;
  std::vector<std::vector<CollectedRecord>> m_chunks;
  std::size_t m_released = 0; ///< chunks
};

} // namespace skipscope::listening
