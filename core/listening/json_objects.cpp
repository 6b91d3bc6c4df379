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

/// Whether the innermost object or list may hold another one here.
bool JsonObjects::mayOpen() const {
  return m_before == ':' || (m_open.back() == '[' && (m_before == '[' || m_before == ','));
}

bool JsonObjects::next(JsonText& object) {
  for (int c = 0; !m_begun; m_begun = c == '{')
    if (c = take(); c < 0)
      return false;
  m_begun = false;
  m_open.assign(1, '{');
  m_before = '{';
  object = {"{", m_line, false};
  bool inString = false;
  for (bool escaped = false;;) {
    const int byte = take();
    const auto c = static_cast<char>(byte);
    if (byte < 0 || (inString && c == '\n')) // a string holds no line end
      return true;
    if (!inString && c == '{' && !mayOpen()) {
      m_begun = true;
      return true;
    }
    if (object.text.size() == kLongest)
      return true;
    object.text += c;
    if (c == '"' && !escaped)
      inString = !inString;
    else if (!inString && (c == '{' || c == '['))
      m_open += c;
    else if (!inString && (c == '}' || c == ']'))
      m_open.pop_back();
    if (m_open.empty()) {
      object.whole = true;
      return true;
    }
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
      m_before = c;
    escaped = inString && c == '\\' && !escaped;
  }
}

} // namespace skipscope::listening
