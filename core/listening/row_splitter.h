#pragma once

#include "core/listening/line_reader.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// Splits lines into cells. A cell may be quoted ("" stands for a quote), in comma and semicolon tables
/// across lines; blanks around a cell are cut. Quotes within an unquoted cell are text.
class RowSplitter {
public:
  explicit RowSplitter(std::string delimiter);

  enum class Result { Row, UnclosedQuote };
  /// Splits the line just read into cells(); takes further lines while a quote is open. On UnclosedQuote the
  /// reader stands behind the first line again.
  Result split(LineReader& lines, Line& line);
  /// Splits one line that is complete by itself.
  Result split(std::string_view text);

  /// Live until the next split or line.
  const std::vector<std::string_view>& cells() const { return m_cells; }

private:
  std::string m_delimiter;
  bool m_acrossLines;
  std::vector<std::string_view> m_cells;
  std::string m_unquoted; ///< quoted cells without their quotes
};

} // namespace skipscope::listening
