#pragma once

#include "core/learning/plain/encoder.h"

namespace skipscope::learning::plain {

/// Loss of a batch with positive targets (core/learning/network.h). Leaves the gradient in the encoder's
/// parameters, in place of the former one.
BatchLoss backpropagate(Encoder& encoder, const Batch& batch, const Objective& objective);

} // namespace skipscope::learning::plain
