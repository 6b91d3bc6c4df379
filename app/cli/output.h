#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skipscope::cli {

/// Writes to standard output. Throws core::Error where that cannot be written (closed, on a full disk).
void print(std::string_view text);
/// Hands everything printed to the system; throws like print. main calls it at the end.
void flushOutput();

/// The text without control characters or line ends, so that a name from a log cannot steer a terminal.
std::string printable(std::string_view text);
/// 100836 → "100,836".
std::string grouped(std::int64_t number);
/// "1 run", "12 runs".
std::string counted(std::int64_t number, std::string_view what);
/// At most `digits` significant digits: 0.66712 → "0.667".
std::string significant(double value, int digits = 4);
/// 75.3 → "1 min 15 s".
std::string durationText(double seconds);

} // namespace skipscope::cli
