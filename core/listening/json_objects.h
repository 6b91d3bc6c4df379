#pragma once

#include "core/listening/member_stream.h"

#include <cstdint>
#include <string>
#include <vector>

namespace skipscope::listening {

/// One object of a file, as text.
struct JsonText {
  std::string text;
  std::int64_t line = 0; ///< from 1, where it begins
  bool whole = false;    ///< false: it never ends, or is longer than 1 MB
};

/// The objects of a JSON array one by one, in constant memory. One that begins where the last could not hold
/// an object (it is no member's value and in no list) shows that the last is broken, and the reading goes on
/// from there.
class JsonObjects {
public:
  explicit JsonObjects(MemberStream& stream);

  /// False at the end of the member.
  bool next(JsonText& object);

private:
  int take(); ///< the next byte, -1 at the end
  bool mayOpen() const;

  MemberStream& m_stream;
  std::vector<char> m_buffer;
  std::size_t m_at = 0;
  std::size_t m_end = 0;
  std::int64_t m_line = 1;
  bool m_begun = false; ///< the brace of the next object is already taken
  std::string m_open;   ///< braces and brackets open within the object
  char m_before = '\0'; ///< the last byte that was no blank
};

} // namespace skipscope::listening
