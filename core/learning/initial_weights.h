#pragma once

#include "core/learning/network.h"

namespace skipscope::learning {

enum class Start { Zeros, Ones, Embedding, Matrix };

/// A trained array: its name in checkpoints, its sizes, what it starts as.
struct Parameter {
  std::string name;
  std::vector<std::int64_t> sizes;
  Start start = Start::Zeros;
  std::size_t count() const; ///< of numbers
};

/// Every parameter of an encoder, songs [catalogue, d] and bias [catalogue] among them; the order numbers
/// their random draws.
std::vector<Parameter> parametersOf(const EncoderShape& shape);

/// Weights from the seed: embeddings N(0, 0.02), matrices N(0, 2/(in + out)) (Glorot and Bengio 2010), norms
/// 1, biases 0.
Arrays initialWeights(const EncoderShape& shape, std::uint64_t seed);

/// Throws core::Error, which says to retry the run, unless `arrays` holds `name` with so many numbers.
const std::vector<float>& valuesOf(const Arrays& arrays, const std::string& name, std::size_t count);

} // namespace skipscope::learning
