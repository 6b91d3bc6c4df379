#pragma once

#include "core/learning/adam_rates.h"

#include <cstddef>
#include <cstdint>

namespace skipscope::learning::fast {

/// a·b over `size` floats (a multiple of kUnit).
float dot(const float* a, const float* b, std::size_t size);
/// to += scale · x over `size` floats (a multiple of kUnit).
void addScaled(const float* x, float scale, std::size_t size, float* to);

/// softplus(x) = log(1 + e^x) and its slope 1/(1 + e^-x); the sum of the former is returned, in double.
double softplus(const float* x, std::size_t size, float* slope);

/// x = e^(x - shift), element by element; `size` is a multiple of kUnit.
void exponentials(const float* shift, std::size_t size, float* x);

/// best [size] = the highest of itself and of the rows of `scores` [rows, size], and where a row is higher,
/// bestRow = firstRow + its number: the first one on ties. `size` is a multiple of kUnit.
void highestRows(const float* scores, std::size_t rows, std::size_t size, std::uint32_t firstRow, float* best,
                 std::uint32_t* bestRow);

/// One step of Adam on `size` numbers.
void adamStep(const AdamRates& rates, const float* gradient, std::size_t size, float* value, float* first,
              float* second);

} // namespace skipscope::learning::fast
