#include "core/listening/line_reader.h"

#include <algorithm>
#include <cstring>

namespace skipscope::listening {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kBuffer = 4 * LineReader::kLongestLine;

bool highByte(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

/// Length of the well-formed multi-byte character at the start of `text`, 0 where there is none (Unicode,
/// table 3-7).
std::size_t characterLength(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned char lead = byte(0);
  if (lead >= 0xC2 && lead <= 0xDF)
    return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) > 0x9F;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
    return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

} // namespace

bool isUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto high = std::find_if(text.begin(), text.end(), highByte);
    text.remove_prefix(static_cast<std::size_t>(high - text.begin()));
    if (text.empty())
      return true;
    const std::size_t length = characterLength(text);
    if (length == 0)
      return false;
    text.remove_prefix(length);
  }
  return true;
}

LineReader::LineReader(MemberStream& stream) : m_stream(stream), m_buffer(kBuffer) {
  refill();
  if (stream.head().starts_with(kByteOrderMark))
    m_at = m_start = kByteOrderMark.size();
}

bool LineReader::refill() {
  if (m_atEnd)
    return false;
  std::memmove(m_buffer.data(), m_buffer.data() + m_start, m_end - m_start);
  m_end -= m_start;
  m_at -= m_start;
  m_start = 0;
  const std::size_t before = m_end;
  while (m_end < m_buffer.size()) {
    const std::size_t count = m_stream.read(m_buffer.data() + m_end, m_buffer.size() - m_end);
    if (count == 0) {
      m_atEnd = true;
      break;
    }
    m_end += count;
  }
  inspect();
  return m_end > before;
}

void LineReader::inspect() {
  const std::string_view block(m_buffer.data(), m_end);
  std::uint64_t all = 0;
  std::size_t i = 0;
  for (std::uint64_t word = 0; i + sizeof word <= block.size(); i += sizeof word) {
    std::memcpy(&word, block.data() + i, sizeof word);
    all |= word;
  }
  m_hasHighBytes = (all & 0x8080808080808080U) != 0 || std::any_of(block.begin() + i, block.end(), highByte);
  m_hasZeroBytes = block.find('\0') != std::string_view::npos;
  if (m_hasHighBytes && !m_encodingKnown)
    guessEncoding(block);
}

void LineReader::guessEncoding(std::string_view block) {
  std::size_t characters = 0, others = 0;
  while (!block.empty()) {
    const auto high = std::find_if(block.begin(), block.end(), highByte);
    block.remove_prefix(static_cast<std::size_t>(high - block.begin()));
    if (block.empty())
      break;
    const std::size_t length = characterLength(block);
    if (length == 0 && block.size() < 4 && !m_atEnd)
      break; // cut by the end of the block
    ++(length > 0 ? characters : others);
    block.remove_prefix(std::max<std::size_t>(1, length));
  }
  m_encodingKnown = characters + others > 0;
  m_latin1 = others > characters;
}

std::size_t LineReader::findLineEnd(std::size_t from) {
  for (;;) {
    const void* found = std::memchr(m_buffer.data() + from, '\n', m_end - from);
    if (found != nullptr)
      return static_cast<std::size_t>(static_cast<const char*>(found) - m_buffer.data());
    if (m_end - m_start > kLongestLine)
      return m_end;
    const std::size_t searched = m_end - m_start;
    if (!refill())
      return m_end;
    from = m_start + searched;
  }
}

void LineReader::skipTo(std::size_t lineEnd) {
  m_at = lineEnd;
  while (m_at == m_end && !m_atEnd) { // the line goes on beyond the buffer
    m_start = m_at;
    refill();
    const void* found = std::memchr(m_buffer.data() + m_at, '\n', m_end - m_at);
    m_at = found == nullptr ? m_end
                            : static_cast<std::size_t>(static_cast<const char*>(found) - m_buffer.data());
  }
  m_at = std::min(m_at + 1, m_end);
}

void LineReader::finish(Line& line, std::size_t from, std::size_t to) {
  if (to > from && m_buffer[to - 1] == '\r')
    --to;
  line.text = std::string_view(m_buffer.data() + from, to - from);
  line.fault = LineFault::None;
  if (m_hasZeroBytes && line.text.find('\0') != std::string_view::npos)
    line.fault = LineFault::ZeroByte;
  else if (m_hasHighBytes && std::any_of(line.text.begin(), line.text.end(), highByte)) {
    if (m_latin1) {
      m_converted.clear();
      for (const char c : line.text)
        if (highByte(c)) {
          m_converted += static_cast<char>(0xC0 | (static_cast<unsigned char>(c) >> 6));
          m_converted += static_cast<char>(0x80 | (static_cast<unsigned char>(c) & 0x3F));
        } else
          m_converted += c;
      line.text = m_converted;
    } else if (!isUtf8(line.text))
      line.fault = LineFault::InvalidUtf8;
  }
  if (line.fault != LineFault::None)
    line.text = {};
}

bool LineReader::next(Line& line) {
  m_start = m_at;
  const std::size_t end = findLineEnd(m_at);
  if (m_end == m_start)
    return false;
  line.number = m_firstNumber = ++m_number;
  if (end - m_start > kLongestLine) {
    line.text = {};
    line.fault = LineFault::TooLong;
    skipTo(end);
    return true;
  }
  m_at = std::min(end + 1, m_end);
  m_firstLength = m_at - m_start;
  finish(line, m_start, end);
  return true;
}

bool LineReader::extend(Line& line) {
  const std::size_t before = m_at - m_start;
  if (m_at == m_end && !refill())
    return false;
  const std::size_t end = findLineEnd(m_start + before);
  if (end - m_start > kLongestLine)
    return false;
  finish(line, m_start, end);
  m_at = std::min(end + 1, m_end);
  ++m_number;
  return line.fault == LineFault::None;
}

void LineReader::shorten(Line& line) {
  m_at = m_start + m_firstLength;
  m_number = m_firstNumber;
  const bool ended = m_firstLength > 0 && m_buffer[m_at - 1] == '\n';
  finish(line, m_start, m_at - (ended ? 1 : 0));
}

} // namespace skipscope::listening
