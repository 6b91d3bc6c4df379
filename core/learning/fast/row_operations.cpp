#include "core/learning/fast/row_operations.h"

#include "core/learning/fast/matrix_product.h"

// The order matters: the file is compiled once per instruction set.
// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/learning/fast/row_operations.cpp"
#include "core/learning/fast/targets.h"
#include <hwy/foreach_target.h>
#include "core/learning/fast/dropout-inl.h"
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace skipscope::learning::fast::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kUnit>;
using Vector = hn::Vec<Floats>;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

Vector load(const float* from) {
  return hn::LoadU(Floats(), from);
}
void store(Vector x, float* to) {
  hn::StoreU(x, Floats(), to);
}
float sumOf(Vector x) {
  return hn::GetLane(hn::SumOfLanes(Floats(), x));
}
/// x with zeros in the lanes from the row's width on, which is where the vector at `column` reaches.
Vector inside(const Rows& rows, std::size_t column, Vector x) {
  return hn::IfThenElseZero(hn::FirstN(Floats(), rows.width > column ? rows.width - column : 0), x);
}
/// The first vector of a row that holds padding.
std::size_t paddedFrom(const Rows& rows) {
  return rows.width / kLanes * kLanes;
}

void normaliseHere(const Rows& rows, const float* x, float* normed, float* inverse) {
  constexpr float kEpsilon = 1e-5F;
  const auto width = static_cast<float>(rows.width);
  const std::size_t padded = paddedFrom(rows);
  for (std::size_t r = 0; r < rows.count; ++r, x += rows.stride, normed += rows.stride) {
    Vector sum = hn::Zero(Floats());
    for (std::size_t c = 0; c < rows.stride; c += kLanes)
      sum = hn::Add(sum, load(x + c));
    const Vector mean = hn::Set(Floats(), sumOf(sum) / width);
    const auto apart = [&](std::size_t c) { return hn::Sub(load(x + c), mean); };
    Vector squares = hn::Zero(Floats());
    for (std::size_t c = 0; c < padded; c += kLanes)
      squares = hn::MulAdd(apart(c), apart(c), squares);
    for (std::size_t c = padded; c < rows.stride; c += kLanes)
      squares = hn::MulAdd(inside(rows, c, apart(c)), apart(c), squares);
    inverse[r] = 1.0F / std::sqrt(sumOf(squares) / width + kEpsilon);
    const Vector scale = hn::Set(Floats(), inverse[r]);
    for (std::size_t c = 0; c < padded; c += kLanes)
      store(hn::Mul(apart(c), scale), normed + c);
    for (std::size_t c = padded; c < rows.stride; c += kLanes)
      store(inside(rows, c, hn::Mul(apart(c), scale)), normed + c);
  }
}

void addNormaliseGradientHere(const Rows& rows, const float* gradient, const float* normed,
                              const float* inverse, float* dx) {
  const auto width = static_cast<float>(rows.width);
  const std::size_t padded = paddedFrom(rows);
  for (std::size_t r = 0; r < rows.count;
       ++r, gradient += rows.stride, normed += rows.stride, dx += rows.stride) {
    Vector sum = hn::Zero(Floats());
    Vector products = hn::Zero(Floats());
    for (std::size_t c = 0; c < rows.stride; c += kLanes) {
      const Vector g = load(gradient + c);
      sum = hn::Add(sum, g);
      products = hn::MulAdd(g, load(normed + c), products);
    }
    const Vector mean = hn::Set(Floats(), sumOf(sum) / width);
    const Vector slope = hn::Set(Floats(), sumOf(products) / width);
    const Vector scale = hn::Set(Floats(), inverse[r]);
    const auto apart = [&](std::size_t c) {
      return hn::NegMulAdd(load(normed + c), slope, hn::Sub(load(gradient + c), mean));
    };
    for (std::size_t c = 0; c < padded; c += kLanes)
      store(hn::MulAdd(apart(c), scale, load(dx + c)), dx + c);
    for (std::size_t c = padded; c < rows.stride; c += kLanes)
      store(hn::MulAdd(inside(rows, c, apart(c)), scale, load(dx + c)), dx + c);
  }
}

