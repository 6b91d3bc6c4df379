#pragma once

#include <QString>
#include <cstdint>
#include <string>
#include <string_view>

namespace skipscope::ui {

/// Text of core (UTF-8) for the window.
QString fromCore(std::string_view text);
/// Text of the window for core.
std::string toCore(const QString& text);

/// "41,828" in the user's locale.
QString countText(std::int64_t count);
/// "1 run", "3 runs": the count with the word in the right number; plurals by "s".
QString countOf(std::int64_t count, const QString& word);
/// "12.4 %"
QString shareText(double share);
/// "8 s", "3 min 20 s", "2 h 5 min": two units at most.
QString durationText(double seconds);
/// "2024-03-01 14:05", local time, of ms since 1970.
QString momentText(std::int64_t milliseconds);

} // namespace skipscope::ui
