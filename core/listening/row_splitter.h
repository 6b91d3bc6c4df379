#pragma once

#include "core/listening/line_reader.h"

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// Splits lines into cells. A cell may be quoted ("" stands for a quote), also across lines; blanks around a
/// cell are cut. Quotes within an unquoted cell are text.
class RowSplitter {
public:
  /// A quote is not looked for beyond `mostCells`: a row with more is no row. Without `quotes` they are text.
  explicit RowSplitter(std::string delimiter, std::size_t mostCells = std::numeric_limits<std::size_t>::max(),
                       bool quotes = true);

  enum class Result { Row, UnclosedQuote, TextAfterQuote };
  /// Splits the line just read into cells(); takes further lines while a quote is open. Where no row comes of
  /// it the reader stands behind the first line again.
  Result split(LineReader& lines, Line& line);
  /// Splits one line that is complete by itself.
  Result split(std::string_view text);

  /// Live until the next split or line.
  const std::vector<std::string_view>& cells() const { return m_cells; }

private:
  /// Where a cell lies: in the text, or in m_unquoted.
  struct Place {
    bool unquoted = false;
    std::size_t from = 0;
    std::size_t size = 0;
  };

  Result splitPlain(std::string_view text);
  Result goOn(std::string_view text);
  bool readQuoted(std::string_view text);
  Result finish(std::string_view text);

  std::string m_delimiter;
  std::size_t m_mostCells;
  bool m_quotes;
  std::vector<std::string_view> m_cells;
  std::vector<Place> m_places;
  std::string m_unquoted; ///< quoted cells without their quotes
  std::size_t m_at = 0;   ///< in the text: what lies before is split
  std::size_t m_openFrom = 0;
  bool m_open = false; ///< within a quoted cell, whose start in m_unquoted is m_openFrom
};

} // namespace skipscope::listening