template <bool kAdd> void dropHere(const Rows& rows, const float* from, float* to, const Dropout& dropout) {
  DropoutRow row(dropout.rate);
  const Vector kept = hn::Set(Floats(), row.kept());
  for (std::size_t r = 0; r < rows.count; ++r, from += rows.stride, to += rows.stride) {
    if (row.drops())
      row.draw(mixed(dropout.key + r + 1), rows.width);
    for (std::size_t c = 0; c < rows.stride; c += kLanes) {
      Vector x = load(from + c);
      if (row.drops())
        x = hn::IfThenElseZero(row.keeps(Floats(), c), hn::Mul(x, kept));
      store(kAdd ? hn::Add(load(to + c), x) : x, to + c);
    }
  }
}

void dropOutHere(const Rows& rows, const float* from, float* to, const Dropout& dropout) {
  dropHere<false>(rows, from, to, dropout);
}
void addDroppedOutHere(const Rows& rows, const float* from, float* to, const Dropout& dropout) {
  dropHere<true>(rows, from, to, dropout);
}

/// sum[c] += Σ term(r, c) over the rows, four at a time: an addition need not wait for the one before it.
template <class Term> void sumColumns(const Rows& rows, float* sum, Term term) {
  for (std::size_t c = 0; c < rows.stride; c += kLanes) {
    Vector all[] = {load(sum + c), hn::Zero(Floats()), hn::Zero(Floats()), hn::Zero(Floats())};
    std::size_t r = 0;
    for (; r + 4 <= rows.count; r += 4)
#pragma GCC unroll 4
      for (std::size_t i = 0; i < 4; ++i)
        all[i] = hn::Add(all[i], term((r + i) * rows.stride + c));
    for (; r < rows.count; ++r)
      all[0] = hn::Add(all[0], term(r * rows.stride + c));
    store(hn::Add(hn::Add(all[0], all[1]), hn::Add(all[2], all[3])), sum + c);
  }
}

void addRowsHere(const Rows& rows, const float* x, float* sum) {
  sumColumns(rows, sum, [x](std::size_t at) { return load(x + at); });
}

void addProductRowsHere(const Rows& rows, const float* x, const float* y, float* sum) {
  sumColumns(rows, sum, [x, y](std::size_t at) { return hn::Mul(load(x + at), load(y + at)); });
}

void rectifyHere(const Rows& rows, float* x) {
  for (std::size_t i = 0; i < rows.count * rows.stride; i += kLanes)
    store(hn::IfThenZeroElse(hn::Lt(load(x + i), hn::Zero(Floats())), load(x + i)), x + i); // NaN stays NaN
}

void rectifyGradientHere(const Rows& rows, const float* x, float* gradient) {
  for (std::size_t i = 0; i < rows.count * rows.stride; i += kLanes)
    store(hn::IfThenElseZero(hn::Gt(load(x + i), hn::Zero(Floats())), load(gradient + i)), gradient + i);
}

void scaleRowsHere(const Rows& rows, const float* x, const float* scale, const float* shift, float* to) {
  for (std::size_t r = 0; r < rows.count; ++r)
    for (std::size_t c = 0; c < rows.stride; c += kLanes)
      store(hn::MulAdd(load(x + r * rows.stride + c), load(scale + c), load(shift + c)),
            to + r * rows.stride + c);
}

