#include "core/listening/row_splitter.h"

#include <cstring>

namespace skipscope::listening {

namespace {

std::string_view withoutBlanks(std::string_view cell) {
  while (!cell.empty() && cell.front() == ' ')
    cell.remove_prefix(1);
  while (!cell.empty() && cell.back() == ' ')
    cell.remove_suffix(1);
  return cell;
}

} // namespace

RowSplitter::RowSplitter(std::string delimiter)
    : m_delimiter(std::move(delimiter)), m_acrossLines(m_delimiter == "," || m_delimiter == ";") {}

RowSplitter::Result RowSplitter::split(LineReader& lines, Line& line) {
  for (;;) {
    if (split(line.text) == Result::Row)
      return Result::Row;
    if (!m_acrossLines || !lines.extend(line)) {
      lines.shorten(line);
      return Result::UnclosedQuote;
    }
  }
}

RowSplitter::Result RowSplitter::split(std::string_view text) {
  m_cells.clear();
  const bool hasQuotes = std::memchr(text.data(), '"', text.size()) != nullptr;
  if (hasQuotes) {
    m_unquoted.clear();
    m_unquoted.reserve(text.size()); // cells point into it
  }
  const char first = m_delimiter.front();
  for (;;) {
    std::size_t start = 0;
    if (hasQuotes) {
      start = text.find_first_not_of(' ');
      start = start == std::string_view::npos ? 0 : start;
    }
    if (hasQuotes && start < text.size() && text[start] == '"') {
      const std::size_t from = m_unquoted.size();
      std::size_t at = start + 1;
      for (;; ++at) {
        if (at >= text.size())
          return Result::UnclosedQuote;
        if (text[at] == '"') {
          if (at + 1 >= text.size() || text[at + 1] != '"')
            break;
          ++at;
        }
        m_unquoted += text[at];
      }
      std::size_t end = text.find(m_delimiter, at + 1);
      const bool last = end == std::string_view::npos;
      if (last)
        end = text.size();
      m_unquoted += withoutBlanks(text.substr(at + 1, end - at - 1)); // "x" y is taken as it stands
      m_cells.push_back(std::string_view(m_unquoted).substr(from));
      if (last)
        return Result::Row;
      text.remove_prefix(end + m_delimiter.size());
      continue;
    }
    const char* found = static_cast<const char*>(std::memchr(text.data(), first, text.size()));
    std::size_t end =
        found == nullptr ? std::string_view::npos : static_cast<std::size_t>(found - text.data());
    if (m_delimiter.size() > 1)
      end = text.find(m_delimiter);
    m_cells.push_back(withoutBlanks(text.substr(0, end)));
    if (end == std::string_view::npos)
      return Result::Row;
    text.remove_prefix(end + m_delimiter.size());
  }
}

} // namespace skipscope::listening
