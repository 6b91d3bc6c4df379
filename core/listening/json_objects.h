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

/// The objects of a JSON array one by one, in constant memory. They must hold no objects of their own: one
/// that begins before the last has ended shows that the last is broken, and the reading goes on from there.
class JsonObjects {
public:
  explicit JsonObjects(MemberStream& stream);

  /// False at the end of the member.
  bool next(JsonText& object);

private:
  int take(); ///< the next byte, -1 at the end

  MemberStream& m_stream;
  std::vector<char> m_buffer;
  std::size_t m_at = 0;
  std::size_t m_end = 0;
  std::int64_t m_line = 1;
  bool m_begun = false; ///< the brace of the next object is already taken
};

} // namespace skipscope::listening
