#include "core/store/event_bytes.h"

#include <cstdint>
#include <limits>
#include <optional>

namespace skipscope::store {

namespace {

void append(std::string& bytes, std::uint64_t number) {
  while (number >= 0x80) {
    bytes += static_cast<char>(number | 0x80);
    number >>= 7;
  }
  bytes += static_cast<char>(number);
}

/// Small steps in either direction become small numbers: 0, -1, 1, -2, … → 0, 1, 2, 3, …
std::uint64_t zigzag(std::int64_t number) {
  return (static_cast<std::uint64_t>(number) << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0);
}
std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>((number >> 1) ^ ((number & 1) != 0 ? ~std::uint64_t{0} : 0));
}

class Reader {
public:
  explicit Reader(std::string_view bytes) : m_bytes(bytes) {}
  bool atEnd() const { return m_bytes.empty(); }

  std::optional<std::uint64_t> number(std::uint64_t most) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !m_bytes.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(m_bytes.front());
      m_bytes.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0)
        return value <= most ? std::optional(value) : std::nullopt;
    }
    return std::nullopt;
  }

private:
  std::string_view m_bytes;
};

} // namespace

std::string packEvents(std::span<const listening::Event> events) {
  std::string bytes;
  bytes.reserve(events.size() * 12);
  std::uint64_t before = 0;
  for (const listening::Event& event : events) {
    append(bytes, static_cast<std::uint64_t>(event.feedback));
    append(bytes, zigzag(static_cast<std::int64_t>(static_cast<std::uint64_t>(event.time) - before)));
    append(bytes, event.song);
    append(bytes, event.station);
    append(bytes, static_cast<std::uint64_t>(std::int64_t{event.playedMs} + 1));
    append(bytes, static_cast<std::uint64_t>(std::int64_t{event.durationMs} + 1));
    before = static_cast<std::uint64_t>(event.time);
  }
  return bytes;
}

bool unpackEvents(std::string_view bytes, std::size_t songs, std::size_t stations,
                  std::vector<listening::Event>& events) {
  constexpr std::uint64_t kMostMs = std::uint64_t{std::numeric_limits<std::int32_t>::max()} + 1;
  Reader reader(bytes);
  std::uint64_t time = 0;
  while (!reader.atEnd()) {
    const auto kind = reader.number(listening::kFeedbackKinds - 1);
    const auto step = reader.number(std::numeric_limits<std::uint64_t>::max());
    const auto song = reader.number(std::numeric_limits<std::uint32_t>::max());
    const auto station = reader.number(std::numeric_limits<std::uint32_t>::max());
    const auto played = reader.number(kMostMs);
    const auto duration = reader.number(kMostMs);
    if (!kind || !step || !song || !station || !played || !duration || *song >= songs || *station >= stations)
      return false;
    time += static_cast<std::uint64_t>(unzigzag(*step));
    listening::Event event;
    event.time = static_cast<std::int64_t>(time);
    event.song = static_cast<std::uint32_t>(*song);
    event.station = static_cast<std::uint32_t>(*station);
    event.playedMs = static_cast<std::int32_t>(static_cast<std::int64_t>(*played) - 1);
    event.durationMs = static_cast<std::int32_t>(static_cast<std::int64_t>(*duration) - 1);
    event.feedback = static_cast<listening::Feedback>(*kind);
    events.push_back(event);
  }
  return true;
}

} // namespace skipscope::store
