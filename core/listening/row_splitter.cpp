#include "core/listening/row_splitter.h"

#include <algorithm>
#include <cstring>
#include <utility>

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

RowSplitter::RowSplitter(std::string delimiter, std::size_t mostCells, bool quotes)
    : m_delimiter(std::move(delimiter)), m_mostCells(mostCells), m_quotes(quotes) {}

RowSplitter::Result RowSplitter::split(LineReader& lines, Line& line) {
  Result result = split(line.text);
  if (result != Result::UnclosedQuote)
    return result;
  // Each line is looked at once, however many a quote holds open.
  while (result == Result::UnclosedQuote && m_places.size() < m_mostCells && lines.extend(line))
    result = goOn(line.text);
  if (result == Result::Row)
    return result;
  lines.shorten(line);
  return Result::UnclosedQuote; // text behind a quote of a later line: that one opens another cell
}

RowSplitter::Result RowSplitter::split(std::string_view text) {
  m_cells.clear();
  if (!m_quotes || text.find('"') == std::string_view::npos)
    return splitPlain(text);
  m_places.clear();
  m_unquoted.clear();
  m_at = 0;
  m_open = false;
  return goOn(text);
}

RowSplitter::Result RowSplitter::splitPlain(std::string_view text) {
  const char first = m_delimiter.front();
  for (;;) {
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

/// Splits what of `text` is not split yet: a line, or the same one with another behind it.
RowSplitter::Result RowSplitter::goOn(std::string_view text) {
  for (;;) {
    const std::size_t start = m_open ? m_at : text.find_first_not_of(' ', m_at);
    bool quoted = m_open;
    if (!m_open && start != std::string_view::npos && text[start] == '"') {
      quoted = m_open = true;
      m_openFrom = m_unquoted.size();
      m_at = start + 1;
    }
    if (quoted && !readQuoted(text))
      return Result::UnclosedQuote;
    const std::size_t end = std::min(text.find(m_delimiter, m_at), text.size());
    const std::string_view cell = withoutBlanks(text.substr(m_at, end - m_at));
    if (!quoted)
      m_places.push_back({false, static_cast<std::size_t>(cell.data() - text.data()), cell.size()});
    else if (!cell.empty())
      return Result::TextAfterQuote;
    if (end == text.size())
      return finish(text);
    m_at = end + m_delimiter.size();
  }
}

/// Takes the rest of the open cell; false where its quote is not closed in `text`.
bool RowSplitter::readQuoted(std::string_view text) {
  for (;;) {
    const std::size_t quote = std::min(text.find('"', m_at), text.size());
    m_unquoted += text.substr(m_at, quote - m_at);
    m_at = std::min(quote + 1, text.size());
    if (quote == text.size())
      return false;
    if (m_at == text.size() || text[m_at] != '"')
      break;
    m_unquoted += '"';
    ++m_at;
  }
  m_open = false;
  m_places.push_back({true, m_openFrom, m_unquoted.size() - m_openFrom});
  return true;
}

RowSplitter::Result RowSplitter::finish(std::string_view text) {
  for (const Place& place : m_places)
    m_cells.push_back((place.unquoted ? std::string_view(m_unquoted) : text).substr(place.from, place.size));
  return Result::Row;
}

} // namespace skipscope::listening
