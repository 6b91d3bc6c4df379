#pragma once

#include <cstddef>
#include <cstdint>

namespace skipscope::learning::fast {

/// Rows [count, width] of floats, one every `stride` (a multiple of kUnit); what lies between width and
/// stride is 0 and stays so.
struct Rows {
  std::size_t count = 0;
  std::size_t width = 0;
  std::size_t stride = 0;
};

/// Masks of core/learning/dropout.h: row r has the key mixed(key + r + 1).
struct Dropout {
  double rate = 0; ///< 0 = none
  std::uint64_t key = 0;
};

/// Layer normalisation without its affine part (Ba, Kiros and Hinton 2016; epsilon 1e-5): normed = (x - mean)
/// · inverse, inverse [count] = 1/sqrt(variance + epsilon).
void normalise(const Rows& rows, const float* x, float* normed, float* inverse);
/// dx += the gradient of the former, given that of `normed`: inverse · (g - mean(g) - normed ·
/// mean(g·normed)).
void addNormaliseGradient(const Rows& rows, const float* gradient, const float* normed, const float* inverse,
                          float* dx);

/// to = from · mask.
void dropOut(const Rows& rows, const float* from, float* to, const Dropout& dropout);
/// to += from · mask.
void addDroppedOut(const Rows& rows, const float* from, float* to, const Dropout& dropout);

/// sum [stride] += the rows.
void addRows(const Rows& rows, const float* x, float* sum);
/// sum [stride] += the rows of x ⊙ y.
void addProductRows(const Rows& rows, const float* x, const float* y, float* sum);
/// x = max(x, 0).
void rectify(const Rows& rows, float* x);
/// gradient = 0 where the rectified x is 0.
void rectifyGradient(const Rows& rows, const float* x, float* gradient);
/// to = x · scale + shift, each [stride].
void scaleRows(const Rows& rows, const float* x, const float* scale, const float* shift, float* to);

/// to [width, toStride] = from [count, width] turned over, with zeros up to count rounded up to kUnit, which
/// toStride holds. Width is rounded up to 4 in reading and writing: `to` has room for so many rows.
void transpose(const Rows& rows, const float* from, float* to, std::size_t toStride);

} // namespace skipscope::learning::fast
