#include "app/cli/keyed_hash.h"

#include "core/error.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstdint>

namespace skipscope::cli {

namespace {

constexpr std::size_t kKeyBytes = 16;

/// Up to eight bytes, little-endian on every machine.
std::uint64_t word(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return value;
}

class SipState {
public:
  SipState(std::uint64_t k0, std::uint64_t k1)
      : m_v{k0 ^ 0x736f6d6570736575U, k1 ^ 0x646f72616e646f6dU, k0 ^ 0x6c7967656e657261U,
            k1 ^ 0x7465646279746573U} {}

  void absorb(std::uint64_t block) {
    m_v[3] ^= block;
    rounds(2);
    m_v[0] ^= block;
  }
  std::uint64_t finish() {
    m_v[2] ^= 0xffU;
    rounds(4);
    return m_v[0] ^ m_v[1] ^ m_v[2] ^ m_v[3];
  }

private:
  void rounds(int count) {
    auto& [a, b, c, d] = m_v;
    for (int i = 0; i < count; ++i) {
      a += b;
      b = std::rotl(b, 13) ^ a;
      a = std::rotl(a, 32);
      c += d;
      d = std::rotl(d, 16) ^ c;
      a += d;
      d = std::rotl(d, 21) ^ a;
      c += b;
      b = std::rotl(b, 17) ^ c;
      c = std::rotl(c, 32);
    }
  }

  std::array<std::uint64_t, 4> m_v;
};

} // namespace

std::string keyedHash(std::string_view key, std::string_view text) {
  if (key.size() < kKeyBytes)
    throw core::Error(
        "The workspace has no key to hash listener ids with; export with --listener-ids instead.");
  SipState state(word(key.substr(0, 8)), word(key.substr(8, 8)));
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8)
    state.absorb(word(text.substr(at, 8)));
  state.absorb(word(text.substr(at)) | static_cast<std::uint64_t>(text.size()) << 56U);
  return fmt::format("{:016x}", state.finish());
}

} // namespace skipscope::cli
