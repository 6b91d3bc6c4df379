#include "core/listening/id_table.h"

#include "core/error.h"

#include <xxhash.h>

namespace skipscope::listening {

namespace {
constexpr std::size_t kMostTexts = std::size_t{1} << 30;
}

std::uint32_t IdTable::number(std::string_view text) {
  if (m_last < size() && this->text(m_last) == text)
    return m_last;
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
  std::size_t mask = m_slots.size() - 1;
  std::size_t at = hash & mask;
  for (; m_slots[at].numberPlusOne != 0; at = (at + 1) & mask)
    if (m_slots[at].hash == hash && this->text(m_slots[at].numberPlusOne - 1) == text)
      return m_last = m_slots[at].numberPlusOne - 1;
  if (size() >= kMostTexts)
    throw core::Error("The log has more than a billion different ids: split it into several datasets.");
  m_texts += text;
  m_starts.push_back(m_texts.size());
  m_hashes.push_back(hash);
  m_last = static_cast<std::uint32_t>(size() - 1);
  m_slots[at] = {hash, m_last + 1};
  if (size() * 2 > m_slots.size())
    grow();
  return m_last;
}

void IdTable::grow() {
  std::vector<Slot> slots(m_slots.size() * 2);
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t number = 0; number < m_hashes.size(); ++number) {
    std::size_t at = m_hashes[number] & mask;
    while (slots[at].numberPlusOne != 0)
      at = (at + 1) & mask;
    slots[at] = {m_hashes[number], number + 1};
  }
  m_slots = std::move(slots);
}

} // namespace skipscope::listening
