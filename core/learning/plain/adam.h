#pragma once

#include "core/learning/plain/encoder.h"

#include <cstdint>
#include <memory>

namespace skipscope::learning::plain {

/// Adam (Kingma and Ba, ICLR 2015) with β 0.9 and 0.98, ε 1e-8.
class Adam {
public:
  explicit Adam(Encoder& encoder);
  ~Adam();

  /// Step `number` (from 1) along the gradient in the parameters. `lazy`: a song whose vector and bias have
  /// gradient zero stays where it is, and the bias correction of the others counts the steps of each; else
  /// every row moves by its momentum in every step.
  void step(double learningRate, std::int64_t number, bool lazy);

  OptimiserState state() const;
  /// Throws core::Error where a name or shape differs.
  void setState(const OptimiserState& state);

private:
  struct Members;
  Encoder& m_encoder;
  std::unique_ptr<Members> m;
};

} // namespace skipscope::learning::plain
