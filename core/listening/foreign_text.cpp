#include "core/listening/foreign_text.h"

#include "core/error.h"
#include "core/listening/number_text.h"
#include "core/listening/time_text.h"

#include <algorithm>

namespace skipscope::listening {

namespace {

constexpr std::ptrdiff_t kStrayControls = 3;  // a text may hold some by mishap
constexpr std::size_t kBytesPerControl = 100; // with more of them it is none

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// A number, a time, or a date in words such as "14 Nov 2023, 22:13".
bool isValue(const std::string& cell) {
  const bool dateInWords = cell.size() > 2 && isDigit(cell[0]) && cell.find(' ') <= 2;
  return dateInWords || parseReal(cell) || parseTime(cell);
}

} // namespace

bool isControl(char c) {
  return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r';
}

void refuseForeign(const MemberStream& stream, const std::string& file) {
  const std::string_view head = stream.head();
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
    throw core::Error(file + " is UTF-16 text: save it as UTF-8.");
  const auto controls = std::count_if(head.begin(), head.end(), isControl);
  if (controls > kStrayControls && controls > static_cast<std::ptrdiff_t>(head.size() / kBytesPerControl))
    throw core::Error(file + " is no text (it is full of control characters): name the file that holds the "
                             "log as a table, such as CSV.");
  if (head.find('\n') == std::string_view::npos && head.find('\r') < head.size() - 1)
    throw core::Error(file + " ends its lines with CR alone: save it with line ends LF or CRLF.");
}

void requireJson(const MemberStream& stream, const std::string& file, std::string_view openings,
                 std::string_view format) {
  const std::string_view head = stream.head();
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
    throw core::Error(file + " is UTF-16 text: save it as UTF-8.");
  const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos)
    throw core::Error(file + " is empty: there is nothing to import.");
  if (openings.find(head[first]) == std::string_view::npos)
    throw core::Error(file + " is not JSON as the format '" + std::string(format) +
                      "' writes it: leave the file out or import it apart.");
}

std::string notAHeader(std::string_view firstLine, const std::vector<std::string>& header,
                       const std::string& file) {
  const std::string_view line = trimmed(firstLine);
  const std::string_view next = trimmed(line.substr(std::min<std::size_t>(1, line.size())));
  const bool object = line.starts_with('{') && (next.empty() || next[0] == '"' || next[0] == '}');
  const bool list = line.starts_with('[') && (next.empty() || next[0] == '{' || next[0] == ']');
  if (object || list)
    return file +
           " is JSON, but neither Spotify's extended streaming history (a list of plays with ms_played "
           "and spotify_track_uri) nor a ListenBrainz export (a listen or a feedback a line): export "
           "one of these, or turn the file into a table.";
  if (header.empty())
    return file + " has no line of column names, for a quote in its first line is not closed or not doubled: "
                  "mend that line.";
  if (std::any_of(header.begin(), header.end(), isValue))
    return file + " has no line of column names, for its first line looks like a row: put one on top, such "
                  "as user,song,time,feedback, or choose another format.";
  return {};
}

} // namespace skipscope::listening
