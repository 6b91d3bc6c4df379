// Dropout masks inside a file of kernels: included once per instruction set.

#if defined(SKIPSCOPE_DROPOUT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SKIPSCOPE_DROPOUT_INL
#undef SKIPSCOPE_DROPOUT_INL
#else
#define SKIPSCOPE_DROPOUT_INL
#endif

#include "core/learning/random.h"

#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace skipscope::learning::fast::HWY_NAMESPACE {
namespace {

/// Sixteen random bits an element of one row, and the threshold under which an element is dropped: the
/// numbers of fillDropout() in core/learning/dropout.h, 4 · lanes at a time.
class DropoutRow {
public:
  static constexpr std::size_t kMost = 10'240; ///< elements of a row: L is at most 10,000

  explicit DropoutRow(double rate)
      : m_threshold(static_cast<std::int32_t>(std::lround(std::clamp(rate, 0.0, 0.999) * 65536))),
        m_kept(65536.0F / static_cast<float>(65536 - m_threshold)) {}

  bool drops() const { return m_threshold > 0; }
  float kept() const { return m_kept; } ///< what a kept element is multiplied with

  void draw(std::uint64_t key, std::size_t elements) {
    namespace hn = hwy::HWY_NAMESPACE;
    constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15ULL;
    const hn::CappedTag<std::uint64_t, 8> d;
    const std::size_t lanes = hn::Lanes(d);
    auto state = hn::Add(hn::Set(d, key), hn::Mul(hn::Iota(d, 1), hn::Set(d, kStep)));
    const auto step = hn::Set(d, kStep * lanes);
    const auto first = hn::Set(d, 0xBF58476D1CE4E5B9ULL);
    const auto second = hn::Set(d, 0x94D049BB133111EBULL);
    for (std::size_t i = 0; i < elements; i += 4 * lanes, state = hn::Add(state, step)) {
      auto x = hn::Mul(hn::Xor(state, hn::ShiftRight<30>(state)), first);
      x = hn::Mul(hn::Xor(x, hn::ShiftRight<27>(x)), second);
      x = hn::Xor(x, hn::ShiftRight<31>(x));
      hn::Store(x, d, reinterpret_cast<std::uint64_t*>(m_bits + i));
    }
  }

  /// Mask of the elements from `first` on that are kept.
  template <class D> auto keeps(D d, std::size_t first) const {
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::Rebind<std::int32_t, D> wide;
    const hn::Rebind<std::uint16_t, D> narrow;
    const auto bits = hn::PromoteTo(wide, hn::LoadU(narrow, m_bits + first));
    return hn::RebindMask(d, hn::Gt(bits, hn::Set(wide, m_threshold - 1)));
  }

private:
  std::int32_t m_threshold;
  float m_kept;
  alignas(64) std::uint16_t m_bits[kMost + 64];
};

} // namespace
} // namespace skipscope::learning::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per instruction set
