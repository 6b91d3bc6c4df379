// Outcomes as bytes: "SKO", version, contents, checksum; little-endian whatever the machine.
#include "core/error.h"
#include "core/evaluation/outcomes.h"

#include <bit>
#include <type_traits>

namespace skipscope::evaluation {

namespace {

constexpr std::string_view kMagic = "SKO";
constexpr std::uint8_t kVersion = 2;    ///< 2: the catalogue, and the top songs of the pairs
constexpr std::uint8_t kWithoutTop = 1; ///< still read

/// FNV-1a, 64 bits.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char byte : bytes)
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  return hash;
}

class Writer {
public:
  template <class Integer> void integer(Integer value) {
    auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
    for (std::size_t i = 0; i < sizeof(Integer); ++i)
      m_bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(bits) >> (8 * i)));
  }
  void real(float value) { integer(std::bit_cast<std::uint32_t>(value)); }
  void text(std::string_view bytes) { m_bytes += bytes; }
  std::string& bytes() { return m_bytes; }

private:
  std::string m_bytes;
};

class Reader {
public:
  explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

  std::string_view text(std::size_t size) {
    if (size > m_bytes.size())
      throw core::Error(
          "Stored outcomes of a run are damaged: they end too early; run it again to have them back.");
    const auto taken = m_bytes.substr(0, size);
    m_bytes.remove_prefix(size);
    return taken;
  }
  template <class Integer> Integer integer() {
    std::uint64_t bits = 0;
    const auto taken = text(sizeof(Integer));
    for (std::size_t i = 0; i < sizeof(Integer); ++i)
      bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(taken[i])) << (8 * i);
    return static_cast<Integer>(bits);
  }
  float real() { return std::bit_cast<float>(integer<std::uint32_t>()); }
  /// A count of records of `size` bytes that are really there.
  std::size_t count(std::size_t size) {
    const auto records = integer<std::uint32_t>();
    if (records > m_bytes.size() / size)
      throw core::Error(
          "Stored outcomes of a run are damaged: they end too early; run it again to have them back.");
    return records;
  }
  Feedback feedback() {
    const auto kind = integer<std::uint8_t>();
    if (kind >= listening::kFeedbackKinds)
      throw core::Error(
          "Stored outcomes of a run are damaged: an unknown feedback; run it again to have them back.");
    return static_cast<Feedback>(kind);
  }

private:
  std::string_view m_bytes;
};

constexpr std::size_t kPairBytes = 5 * 4 + 7 * 4 + 2;

void write(Writer& to, const std::vector<PairOutcome>& pairs) {
  to.integer(static_cast<std::uint32_t>(pairs.size()));
  for (const PairOutcome& pair : pairs) {
    for (const std::uint32_t number :
         {pair.listener, pair.p, pair.q, pair.contextPositives, pair.contextInputs})
      to.integer(number);
    for (const float number :
         {pair.scoreP, pair.scoreQ, pair.rankP, pair.rankQ, pair.scoreRandom, pair.strangerP, pair.strangerQ})
      to.real(number);
    to.integer(pair.fallback);
    to.integer(pair.order);
  }
}

std::vector<PairOutcome> readPairs(Reader& from) {
  std::vector<PairOutcome> pairs(from.count(kPairBytes));
  for (PairOutcome& pair : pairs) {
    for (std::uint32_t* number :
         {&pair.listener, &pair.p, &pair.q, &pair.contextPositives, &pair.contextInputs})
      *number = from.integer<std::uint32_t>();
    for (float* number : {&pair.scoreP, &pair.scoreQ, &pair.rankP, &pair.rankQ, &pair.scoreRandom,
                          &pair.strangerP, &pair.strangerQ})
      *number = from.real();
    pair.fallback = from.integer<std::int8_t>();
    pair.order = from.integer<std::int8_t>();
  }
  return pairs;
}

void writeTop(Writer& to, const std::vector<PairOutcome>& pairs) {
  for (const PairOutcome& pair : pairs) {
    for (const std::uint32_t song : pair.top)
      to.integer(song);
    to.real(pair.topPopularity);
    to.real(pair.topPercentile);
  }
}

void readTop(Reader& from, std::vector<PairOutcome>& pairs) {
  for (PairOutcome& pair : pairs) {
    for (std::uint32_t& song : pair.top)
      song = from.integer<std::uint32_t>();
    pair.topPopularity = from.real();
    pair.topPercentile = from.real();
  }
}

} // namespace

std::string pack(const Outcomes& outcomes) {
  Writer to;
  to.text(kMagic);
  to.integer(kVersion);
  to.integer(static_cast<std::uint8_t>(outcomes.kinds.positive));
  to.integer(static_cast<std::uint8_t>(outcomes.kinds.negative));
  to.integer(outcomes.listeners);
  write(to, outcomes.pairs);
  write(to, outcomes.playPairs);
  to.integer(static_cast<std::uint32_t>(outcomes.coverage.size()));
  for (const std::uint32_t count : outcomes.coverage)
    to.integer(count);
  to.integer(outcomes.catalogue);
  writeTop(to, outcomes.pairs);
  to.integer(checksum(to.bytes()));
  return std::move(to.bytes());
}

Outcomes unpackOutcomes(std::string_view bytes) {
  constexpr std::size_t kChecksumBytes = sizeof(std::uint64_t);
  Reader from(bytes);
  if (from.text(kMagic.size()) != kMagic)
    throw core::Error(
        "Stored outcomes of a run are damaged: they do not begin as outcomes do; run it again.");
  const auto version = from.integer<std::uint8_t>();
  if (version < kWithoutTop || version > kVersion)
    throw core::Error("Stored outcomes of a run are of version " + std::to_string(version) +
                      ", which this program does not read; use a newer one.");
  const std::size_t size = bytes.size() - std::min(bytes.size(), kChecksumBytes);
  if (Reader(bytes.substr(size)).integer<std::uint64_t>() != checksum(bytes.substr(0, size)))
    throw core::Error(
        "Stored outcomes of a run are damaged: their checksum is wrong; run it again to have them back.");
  Outcomes outcomes;
  outcomes.kinds.positive = from.feedback();
  outcomes.kinds.negative = from.feedback();
  outcomes.listeners = from.integer<std::uint32_t>();
  outcomes.pairs = readPairs(from);
  outcomes.playPairs = readPairs(from);
  outcomes.coverage.resize(from.count(sizeof(std::uint32_t)));
  for (std::uint32_t& count : outcomes.coverage)
    count = from.integer<std::uint32_t>();
  if (version > kWithoutTop) {
    outcomes.catalogue = from.integer<std::uint32_t>();
    readTop(from, outcomes.pairs);
  }
  return outcomes;
}

} // namespace skipscope::evaluation
