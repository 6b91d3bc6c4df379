#pragma once

#include "core/listening/dataset.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace skipscope::listening {

/// What one record of a log stands for.
enum class RecordKind : std::uint8_t {
  Play,       ///< a play, with whatever the listener thought of it
  Vote,       ///< a like or dislike logged apart from the play it belongs to
  RevokedVote ///< the listener's latest like or dislike of the song is taken back; Listen: whichever is later
};

/// One record in the words of its log. The texts live until the reader goes on.
struct Record {
  RecordKind kind = RecordKind::Play;
  Feedback feedback = Feedback::Listen;
  std::int32_t playedMs = kUnknownMs;
  std::int32_t durationMs = kUnknownMs;
  std::optional<double>
      playedShare;       ///< of the song, where the log tells that; more than 1 if it was replayed
  std::int64_t time = 0; ///< ms since 1970 UTC, or a position
  std::string_view listener;
  std::string_view song;
  std::string_view station; ///< empty where the log names none
  std::string_view title;
  std::string_view artist;
};

/// Skip or Listen by the play time: method section 1. Unknown play times are Listen, durations of 0 unknown.
/// Where the share is all a log tells it decides alone.
struct SkipRule {
  std::int64_t maxPlayedMs = 30'000;
  double maxPlayedRatio = 0.5;

  Feedback operator()(std::int32_t playedMs, std::int32_t durationMs) const {
    const bool isShort = playedMs >= 0 && playedMs < maxPlayedMs &&
                         (durationMs <= 0 || static_cast<double>(playedMs) < maxPlayedRatio * durationMs);
    return isShort ? Feedback::Skip : Feedback::Listen;
  }
  Feedback operator()(const Record& record) const {
    if (record.playedShare)
      return *record.playedShare < maxPlayedRatio ? Feedback::Skip : Feedback::Listen;
    return (*this)(record.playedMs, record.durationMs);
  }
};

} // namespace skipscope::listening
