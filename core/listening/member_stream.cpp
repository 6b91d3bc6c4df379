#include "core/listening/member_stream.h"

#include <algorithm>
#include <cstring>

namespace skipscope::listening {

namespace {
constexpr std::size_t kHead = 1 << 16;
}

MemberStream::MemberStream(LogFile& file, std::function<void()> checkpoint)
    : m_file(file), m_checkpoint(std::move(checkpoint)), m_head(kHead, '\0') {
  std::size_t size = 0;
  for (std::size_t count = 1; count > 0 && size < kHead; size += count)
    count = m_file.read(m_head.data() + size, kHead - size);
  m_head.resize(size);
}

std::size_t MemberStream::read(char* into, std::size_t room) {
  if (m_taken < m_head.size()) {
    const std::size_t count = std::min(room, m_head.size() - m_taken);
    std::memcpy(into, m_head.data() + m_taken, count);
    m_taken += count;
    return count;
  }
  if (m_checkpoint)
    m_checkpoint();
  return m_file.read(into, room);
}

} // namespace skipscope::listening
