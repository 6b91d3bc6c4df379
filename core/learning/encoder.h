#pragma once

#include "core/learning/checkpoint.h"
#include "core/learning/histories.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace at {
class Tensor;
}

namespace skipscope::learning {

using Arrays = std::map<std::string, Checkpoint::Array>; ///< name → raw floats

/// Sizes and switches of an encoder.
struct EncoderShape {
  std::int64_t songs = 0; ///< of the catalogue
  std::int64_t dimension = 64;
  std::int64_t blocks = 2;
  std::int64_t heads = 1;
  std::int64_t maxLength = 100;
  double dropout = 0;
  bool feedbackEmbedding = true;
  bool positions = true;
  bool itemBias = true;
  bool cuda = false;
};
EncoderShape encoderShape(const experiment::Configuration& configuration, std::size_t catalogue);

/// Trained tensors by name, each a leaf that takes a gradient.
using Parameters = std::vector<std::pair<std::string, at::Tensor>>;

/// SASRec (Kang and McAuley, ICDM 2018) with feedback-type embeddings on ragged histories (method.md section
/// 3): pre-layer-norm blocks of causal attention and a point-wise ReLU layer, final layer norm. Input i
/// attends to j where j = i or j is strictly earlier; positions count from a history's first event. A song
/// outside the catalogue is heard without a song vector. Not for two threads at once.
class Encoder {
public:
  /// Weights from the seed: embeddings N(0, 0.02), matrices N(0, 2/(in + out)), biases 0.
  /// Throws core::Error where CUDA is asked for and missing.
  Encoder(const EncoderShape& shape, std::uint64_t seed);
  ~Encoder();

  const EncoderShape& shape() const { return m_shape; }
  Parameters& parameters();
  const at::Tensor& songs() const; ///< [catalogue, dimension]
  const at::Tensor* bias() const;  ///< [catalogue], null where switched off

  Arrays weights() const;
  Arrays gradients() const; ///< of the last backward pass, 0 where a parameter took no part
  /// Throws core::Error where a name or shape differs.
  void setWeights(const Arrays& weights);

  /// States [1 + positions, dimension]: row 0 is the start state, then one a position. Drops out by
  /// histories.keys.
  at::Tensor encode(const PackedHistories& histories) const;

  /// Calls `receive(i, scores)` for every history with scores [catalogue] after its last input, without
  /// dropout.
  void scoreLast(const PackedHistories& histories,
                 const std::function<void(std::size_t, std::span<const float>)>& receive) const;
  /// Scores [histories, k] after the last input of the catalogue rows `rows` [histories, k] alone.
  std::vector<float> scoreLast(const PackedHistories& histories, std::span<const std::int64_t> rows) const;

private:
  struct Members;
  at::Tensor lastStates(const PackedHistories& histories) const; ///< [histories, dimension]
  EncoderShape m_shape;
  std::unique_ptr<Members> m;
};

/// An index tensor on the encoder's device. The values are copied.
at::Tensor indexTensor(std::span<const std::int64_t> values, const Encoder& encoder);
at::Tensor floatTensor(std::span<const float> values, const Encoder& encoder);
Checkpoint::Array arrayOf(const at::Tensor& tensor);

/// What computes on this processor, "AVX2/Haswell": numbers are the same bits only where it is.
std::string simdTarget();

/// One library thread, for this process and for good: sweeps run several workers side by side, and numbers
/// must not depend on the machine.
void useOneThread();

} // namespace skipscope::learning
