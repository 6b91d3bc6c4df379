#include "core/store/csv_text.h"

#include <fmt/format.h>

#include <cmath>

namespace skipscope::store {

namespace {

bool looksLikeFormula(std::string_view cell) {
  if (cell.empty())
    return false;
  const auto first = static_cast<unsigned char>(cell[0]);
  return first < 0x20 || first == 0x7f || std::string_view("=+-@").find(cell[0]) != std::string_view::npos;
}

} // namespace

std::string guardedCell(std::string_view text) {
  std::string safe(looksLikeFormula(text) ? 1 : 0, '\'');
  return safe.append(text);
}

void CsvText::separate() {
  if (m_rowBegun)
    m_all += ',';
  m_rowBegun = true;
}

CsvText& CsvText::text(std::string_view cell) {
  separate();
  const std::string safe = m_raw ? std::string(cell) : guardedCell(cell);
  if (safe.find_first_of(",\"\r\n") == std::string::npos) {
    m_all += safe;
    return *this;
  }
  m_all += '"';
  for (const char letter : safe)
    m_all.append(letter == '"' ? 2 : 1, letter);
  m_all += '"';
  return *this;
}

CsvText& CsvText::number(std::string_view digits) {
  separate();
  m_all += digits;
  return *this;
}

CsvText& CsvText::number(double value) {
  return number(std::string_view(std::isfinite(value) ? fmt::format("{}", value) : std::string()));
}

void CsvText::endRow() {
  m_all += '\n';
  m_rowBegun = false;
}

} // namespace skipscope::store
