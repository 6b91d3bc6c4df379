#pragma once

#include <cmath>
#include <cstdint>

namespace skipscope::learning {

inline constexpr double kBeta1 = 0.9;
inline constexpr double kBeta2 = 0.98;
inline constexpr double kEpsilon = 1e-8;

/// What one step of Adam (Kingma and Ba, ICLR 2015) multiplies with, bias corrections included: value -= rate
/// · first / (sqrt(second) · root + epsilon).
struct AdamRates {
  float rate = 0; ///< learning rate / (1 - β1^t)
  float root = 1; ///< 1 / sqrt(1 - β2^t)
};

/// Rates of step `number`, which counts from 1.
inline AdamRates adamRates(double learningRate, std::int64_t number) {
  AdamRates rates;
  rates.rate = static_cast<float>(learningRate / (1 - std::pow(kBeta1, static_cast<double>(number))));
  rates.root = static_cast<float>(1 / std::sqrt(1 - std::pow(kBeta2, static_cast<double>(number))));
  return rates;
}

} // namespace skipscope::learning
