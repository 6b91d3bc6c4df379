#pragma once

#include <cmath>
#include <cstdint>

namespace skipscope::listening {

/// e^x to about 1e-13 by basic arithmetic alone: the standard library's differs in its last digits between
/// systems. Saturates beyond ±700.
double portableExp(double x);
/// Natural logarithm of x > 0, likewise.
double portableLog(double x);

inline double logistic(double x) {
  return 1 / (1 + portableExp(-x));
}

/// Finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every input bit reaches every output bit.
constexpr std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

/// Random numbers as a function of a key and a counter: no state, so each can be had again at any time.
class CounterRandom {
public:
  explicit constexpr CounterRandom(std::uint64_t key) : m_key(key) {}

  /// A source of its own for a part: a purpose, a listener, a song.
  constexpr CounterRandom part(std::uint64_t number) const { return CounterRandom(bits(~number)); }

  constexpr std::uint64_t bits(std::uint64_t counter) const {
    return mixed(m_key + (counter + 1) * 0x9E3779B97F4A7C15U);
  }
  /// Uniform in [0, 1).
  constexpr double uniform(std::uint64_t counter) const {
    return static_cast<double>(bits(counter) >> 11) * 0x1p-53;
  }
  /// Uniform in {0, …, below − 1}.
  constexpr std::uint64_t below(std::uint64_t counter, std::uint64_t below) const {
    return static_cast<std::uint64_t>(uniform(counter) * static_cast<double>(below));
  }
  /// Mean 0, variance 1, nearly normal: the sum of four uniform numbers, so within ±3.5.
  constexpr double normal(std::uint64_t counter) const {
    const std::uint64_t all = bits(counter);
    const std::uint64_t sum = (all & 0xFFFF) + (all >> 16 & 0xFFFF) + (all >> 32 & 0xFFFF) + (all >> 48);
    return (static_cast<double>(sum) - 2 * 65535.0) * (1.7320508075688772 / 65536.0);
  }

private:
  std::uint64_t m_key;
};

} // namespace skipscope::listening
