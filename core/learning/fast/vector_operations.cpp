#include "core/learning/fast/vector_operations.h"

#include "core/learning/fast/matrix_product.h"

#include <algorithm>

// The order matters: the file is compiled once per instruction set.
// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/learning/fast/vector_operations.cpp"
#include "core/learning/fast/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace skipscope::learning::fast::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kUnit>;
using Vector = hn::Vec<Floats>;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

float dotHere(const float* a, const float* b, std::size_t size) {
  const Floats d;
  Vector sum = hn::Zero(d);
  for (std::size_t i = 0; i < size; i += kLanes)
    sum = hn::MulAdd(hn::LoadU(d, a + i), hn::LoadU(d, b + i), sum);
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void addScaledHere(const float* x, float scale, std::size_t size, float* to) {
  const Floats d;
  const Vector times = hn::Set(d, scale);
  for (std::size_t i = 0; i < size; i += kLanes)
    hn::StoreU(hn::MulAdd(hn::LoadU(d, x + i), times, hn::LoadU(d, to + i)), d, to + i);
}

/// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|); the slope is 1/(1 + e^-x).
void softplusOf(Vector x, Vector& value, Vector& slope) {
  const Floats d;
  const Vector one = hn::Set(d, 1.0F);
  const Vector small = hn::Exp(d, hn::Neg(hn::Abs(x)));
  // Not Max, which would make a number of what is none.
  value = hn::Add(hn::IfThenZeroElse(hn::Lt(x, hn::Zero(d)), x), hn::Log1p(d, small));
  const Vector inverse = hn::Div(one, hn::Add(one, small));
  slope = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Mul(small, inverse), inverse);
}

double softplusHere(const float* x, std::size_t size, float* slope) {
  const Floats d;
  double sum = 0;
  HWY_ALIGN float values[kLanes];
  HWY_ALIGN float slopes[kLanes];
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t some = std::min(kLanes, size - i);
    std::fill_n(values, kLanes, 0.0F);
    std::copy_n(x + i, some, values);
    Vector value = hn::Zero(d);
    Vector steep = hn::Zero(d);
    softplusOf(hn::Load(d, values), value, steep);
    hn::Store(value, d, values);
    hn::Store(steep, d, slopes);
    for (std::size_t j = 0; j < some; ++j)
      sum += static_cast<double>(values[j]);
    std::copy_n(slopes, some, slope + i);
  }
  return sum;
}

void exponentialsHere(const float* shift, std::size_t size, float* x) {
  const Floats d;
  for (std::size_t i = 0; i < size; i += kLanes)
    hn::StoreU(hn::Exp(d, hn::Sub(hn::LoadU(d, x + i), hn::LoadU(d, shift + i))), d, x + i);
}

void highestRowsHere(const float* scores, std::size_t rows, std::size_t size, std::uint32_t firstRow,
                     float* best, std::uint32_t* bestRow) {
  const Floats d;
  const hn::Rebind<std::uint32_t, Floats> whole;
  for (std::size_t c = 0; c < size; c += kLanes) {
    Vector highest = hn::LoadU(d, best + c);
    auto number = hn::LoadU(whole, bestRow + c);
    for (std::size_t r = 0; r < rows; ++r) {
      const Vector score = hn::LoadU(d, scores + r * size + c);
      const auto higher = hn::Gt(score, highest);
      highest = hn::IfThenElse(higher, score, highest);
      number = hn::IfThenElse(hn::RebindMask(whole, higher),
                              hn::Set(whole, firstRow + static_cast<std::uint32_t>(r)), number);
    }
    hn::StoreU(highest, d, best + c);
    hn::StoreU(number, whole, bestRow + c);
  }
}

/// The rest that does not fill a vector is done the same way on a vector of its own.
void adamVector(const AdamRates& rates, const float* gradient, float* value, float* first, float* second) {
  const Floats d;
  const Vector g = hn::LoadU(d, gradient);
  const Vector m = hn::MulAdd(hn::Set(d, static_cast<float>(kBeta1)), hn::LoadU(d, first),
                              hn::Mul(hn::Set(d, static_cast<float>(1 - kBeta1)), g));
  const Vector v = hn::MulAdd(hn::Set(d, static_cast<float>(kBeta2)), hn::LoadU(d, second),
                              hn::Mul(hn::Set(d, static_cast<float>(1 - kBeta2)), hn::Mul(g, g)));
  hn::StoreU(m, d, first);
  hn::StoreU(v, d, second);
  const Vector below =
      hn::MulAdd(hn::Sqrt(v), hn::Set(d, rates.root), hn::Set(d, static_cast<float>(kEpsilon)));
  hn::StoreU(hn::NegMulAdd(hn::Div(m, below), hn::Set(d, rates.rate), hn::LoadU(d, value)), d, value);
}

void adamStepHere(const AdamRates& rates, const float* gradient, std::size_t size, float* value, float* first,
                  float* second) {
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes)
    adamVector(rates, gradient + i, value + i, first + i, second + i);
  if (i == size)
    return;
  HWY_ALIGN float rest[4][kLanes] = {};
  const float* from[] = {gradient, value, first, second};
  for (std::size_t part = 0; part < 4; ++part)
    std::copy_n(from[part] + i, size - i, rest[part]);
  adamVector(rates, rest[0], rest[1], rest[2], rest[3]);
  float* to[] = {value, first, second};
  for (std::size_t part = 0; part < 3; ++part)
    std::copy_n(rest[part + 1], size - i, to[part] + i);
}

} // namespace
} // namespace skipscope::learning::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace skipscope::learning::fast {

HWY_EXPORT(dotHere);
HWY_EXPORT(addScaledHere);
HWY_EXPORT(softplusHere);
HWY_EXPORT(exponentialsHere);
HWY_EXPORT(highestRowsHere);
HWY_EXPORT(adamStepHere);

float dot(const float* a, const float* b, std::size_t size) {
  return HWY_DYNAMIC_DISPATCH(dotHere)(a, b, size);
}
void addScaled(const float* x, float scale, std::size_t size, float* to) {
  HWY_DYNAMIC_DISPATCH(addScaledHere)(x, scale, size, to);
}
double softplus(const float* x, std::size_t size, float* slope) {
  return HWY_DYNAMIC_DISPATCH(softplusHere)(x, size, slope);
}
void exponentials(const float* shift, std::size_t size, float* x) {
  HWY_DYNAMIC_DISPATCH(exponentialsHere)(shift, size, x);
}
void highestRows(const float* scores, std::size_t rows, std::size_t size, std::uint32_t firstRow, float* best,
                 std::uint32_t* bestRow) {
  HWY_DYNAMIC_DISPATCH(highestRowsHere)(scores, rows, size, firstRow, best, bestRow);
}
void adamStep(const AdamRates& rates, const float* gradient, std::size_t size, float* value, float* first,
              float* second) {
  HWY_DYNAMIC_DISPATCH(adamStepHere)(rates, gradient, size, value, first, second);
}

} // namespace skipscope::learning::fast
#endif