#if HWY_TARGET != HWY_SCALAR
/// Turns a square of 4 × 4 over by interleaving twice.
void turnSquare(const float* from, std::size_t fromStride, float* to, std::size_t toStride) {
  const hn::FixedTag<float, 4> four;
  const hn::FixedTag<double, 2> two;
  const auto row0 = hn::LoadU(four, from);
  const auto row1 = hn::LoadU(four, from + fromStride);
  const auto row2 = hn::LoadU(four, from + 2 * fromStride);
  const auto row3 = hn::LoadU(four, from + 3 * fromStride);
  const auto low01 = hn::BitCast(two, hn::InterleaveLower(four, row0, row1));
  const auto low23 = hn::BitCast(two, hn::InterleaveLower(four, row2, row3));
  const auto high01 = hn::BitCast(two, hn::InterleaveUpper(four, row0, row1));
  const auto high23 = hn::BitCast(two, hn::InterleaveUpper(four, row2, row3));
  hn::StoreU(hn::BitCast(four, hn::InterleaveLower(two, low01, low23)), four, to);
  hn::StoreU(hn::BitCast(four, hn::InterleaveUpper(two, low01, low23)), four, to + toStride);
  hn::StoreU(hn::BitCast(four, hn::InterleaveLower(two, high01, high23)), four, to + 2 * toStride);
  hn::StoreU(hn::BitCast(four, hn::InterleaveUpper(two, high01, high23)), four, to + 3 * toStride);
}
#endif

void transposeHere(const Rows& rows, const float* from, float* to, std::size_t toStride) {
  std::size_t done = 0; // rows
#if HWY_TARGET != HWY_SCALAR
  for (; done + 4 <= rows.count; done += 4)
    for (std::size_t c = 0; c < roundedUp(rows.width, 4); c += 4)
      turnSquare(from + done * rows.stride + c, rows.stride, to + c * toStride + done, toStride);
#endif
  for (std::size_t c = 0; c < rows.width; ++c) {
    for (std::size_t r = done; r < rows.count; ++r)
      to[c * toStride + r] = from[r * rows.stride + c];
    std::fill(to + c * toStride + rows.count, to + c * toStride + roundedUp(rows.count, kUnit), 0.0F);
  }
}

} // namespace
} // namespace skipscope::learning::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace skipscope::learning::fast {

HWY_EXPORT(normaliseHere);
HWY_EXPORT(addNormaliseGradientHere);
HWY_EXPORT(dropOutHere);
HWY_EXPORT(addDroppedOutHere);
HWY_EXPORT(addRowsHere);
HWY_EXPORT(addProductRowsHere);
HWY_EXPORT(rectifyHere);
HWY_EXPORT(rectifyGradientHere);
HWY_EXPORT(scaleRowsHere);
HWY_EXPORT(transposeHere);

void normalise(const Rows& rows, const float* x, float* normed, float* inverse) {
  HWY_DYNAMIC_DISPATCH(normaliseHere)(rows, x, normed, inverse);
}
void addNormaliseGradient(const Rows& rows, const float* gradient, const float* normed, const float* inverse,
                          float* dx) {
  HWY_DYNAMIC_DISPATCH(addNormaliseGradientHere)(rows, gradient, normed, inverse, dx);
}
void dropOut(const Rows& rows, const float* from, float* to, const Dropout& dropout) {
  HWY_DYNAMIC_DISPATCH(dropOutHere)(rows, from, to, dropout);
}
void addDroppedOut(const Rows& rows, const float* from, float* to, const Dropout& dropout) {
  HWY_DYNAMIC_DISPATCH(addDroppedOutHere)(rows, from, to, dropout);
}
void addRows(const Rows& rows, const float* x, float* sum) {
  HWY_DYNAMIC_DISPATCH(addRowsHere)(rows, x, sum);
}
void addProductRows(const Rows& rows, const float* x, const float* y, float* sum) {
  HWY_DYNAMIC_DISPATCH(addProductRowsHere)(rows, x, y, sum);
}
void rectify(const Rows& rows, float* x) {
  HWY_DYNAMIC_DISPATCH(rectifyHere)(rows, x);
}
void rectifyGradient(const Rows& rows, const float* x, float* gradient) {
  HWY_DYNAMIC_DISPATCH(rectifyGradientHere)(rows, x, gradient);
}
void scaleRows(const Rows& rows, const float* x, const float* scale, const float* shift, float* to) {
  HWY_DYNAMIC_DISPATCH(scaleRowsHere)(rows, x, scale, shift, to);
}
void transpose(const Rows& rows, const float* from, float* to, std::size_t toStride) {
  HWY_DYNAMIC_DISPATCH(transposeHere)(rows, from, to, toStride);
}

} // namespace skipscope::learning::fast
#endif
