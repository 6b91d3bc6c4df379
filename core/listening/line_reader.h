#pragma once

#include "core/listening/member_stream.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// Why a line cannot be read as text.
enum class LineFault { None, TooLong, ZeroByte, InvalidUtf8 };

/// One line, without its end. The text lives until the next call of the reader.
struct Line {
  std::string_view text;   ///< UTF-8; empty for a line with a fault
  std::int64_t number = 0; ///< from 1
  LineFault fault = LineFault::None;
};

/// Splits a member of a log into lines: LF or CRLF, with or without a byte-order mark. Where hardly any of
/// the bytes beyond ASCII are UTF-8 the member is taken as Latin-1 and converted; else a line that is not
/// UTF-8 is a fault. Holds a fixed buffer, whatever the lines are like.
class LineReader {
public:
  static constexpr std::size_t kLongestLine = 1 << 20; ///< bytes; a longer line is a fault and not stored

  explicit LineReader(MemberStream& stream);

  /// False at the end of the member.
  bool next(Line& line);
  /// Lengthens the line just given by the one after it (a quoted field holds a line end). False where there
  /// is none, it has a fault, or both together are too long: the line is then void, and shorten() brings it
  /// back.
  bool extend(Line& line);
  /// Undoes every extend() of the line just given.
  void shorten(Line& line);
  /// Whether a line was converted.
  bool readLatin1() const { return m_convertedLine; }

private:
  bool refill();
  std::size_t findLineEnd(std::size_t from);
  void skipTo(std::size_t lineEnd);
  void finish(Line& line, std::size_t to);
  void convertFrom(std::size_t from, std::size_t to);
  void inspect();
  void guessEncoding(std::string_view block);

  MemberStream& m_stream;
  std::vector<char> m_buffer;
  std::size_t m_at = 0;          ///< start of the next line
  std::size_t m_start = 0;       ///< start of the line just given
  std::size_t m_end = 0;         ///< of what the buffer holds
  std::size_t m_firstLength = 0; ///< of the line just given with its end, before any extend()
  std::int64_t m_number = 0;
  std::int64_t m_firstNumber = 0;
  bool m_atEnd = false;
  std::size_t m_checked = 0;    ///< of the line just given: known to have no fault
  std::size_t m_characters = 0; ///< multi-byte characters of UTF-8 met so far
  std::size_t m_strayBytes = 0; ///< bytes beyond ASCII that belong to none
  bool m_latin1 = false;
  bool m_lineLatin1 = false; ///< the line just given lies in m_converted
  bool m_convertedLine = false;
  bool m_hasHighBytes = false; ///< somewhere in the buffer
  bool m_hasZeroBytes = false;
  std::string m_converted;
};

/// What is noted of a file that was converted.
std::string latin1Note(const std::string& file);

/// True for well-formed UTF-8 (no overlong forms, no surrogates).
bool isUtf8(std::string_view text);

} // namespace skipscope::listening
