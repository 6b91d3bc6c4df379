#pragma once

#include <string>
#include <vector>

namespace skipscope::cli {

/// A table for people: columns as wide as their widest cell, numbers to the right.
class Table {
public:
  enum class Align { Left, Right };

  void addColumn(std::string heading, Align align = Align::Left);
  /// One cell a column; control characters are dropped.
  void addRow(const std::vector<std::string>& cells);
  std::size_t rows() const { return m_rows.size(); }
  /// Headings, rows, no trailing blanks; columns without any text are left out.
  std::string text() const;

private:
  struct Column {
    std::string heading;
    Align align;
  };
  std::vector<Column> m_columns;
  std::vector<std::vector<std::string>> m_rows;
};

} // namespace skipscope::cli
