#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skipscope::listening {

/// Without blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text);
/// The whole of `text`, trimmed, as a number, or nothing.
std::optional<std::int64_t> parseInteger(std::string_view text);
/// The whole of `text`, trimmed, as a finite number, or nothing.
std::optional<double> parseReal(std::string_view text);
/// Shortest text that reads back as the same number.
std::string realText(double value);

} // namespace skipscope::listening
