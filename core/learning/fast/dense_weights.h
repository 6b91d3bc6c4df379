#pragma once

#include "core/learning/fast/buffer.h"
#include "core/learning/fast/layout.h"
#include "core/learning/initial_weights.h"

#include <map>
#include <string>

namespace skipscope::learning::fast {

/// Every parameter but the songs' with its moments, as checkpoints have it; and packed for the kernels.
class DenseWeights {
public:
  DenseWeights(const EncoderShape& shape, const Layout& layout);

  /// Weights by `layout`.
  const float* packed() const { return m_packed.data(); }
  /// The matrices of a block turned over, at the same offsets: [row, projected], [attended, row], [row, row]
  /// twice.
  const float* turned() const { return m_turned.data(); }

  void setWeights(const Arrays& weights);
  void setMoments(const OptimiserState& state);
  void putWeights(Arrays& weights) const;
  void putMoments(OptimiserState& state) const;

  /// Parameter name → gradient, from one by `layout`.
  void putGradients(const float* packed, Arrays& gradients);
  /// Step `number` (from 1) of Adam along a gradient by `layout`.
  void step(const float* packed, double learningRate, std::int64_t number);

private:
  struct Place {
    Parameter parameter;
    std::size_t offset = 0;
  };
  /// Rows [count, d] of a parameter that are only padded.
  struct PackedRows {
    std::size_t natural = 0; ///< where they begin among the parameters
    std::size_t packed = 0;  ///< by layout
    std::size_t count = 0;
  };
  float* at(Buffer& buffer, const std::string& name) { return buffer.data() + m_places.at(name).offset; }
  void take(const Arrays& arrays, Buffer& buffer);
  void put(const Buffer& buffer, Arrays& arrays) const;
  void pack();
  void packBlock(const std::string& name, const BlockOffsets& offsets);
  void unpack(const float* packed);
  void unpackBlock(const std::string& name, const BlockOffsets& offsets, const float* packed);

  const Layout& m_layout;
  std::map<std::string, Place> m_places;
  std::vector<PackedRows> m_rows;
  std::vector<std::string> m_blocks; ///< "block0.", …
  Buffer m_values, m_first, m_second, m_gradient;
  Buffer m_packed, m_turned;
};

} // namespace skipscope::learning::fast
