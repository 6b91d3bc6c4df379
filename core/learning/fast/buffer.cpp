#include "core/learning/fast/buffer.h"

#include <sys/mman.h>

#include <cstdint>
#include <new>
#include <utility>

namespace skipscope::learning::fast {

constexpr std::align_val_t kLine{64};

void Buffer::Free::operator()(float* data) const {
  ::operator delete(data, kLine);
}

Buffer::Buffer(Buffer&& other) noexcept
    : m_data(std::move(other.m_data)), m_size(std::exchange(other.m_size, 0)),
      m_room(std::exchange(other.m_room, 0)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  m_data = std::move(other.m_data);
  m_size = std::exchange(other.m_size, 0);
  m_room = std::exchange(other.m_room, 0);
  return *this;
}

void Buffer::reserve(std::size_t size) {
  if (size <= m_room) {
    m_size = size;
    return;
  }
  m_size = m_room = 0;
  m_data.reset(); // before the new one is there, not after
  m_data.reset(static_cast<float*>(::operator new(size * sizeof(float), kLine)));
  m_size = m_room = size;
  // Rows of a large table are read in no order: with pages of 4 kB each would cost a walk through the page
  // table.
  constexpr std::size_t kHugePage = std::size_t{1} << 21;
  const auto begin = roundedUp(reinterpret_cast<std::uintptr_t>(m_data.get()), kHugePage);
  const auto end = reinterpret_cast<std::uintptr_t>(m_data.get() + size) / kHugePage * kHugePage;
  if (begin < end)
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE); // advice: may be refused
}

} // namespace skipscope::learning::fast
