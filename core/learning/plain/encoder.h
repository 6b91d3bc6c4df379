#pragma once

#include "core/learning/network.h"

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

namespace skipscope::learning::plain {

/// Trained tensors by name, each a leaf that takes a gradient.
using Parameters = std::vector<std::pair<std::string, at::Tensor>>;

/// The encoder of core/learning/network.h in LibTorch's operations: ragged but inside attention, where it is
/// padded within buckets of about the same length. Not for two threads at once.
class Encoder {
public:
  /// Throws core::Error where the weights do not fit, or CUDA is asked for and missing.
  Encoder(const EncoderShape& shape, bool cuda, const Arrays& weights);
  ~Encoder();

  const EncoderShape& shape() const { return m_shape; }
  bool cuda() const { return m_cuda; }
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
  at::Tensor embedSongs(const PackedHistories& histories) const; ///< [positions, dimension]
  at::Tensor lastStates(const PackedHistories& histories) const; ///< [histories, dimension]
  EncoderShape m_shape;
  bool m_cuda;
  std::unique_ptr<Members> m;
};

/// An index tensor on the encoder's device. The values are copied.
at::Tensor indexTensor(std::span<const std::int64_t> values, const Encoder& encoder);
at::Tensor floatTensor(std::span<const float> values, const Encoder& encoder);
Checkpoint::Array arrayOf(const at::Tensor& tensor);

} // namespace skipscope::learning::plain
