#include "core/learning/fast/comparison_loss.h"

#include "core/learning/fast/vector_operations.h"

#include <algorithm>
#include <cmath>

namespace skipscope::learning::fast {

float* ComparisonLoss::positives(std::size_t count) {
  m_positives.reset(roundedUp(count, kUnit));
  return m_positives.data();
}

double ComparisonLoss::apply(experiment::Loss loss, std::size_t songs, std::size_t count, float* scores) {
  const std::size_t stride = roundedUp(count, kUnit);
  m_slopes.reset(stride);
  return loss == experiment::Loss::Bpr ? pairwise(songs, count, stride, scores)
                                       : softmax(songs, count, stride, scores);
}

double ComparisonLoss::pairwise(std::size_t songs, std::size_t count, std::size_t stride, float* scores) {
  const float mean = 1.0F / static_cast<float>(songs);
  double loss = 0;
  for (std::size_t k = 0; k < songs; ++k, scores += stride) {
    addScaled(m_positives.data(), -1, stride, scores);
    loss += softplus(scores, count, scores);
    for (std::size_t i = 0; i < count; ++i)
      scores[i] *= mean;
    addScaled(scores, -1, stride, m_slopes.data());
  }
  return loss * static_cast<double>(mean);
}

double ComparisonLoss::softmax(std::size_t songs, std::size_t count, std::size_t stride, float* scores) {
  m_highest.reserve(stride);
  m_highestSong.resize(stride);
  std::copy_n(m_positives.data(), stride, m_highest.data());
  highestRows(scores, songs, stride, 0, m_highest.data(), m_highestSong.data());
  float* sums = m_slopes.data(); // of the exponentials, the positive's first
  std::copy_n(m_positives.data(), stride, sums);
  exponentials(m_highest.data(), stride, sums);
  for (std::size_t k = 0; k < songs; ++k) {
    exponentials(m_highest.data(), stride, scores + k * stride);
    addScaled(scores + k * stride, 1, stride, sums);
  }
  double loss = 0;
  for (std::size_t i = 0; i < count; ++i) {
    loss += std::log(static_cast<double>(sums[i])) + static_cast<double>(m_highest.data()[i]) -
            static_cast<double>(m_positives.data()[i]);
    const float inverse = 1.0F / sums[i];
    sums[i] = 0;
    for (std::size_t k = 0; k < songs; ++k) {
      scores[k * stride + i] *= inverse;
      sums[i] -= scores[k * stride + i];
    }
  }
  return loss;
}

} // namespace skipscope::learning::fast
