#pragma once

#include "core/listening/feedback.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace skipscope::listening {

inline constexpr std::int32_t kUnknownMs = -1;

/// One play of one song by one listener. Indices point into the name tables of the dataset.
struct Event {
  std::int64_t time = 0; ///< ms since 1970 UTC, or a position where the log has no times
  std::uint32_t song = 0;
  std::uint32_t station = 0;
  std::int32_t playedMs = kUnknownMs;
  std::int32_t durationMs = kUnknownMs;
  Feedback feedback = Feedback::Listen;
  friend bool operator==(const Event&, const Event&) = default;
};

/// What is known of a dataset without reading its events. The counts of events and kinds are the log's,
/// exact duplicates included; `kept` is what the dataset holds after `duplicates` were left out.
struct DatasetSummary {
  std::string name;
  std::string fingerprint; ///< 32 hex digits: events, titles, artists and import rules
  std::string format;      ///< "movielens", "csv", …
  std::int64_t events = 0;
  std::int64_t kept = 0;
  std::int64_t listeners = 0;
  std::int64_t songs = 0;
  std::int64_t stations = 0; ///< 0 where the log names none
  std::int64_t likes = 0;
  std::int64_t dislikes = 0;
  std::int64_t skips = 0;
  std::int64_t listens = 0;
  std::int64_t duplicates = 0; ///< exact duplicates among `events`
  std::int64_t merged = 0; ///< signs joined to another row's play (a vote to its listen), votes taken back
                           ///< and the rows that did so
  std::map<std::string, std::int64_t> rejected; ///< reason → rows
  std::optional<std::int64_t> from;             ///< first event, ms since 1970; absent for positions
  std::optional<std::int64_t> to;
  bool orderedByPosition = false;
  std::map<std::string, std::string> rules; ///< import rules in force, key → value
  /// XXH3-128 of the truth file kept with a simulated log, 32 hex digits; empty = none. Not part of the
  /// fingerprint.
  std::string truth;
};

/// A whole log in memory: immutable once built. Listeners, songs and stations are indexed in id order
/// (numbers by value, before words in byte order), so that "the smaller id" is the smaller index.
/// Events lie listener by listener, by time; ties by a hash of (listener id, song id).
struct Dataset {
  std::vector<std::string> listenerIds;
  std::vector<std::string> songIds;
  std::vector<std::string> titles;     ///< [songs], empty strings where unknown
  std::vector<std::string> artists;    ///< [songs]
  std::vector<std::string> stationIds; ///< at least one; a log without stations has one, named ""
  std::vector<std::size_t> offsets;    ///< [listeners + 1] into events
  std::vector<Event> events;
  bool orderedByPosition = false;

  std::size_t listeners() const { return listenerIds.size(); }
  std::size_t songs() const { return songIds.size(); }
  std::span<const Event> history(std::size_t listener) const {
    return std::span(events).subspan(offsets[listener], offsets[listener + 1] - offsets[listener]);
  }
};

/// Orders ids as the dataset does: whole numbers by value, then everything else by bytes.
bool idLess(std::string_view a, std::string_view b);

} // namespace skipscope::listening
