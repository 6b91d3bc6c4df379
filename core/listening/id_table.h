#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// Numbers texts in the order of their first appearance. Texts lie end to end in one block.
class IdTable {
public:
  /// The number of a text; a new one gets the next. Throws core::Error beyond 2^30 texts.
  std::uint32_t number(std::string_view text);
  std::size_t size() const { return m_starts.size() - 1; }
  std::string_view text(std::size_t number) const {
    return std::string_view(m_texts).substr(m_starts[number], m_starts[number + 1] - m_starts[number]);
  }

private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t numberPlusOne = 0; ///< 0 = free
  };
  void grow();

  std::string m_texts;
  std::vector<std::size_t> m_starts = {0};
  std::vector<Slot> m_slots = std::vector<Slot>(1024);
  std::vector<std::uint32_t> m_hashes; ///< of the texts, so that growing reads none of them
  std::uint32_t m_last = 0;            ///< logs often name the same listener again and again
};

} // namespace skipscope::listening
