#include "core/learning/fast/attention.h"

#include "core/learning/fast/matrix_product.h"

// The order matters: the file is compiled once per instruction set.
// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/learning/fast/attention.cpp"
#include "core/learning/fast/targets.h"
#include <hwy/foreach_target.h>
#include "core/learning/fast/dropout-inl.h"
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace skipscope::learning::fast::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Floats>;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

/// So many weights of row i are written: those up to the diagonal, and the zeros that a causal product reads.
std::size_t written(const Attention& attention, std::size_t row) {
  return attention.later != nullptr ? attention.stride : roundedUp(row + kTileRows, kLanes);
}

/// Puts aside the scores of row i that it does not attend to.
void hide(const Attention& attention, std::size_t i, float* row) {
  constexpr float kHidden = -1e30F; // its exponential is 0
  if (attention.later == nullptr) {
    std::fill(row + attention.earlier[i], row + i, kHidden);
    std::fill(row + i + 1, row + written(attention, i), kHidden);
    return;
  }
  const float own = row[i];
  std::fill(row + attention.earlier[i], row + attention.later[i], kHidden);
  std::fill(row + attention.heard, row + attention.stride, kHidden);
  row[i] = own;
}

/// row = e^(scale · (row - highest)); returns the sum.
float exponentials(float scale, std::size_t size, float* row) {
  const Floats d;
  Vector highest = hn::LoadU(d, row);
  for (std::size_t j = kLanes; j < size; j += kLanes)
    highest = hn::Max(highest, hn::LoadU(d, row + j));
  const Vector most = hn::MaxOfLanes(d, highest);
  const Vector times = hn::Set(d, scale);
  Vector sum = hn::Zero(d);
  for (std::size_t j = 0; j < size; j += kLanes) {
    const Vector power = hn::Exp(d, hn::Mul(hn::Sub(hn::LoadU(d, row + j), most), times));
    sum = hn::Add(sum, power);
    hn::StoreU(power, d, row + j);
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void softmaxHere(const Attention& attention, float* scores, float* kept) {
  const Floats d;
  DropoutRow drop(attention.dropout.rate);
  const Vector scale = hn::Set(d, drop.kept());
  for (std::size_t i = 0; i < attention.inputs; ++i, scores += attention.stride, kept += attention.stride) {
    const std::size_t size = written(attention, i);
    hide(attention, i, scores);
    const Vector inverse = hn::Set(d, 1.0F / exponentials(attention.scale, size, scores));
    if (drop.drops())
      drop.draw(mixed(attention.dropout.key + i + 1), size);
    for (std::size_t j = 0; j < size; j += kLanes) {
      const Vector weight = hn::Mul(hn::LoadU(d, scores + j), inverse);
      if (drop.drops()) {
        const auto keeps = drop.keeps(d, j);
        hn::StoreU(hn::IfThenElse(keeps, weight, hn::Neg(weight)), d, scores + j);
        hn::StoreU(hn::IfThenElseZero(keeps, hn::Mul(weight, scale)), d, kept + j);
      } else {
        hn::StoreU(weight, d, scores + j);
        hn::StoreU(weight, d, kept + j);
      }
    }
  }
}

void softmaxGradientHere(const Attention& attention, const float* weights, const float* mean, float* gradient,
                         float* kept) {
  const Floats d;
  const Vector none = hn::Zero(d);
  const Vector scale = hn::Set(d, DropoutRow(attention.dropout.rate).kept());
  const Vector outer = hn::Set(d, attention.scale);
  for (std::size_t i = 0; i < attention.inputs; ++i) {
    const std::size_t at = i * attention.stride;
    const Vector average = hn::Set(d, mean[i]);
    for (std::size_t j = at; j < at + written(attention, i); j += kLanes) {
      const Vector weight = hn::LoadU(d, weights + j);
      const auto keeps = hn::Gt(weight, none);
      hn::StoreU(hn::IfThenElseZero(keeps, hn::Mul(weight, scale)), d, kept + j);
      // Where nothing is attended to, the gradient holds whatever was there.
      const Vector passed = hn::IfThenElseZero(keeps, hn::Mul(hn::LoadU(d, gradient + j), scale));
      const Vector slope = hn::Mul(hn::Mul(hn::Abs(weight), outer), hn::Sub(passed, average));
      hn::StoreU(slope, d, gradient + j);
    }
  }
}

} // namespace
} // namespace skipscope::learning::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace skipscope::learning::fast {

HWY_EXPORT(softmaxHere);
HWY_EXPORT(softmaxGradientHere);

std::size_t attentionStride(std::size_t inputs) {
  return roundedUp(inputs + kTileRows, 16);
}

void softmax(const Attention& attention, float* scores, float* kept) {
  HWY_DYNAMIC_DISPATCH(softmaxHere)(attention, scores, kept);
}
void softmaxGradient(const Attention& attention, const float* weights, const float* mean, float* gradient,
                     float* kept) {
  HWY_DYNAMIC_DISPATCH(softmaxGradientHere)(attention, weights, mean, gradient, kept);
}

} // namespace skipscope::learning::fast
#endif
