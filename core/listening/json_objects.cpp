#include "core/listening/json_objects.h"

namespace skipscope::listening {

namespace {
constexpr std::size_t kBlock = 1 << 16;
constexpr std::size_t kLongest = 1 << 20;
} // namespace

JsonObjects::JsonObjects(MemberStream& stream) : m_stream(stream), m_buffer(kBlock) {}

int JsonObjects::take() {
  if (m_at == m_end) {
    m_end = m_stream.read(m_buffer.data(), m_buffer.size());
    m_at = 0;
    if (m_end == 0)
      return -1;
  }
  const char c = m_buffer[m_at++];
  m_line += c == '\n';
  return static_cast<unsigned char>(c);
}

bool JsonObjects::next(JsonText& object) {
  for (int c = 0; !m_begun; m_begun = c == '{')
    if (c = take(); c < 0)
      return false;
  m_begun = false;
  object = {"{", m_line, false};
  bool inString = false;
  for (bool escaped = false;;) {
    const int c = take();
    if (c < 0 || (inString && c == '\n')) // a string holds no line end
      return true;
    if (!inString && c == '{') {
      m_begun = true;
      return true;
    }
    if (object.text.size() == kLongest)
      return true;
    object.text += static_cast<char>(c);
    if (!inString && c == '}') {
      object.whole = true;
      return true;
    }
    if (c == '"' && !escaped)
      inString = !inString;
    escaped = inString && c == '\\' && !escaped;
  }
}

} // namespace skipscope::listening
