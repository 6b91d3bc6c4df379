#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skipscope::listening {

/// A moment read from text.
struct ParsedTime {
  std::int64_t ms = 0;   ///< since 1970 UTC
  bool zoneGiven = true; ///< false for ISO times without a zone, which are taken as UTC
};

/// Reads epoch seconds (with or without a fraction), epoch ms (numbers of 10^11 and more) or ISO 8601
/// ("2024-05-01", "2024-05-01T10:00", "2024-05-01 10:00:00.5+02:00"). Nothing where it is none of them.
std::optional<ParsedTime> parseTime(std::string_view text);

/// "2024-05-01T10:00:00Z"; milliseconds only where there are some.
std::string isoTime(std::int64_t ms);

/// Writes isoTime() into `into` (at least 32 bytes) and returns its length.
std::size_t writeIsoTime(std::int64_t ms, char* into);

} // namespace skipscope::listening
