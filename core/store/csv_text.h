#pragma once

#include <string>
#include <string_view>

namespace skipscope::store {

/// The text, with a leading ' where a spreadsheet would take it for a formula: where it starts with = + - @
/// or a control character.
std::string guardedCell(std::string_view text);

/// Builds CSV text row by row (RFC 4180, LF). Text cells are guarded unless `raw`.
class CsvText {
public:
  explicit CsvText(bool raw) : m_raw(raw) {}

  CsvText& text(std::string_view cell);
  CsvText& number(std::string_view digits); ///< written as it is
  CsvText& number(double value); ///< shortest text that reads back the same; empty where not finite
  void endRow();
  const std::string& all() const { return m_all; }

private:
  void separate();

  bool m_raw;
  bool m_rowBegun = false;
  std::string m_all;
};

} // namespace skipscope::store
