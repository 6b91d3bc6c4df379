#pragma once

#include "core/learning/batch.h"
#include "core/learning/encoder.h"

#include <cstdint>
#include <vector>

namespace skipscope::learning {

/// What is done with a batch's negatives (method.md section 4).
struct Objective {
  bool hardest = false;  ///< of the drawn songs only the highest-scoring one counts
  double realWeight = 1; ///< of each real negative target
};

struct BatchLoss {
  double loss = 0; ///< all terms / number of positive targets
  std::vector<std::int64_t>
      chosen; ///< [positives] the songs that `hardest` chose (without gradient), else empty
};

/// Binary cross-entropy of a batch with positive targets: softplus(-s⁺) + mean softplus(s⁻) over the drawn
/// songs, or their hardest, + realWeight · softplus(s⁻) for every real negative in its own context. Leaves
/// the gradient in the encoder's parameters, in place of the former one.
BatchLoss backpropagate(Encoder& encoder, const Batch& batch, const Objective& objective);

} // namespace skipscope::learning
