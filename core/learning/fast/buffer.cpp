#include "core/learning/fast/buffer.h"

#include <sys/mman.h>

#include <cstdint>

namespace skipscope::learning::fast {

void Buffer::reserve(std::size_t size) {
  m_size = size;
  if (size <= m_room)
    return;
  m_data = hwy::AllocateAligned<float>(size);
  m_room = size;
  // Rows of a large table are read in no order: with pages of 4 kB each would cost a walk through the page table.
  constexpr std::size_t kHugePage = std::size_t{1} << 21;
  const auto begin = roundedUp(reinterpret_cast<std::uintptr_t>(m_data.get()), kHugePage);
  const auto end = reinterpret_cast<std::uintptr_t>(m_data.get() + size) / kHugePage * kHugePage;
  if (begin < end)
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE); // advice: may be refused
}

} // namespace skipscope::learning::fast
