#pragma once

#include "core/experiment/configuration.h"

#include <cstddef>
#include <cstdint>

namespace skipscope::learning {

/// Sizes and switches of an encoder.
struct EncoderShape {
  std::int64_t songs = 0; ///< of the catalogue
  std::int64_t dimension = 64;
  std::int64_t blocks = 2;
  std::int64_t heads = 1;
  std::int64_t maxLength = 100; ///< L: inputs of a history; under cloze a mask may follow them
  double dropout = 0;
  bool feedbackEmbedding = true;
  bool positions = true;
  bool itemBias = true;
  /// Cloze: inputs see later ones too, and what is predicted stands in the history as a mask.
  bool cloze = false;

  /// Places that a position vector is learned for, 0 where they are off.
  std::int64_t places() const { return positions ? maxLength + (cloze ? 1 : 0) : 0; }
};
EncoderShape encoderShape(const experiment::Configuration& configuration, std::size_t catalogue);

} // namespace skipscope::learning
