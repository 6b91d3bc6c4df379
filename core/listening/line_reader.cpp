#include "core/listening/line_reader.h"

#include <algorithm>
#include <cstring>

namespace skipscope::listening {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kBuffer = 4 * LineReader::kLongestLine;
// Latin-1 text holds pairs of letters that look like UTF-8, such as an É before a », but few.
constexpr std::size_t kStrayBytesACharacter = 20;

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

std::string latin1Note(const std::string& file) {
  return file + " is not UTF-8 and was read as Latin-1.";
}

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
  guessEncoding(std::string_view(m_buffer.data(), m_end).substr(before));
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
}

void LineReader::guessEncoding(std::string_view block) {
  if (!m_hasHighBytes)
    return;
  for (int i = 0; i < 3 && !block.empty() && (static_cast<unsigned char>(block.front()) & 0xC0) == 0x80; ++i)
    block.remove_prefix(1); // the rest of a character that the block before was cut in
  while (!block.empty()) {
    const auto high = std::find_if(block.begin(), block.end(), highByte);
    block.remove_prefix(static_cast<std::size_t>(high - block.begin()));
    if (block.empty())
      break;
    const std::size_t length = characterLength(block);
    if (length == 0 && block.size() < 4 && !m_atEnd)
      break; // cut by the end of the block
    ++(length > 0 ? m_characters : m_strayBytes);
    block.remove_prefix(std::max<std::size_t>(1, length));
  }
  m_latin1 = m_strayBytes > kStrayBytesACharacter * m_characters;
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

void LineReader::convertFrom(std::size_t from, std::size_t to) {
  for (const char c : std::string_view(m_buffer.data() + from, to - from))
    if (highByte(c)) {
      m_converted += static_cast<char>(0xC0 | (static_cast<unsigned char>(c) >> 6));
      m_converted += static_cast<char>(0x80 | (static_cast<unsigned char>(c) & 0x3F));
    } else
      m_converted += c;
}

/// Gives the line from m_start to `to`; what is checked of it already is not looked at again.
void LineReader::finish(Line& line, std::size_t to) {
  if (to > m_start && m_buffer[to - 1] == '\r')
    --to;
  const std::size_t from = m_start + m_checked;
  const std::string_view added(m_buffer.data() + from, to - from);
  line.text = std::string_view(m_buffer.data() + m_start, to - m_start);
  line.fault = LineFault::None;
  if (m_checked == 0)
    m_lineLatin1 = false;
  const bool high = m_hasHighBytes && std::any_of(added.begin(), added.end(), highByte);
  if (m_hasZeroBytes && added.find('\0') != std::string_view::npos)
    line.fault = LineFault::ZeroByte;
  else if (m_lineLatin1 || (high && m_latin1)) {
    if (!m_lineLatin1)
      m_converted.assign(m_buffer.data() + m_start, m_checked); // ASCII only, or UTF-8 by chance
    convertFrom(from, to);
    m_lineLatin1 = m_convertedLine = true;
    line.text = m_converted;
  } else if (high && !isUtf8(added))
    line.fault = LineFault::InvalidUtf8;
  m_checked = to - m_start;
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
  m_checked = 0;
  finish(line, end);
  return true;
}

bool LineReader::extend(Line& line) {
  const std::size_t before = m_at - m_start;
  if (m_at == m_end && !refill())
    return false;
  const std::size_t end = findLineEnd(m_start + before);
  if (end - m_start > kLongestLine)
    return false;
  finish(line, end);
  m_at = std::min(end + 1, m_end);
  ++m_number;
  return line.fault == LineFault::None;
}

void LineReader::shorten(Line& line) {
  m_at = m_start + m_firstLength;
  m_number = m_firstNumber;
  const bool ended = m_firstLength > 0 && m_buffer[m_at - 1] == '\n';
  m_checked = 0;
  m_converted.clear();
  finish(line, m_at - (ended ? 1 : 0));
}

} // namespace skipscope::listening
