#include "app/cli/table.h"

#include "app/cli/output.h"

#include <algorithm>

namespace skipscope::cli {

namespace {

/// Code points, which is the width of everything but East Asian and combining letters.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char letter) {
    return (static_cast<unsigned char>(letter) & 0xc0U) != 0x80U;
  }));
}

} // namespace

void Table::addColumn(std::string heading, Align align) {
  m_columns.push_back({std::move(heading), align});
}

void Table::addRow(const std::vector<std::string>& cells) {
  std::vector<std::string> row;
  for (const auto& cell : cells)
    row.push_back(printable(cell));
  row.resize(m_columns.size());
  m_rows.push_back(std::move(row));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < m_columns.size(); ++column) {
    std::size_t widest = 0;
    for (const auto& row : m_rows)
      widest = std::max(widest, width(row[column]));
    widths.push_back(widest == 0 ? 0 : std::max(widest, width(m_columns[column].heading)));
  }
  std::string all;
  const auto line = [&](const auto& cell) {
    std::string row;
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
      if (widths[column] == 0)
        continue;
      const std::string& text = cell(column);
      const std::string blanks(widths[column] - width(text), ' ');
      row += (row.empty() ? "" : "  ");
      row += m_columns[column].align == Align::Left ? text + blanks : blanks + text;
    }
    row.erase(row.find_last_not_of(' ') + 1);
    all += row + "\n";
  };
  line([&](std::size_t column) -> const std::string& { return m_columns[column].heading; });
  for (const auto& cells : m_rows)
    line([&](std::size_t column) -> const std::string& { return cells[column]; });
  return all;
}

} // namespace skipscope::cli
