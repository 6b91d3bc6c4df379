#pragma once

#include <QString>
#include <string>
#include <variant>
#include <vector>

namespace skipscope::ui {

using FigureCell = std::variant<QString, double>;

/// A figure as data: one row a value drawn.
struct FigureTable {
  std::vector<QString> header;
  std::vector<std::vector<FigureCell>> rows; ///< [header] cells each
};

/// Text as it is, a number as the shortest text that reads back the same; empty where it is not finite.
QString cellText(const FigureCell& cell);

/// CSV (RFC 4180, LF); texts that a spreadsheet would take for a formula get a leading '.
std::string csvText(const FigureTable& table);
/// Tab-separated for the clipboard; guarded like csvText(), tabs and line ends in texts become spaces.
QString tsvText(const FigureTable& table);

} // namespace skipscope::ui
