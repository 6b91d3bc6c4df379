#pragma once

#include "core/listening/portable_math.h"

#include <cmath>
#include <cstdint>
#include <numbers>

namespace skipscope::learning {

/// What a random number is for; numbers of different purposes never share a key.
enum class Purpose : std::uint64_t { Weights = 1, Shuffle, Dropout, Negatives, SharedNegatives, Mask, Types };

using listening::mixed;

/// Random numbers as a function of what they are for: number i depends on the key and on i alone, so there is
/// no generator state, and a resumed run draws what an undisturbed one would.
class CounterRandom {
public:
  template <class... Keys>
  constexpr explicit CounterRandom(std::uint64_t seed, Purpose purpose, Keys... keys)
      : m_key(mixed(mixed(seed + kStep) ^ (static_cast<std::uint64_t>(purpose) * kStep))) {
    ((m_key = mixed(m_key + kStep * (static_cast<std::uint64_t>(keys) + 1))), ...);
  }

  /// The same key with one more part.
  constexpr CounterRandom with(std::uint64_t part) const {
    CounterRandom further = *this;
    further.m_key = mixed(m_key + kStep * (part + 1));
    return further;
  }

  constexpr std::uint64_t key() const { return m_key; }
  constexpr std::uint64_t at(std::uint64_t i) const { return mixed(m_key + kStep * (i + 1)); }
  /// In [0, 1).
  constexpr double uniform(std::uint64_t i) const {
    return static_cast<double>(static_cast<std::int64_t>(at(i) >> 11)) * 0x1p-53;
  }
  /// Standard normal (Box and Muller 1958).
  double normal(std::uint64_t i) const {
    const double radius = std::sqrt(-2 * std::log(1 - uniform(2 * i)));
    return radius * std::cos(2 * std::numbers::pi * uniform(2 * i + 1));
  }

private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15ULL;
  std::uint64_t m_key;
};

} // namespace skipscope::learning
