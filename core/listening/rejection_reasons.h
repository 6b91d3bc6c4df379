#pragma once

#include "core/listening/line_reader.h"

#include <string_view>

namespace skipscope::listening {

/// Reasons for which a row is rejected.
inline constexpr std::string_view kMissingListener = "missing listener";
inline constexpr std::string_view kMissingSong = "missing song";
inline constexpr std::string_view kUnreadableTime = "unreadable time";
inline constexpr std::string_view kUnreadablePosition = "unreadable position";
inline constexpr std::string_view kUnreadableNumber = "unreadable number";
inline constexpr std::string_view kUnknownFeedback = "unknown feedback word";
inline constexpr std::string_view kBrokenJson = "broken JSON record";
inline constexpr std::string_view kWrongFieldCount = "wrong number of fields";
inline constexpr std::string_view kUnclosedQuote = "unclosed quote";
inline constexpr std::string_view kTextAfterQuote = "text after a closing quote";
inline constexpr std::string_view kInvalidUtf8 = "invalid UTF-8";
inline constexpr std::string_view kZeroByte = "zero byte in the line";
inline constexpr std::string_view kLineTooLong = "line longer than 1 MB";

/// "" for a line without fault.
std::string_view faultReason(LineFault fault);

} // namespace skipscope::listening
