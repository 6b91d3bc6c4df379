#include "core/listening/fingerprint.h"

#include "core/error.h"

#include <xxhash.h>

#include <memory>
#include <type_traits>

namespace skipscope::listening {

namespace {

/// Feeds numbers and texts to the hash in one byte order.
class ByteHash {
public:
  ByteHash() : m_state(XXH3_createState()) {
    if (m_state == nullptr || XXH3_128bits_reset(m_state.get()) == XXH_ERROR)
      throw core::Error(
          "The fingerprint cannot be computed: memory ran out, close other programs and try again.");
    m_bytes.reserve(kBlock + 16);
  }

  template <class Number> void number(Number value) {
    auto bits = static_cast<std::make_unsigned_t<Number>>(value);
    char bytes[sizeof bits];
    for (char& byte : bytes) {
      byte = static_cast<char>(bits & 0xFF);
      bits = static_cast<decltype(bits)>(bits >> 4 >> 4); // in two steps: a byte cannot be shifted by eight
    }
    m_bytes.append(bytes, sizeof bytes);
    if (m_bytes.size() >= kBlock)
      flush();
  }

  void text(std::string_view value) {
    number(static_cast<std::uint64_t>(value.size()));
    flush();
    XXH3_128bits_update(m_state.get(), value.data(), value.size());
  }

  void texts(const std::vector<std::string>& values) {
    number(static_cast<std::uint64_t>(values.size()));
    for (const std::string& value : values)
      text(value);
  }

  std::string hex() {
    flush();
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(m_state.get()));
    std::string text;
    for (const unsigned char byte : canonical.digest) {
      text += "0123456789abcdef"[byte >> 4];
      text += "0123456789abcdef"[byte & 15];
    }
    return text;
  }

private:
  static constexpr std::size_t kBlock = 1 << 16;
  struct FreeState {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };

  void flush() {
    XXH3_128bits_update(m_state.get(), m_bytes.data(), m_bytes.size());
    m_bytes.clear();
  }

  std::unique_ptr<XXH3_state_t, FreeState> m_state;
  std::string m_bytes;
};

} // namespace

std::string datasetFingerprint(const Dataset& dataset, const ImportRules& rules) {
  ByteHash hash;
  const auto defaults = ruleTexts(ImportRules{});
  for (const auto& [key, value] : ruleTexts(rules)) {
    if (defaults.at(key) == value)
      continue;
    hash.text(key);
    hash.text(value);
  }
  hash.number(static_cast<std::uint8_t>(dataset.orderedByPosition ? 1 : 0));
  hash.texts(dataset.listenerIds);
  hash.texts(dataset.songIds);
  hash.texts(dataset.titles);
  hash.texts(dataset.artists);
  hash.texts(dataset.stationIds);
  for (const std::size_t offset : dataset.offsets)
    hash.number(static_cast<std::uint64_t>(offset));
  for (const Event& event : dataset.events) {
    hash.number(event.time);
    hash.number(event.song);
    hash.number(event.station);
    hash.number(event.playedMs);
    hash.number(event.durationMs);
    hash.number(static_cast<std::uint8_t>(event.feedback));
  }
  return hash.hex();
}

std::string textFingerprint(std::string_view text) {
  ByteHash hash;
  hash.text(text);
  return hash.hex();
}

} // namespace skipscope::listening
