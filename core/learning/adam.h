#pragma once

#include "core/learning/encoder.h"

#include <cstdint>
#include <memory>

namespace skipscope::learning {

/// Dense Adam (Kingma and Ba, ICLR 2015) with β 0.9 and 0.98, ε 1e-8: every row moves in every step.
class Adam {
public:
  Adam(Encoder& encoder, double learningRate);
  ~Adam();

  /// One step along the gradient in the parameters; `number` counts steps from 1 and corrects the bias.
  void step(std::int64_t number);

  Arrays first() const;  ///< first moments by parameter name
  Arrays second() const; ///< second moments
  /// Throws core::Error where a name or shape differs.
  void setMoments(const Arrays& first, const Arrays& second);

private:
  struct Members;
  Encoder& m_encoder;
  double m_learningRate;
  std::unique_ptr<Members> m;
};

} // namespace skipscope::learning
