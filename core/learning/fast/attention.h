#pragma once

#include "core/learning/fast/row_operations.h"

namespace skipscope::learning::fast {

/// Attention of one head over one history of n positions.
struct Attention {
  std::size_t inputs = 0;                 ///< n
  std::size_t stride = 0;                 ///< of rows of weights: attentionStride(n)
  const std::uint32_t* earlier = nullptr; ///< [n] position i attends to j < earlier[i] and to itself
  const std::uint32_t* later = nullptr;   ///< [n] and to later[i] <= j < heard; none where it is causal
  std::size_t heard = 0;
  float scale = 1; ///< 1/sqrt(head dimension)
  Dropout dropout; ///< of row i by mixed(key + i + 1)
};
/// Room for n weights and for the zeros that causal products read beyond the diagonal.
std::size_t attentionStride(std::size_t inputs);

/// scores [n, stride] become softmax(scale · scores) over what is attended to, negative where dropped out;
/// kept [n, stride] = the same after dropout. Both are 0 where nothing is attended to, as far as the products
/// read.
void softmax(const Attention& attention, float* scores, float* kept);
/// Given weights as softmax() left them and the gradient of `kept`, puts the gradient of the unscaled scores
/// in its place and makes `kept` anew. `mean` [n] = gradient · kept of each row = dO·O (Dao et al. 2022,
/// section 3.1).
void softmaxGradient(const Attention& attention, const float* weights, const float* mean, float* gradient,
                     float* kept);

} // namespace skipscope::learning::fast
