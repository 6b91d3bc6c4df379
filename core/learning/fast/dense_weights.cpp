#include "core/learning/fast/dense_weights.h"

#include "core/learning/adam_rates.h"
#include "core/learning/fast/vector_operations.h"

#include <algorithm>

namespace skipscope::learning::fast {

namespace {

/// A matrix [rows, columns] of the checkpoint inside a packed one: where row and column stand there.
struct Packing {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t stride = 0;       ///< of the packed one
  std::size_t turnedStride = 0; ///< of the packed one turned over
  bool headRows = false;        ///< rows stand among padded heads
  bool headColumns = false;
};

template <class Each> void eachOf(const Packing& packing, const Widths& widths, Each each) {
  for (std::size_t r = 0; r < packing.rows; ++r) {
    const std::size_t row = packing.headRows ? widths.headColumn(r) : r;
    for (std::size_t c = 0; c < packing.columns; ++c)
      each(r * packing.columns + c, r, c, row, packing.headColumns ? widths.headColumn(c) : c);
  }
}

Packing projectPacking(const Widths& w) {
  return {3 * w.width, w.width, w.row, w.projected, true, false};
}
Packing outPacking(const Widths& w) {
  return {w.width, w.width, w.attended, w.row, false, true};
}
Packing squarePacking(const Widths& w) {
  return {w.width, w.width, w.row, w.row, false, false};
}

} // namespace

DenseWeights::DenseWeights(const EncoderShape& shape, const Layout& layout) : m_layout(layout) {
  std::size_t size = 0;
  for (const Parameter& parameter : parametersOf(shape))
    if (parameter.name != "songs" && parameter.name != "bias") {
      m_places[parameter.name] = {parameter, size};
      size += parameter.count();
    }
  const auto addRows = [&](const std::string& name, std::size_t packed, std::size_t count) {
    if (count > 0)
      m_rows.push_back({m_places.at(name).offset, packed, count});
  };
  addRows("final_norm", layout.finalNorm, 1);
  addRows("final_norm_bias", layout.finalNormBias, 1);
  addRows(shape.cloze ? "mask" : "start", layout.start, 1);
  addRows("feedback", layout.feedback, layout.widths.feedback);
  addRows("positions", layout.positions, layout.widths.positions);
  for (std::int64_t i = 0; i < shape.blocks; ++i)
    m_blocks.push_back("block" + std::to_string(i) + ".");
  for (Buffer* buffer : {&m_values, &m_first, &m_second, &m_gradient})
    buffer->reset(size);
  m_packed.reset(layout.size);
  m_turned.reset(layout.size);
}

void DenseWeights::take(const Arrays& arrays, Buffer& buffer) {
  for (const auto& [name, place] : m_places) {
    const auto& values = valuesOf(arrays, name, place.parameter.count());
    std::copy(values.begin(), values.end(), buffer.data() + place.offset);
  }
}

void DenseWeights::put(const Buffer& buffer, Arrays& arrays) const {
  for (const auto& [name, place] : m_places) {
    const float* from = buffer.data() + place.offset;
    arrays[name] = {place.parameter.sizes, {from, from + place.parameter.count()}};
  }
}

void DenseWeights::setWeights(const Arrays& weights) {
  take(weights, m_values);
  pack();
}
void DenseWeights::setMoments(const OptimiserState& state) {
  take(state.first, m_first);
  take(state.second, m_second);
}
void DenseWeights::putWeights(Arrays& weights) const {
  put(m_values, weights);
}
void DenseWeights::putMoments(OptimiserState& state) const {
  put(m_first, state.first);
  put(m_second, state.second);
}

void DenseWeights::putGradients(const float* packed, Arrays& gradients) {
  unpack(packed);
  put(m_gradient, gradients);
}

void DenseWeights::step(const float* packed, double learningRate, std::int64_t number) {
  unpack(packed);
  adamStep(adamRates(learningRate, number), m_gradient.data(), m_gradient.size(), m_values.data(),
           m_first.data(), m_second.data());
  pack();
}

void DenseWeights::pack() {
  const Widths& w = m_layout.widths;
  for (std::size_t i = 0; i < m_blocks.size(); ++i)
    packBlock(m_blocks[i], m_layout.blocks[i]);
  for (const PackedRows& rows : m_rows)
    for (std::size_t r = 0; r < rows.count; ++r)
      std::copy_n(m_values.data() + rows.natural + r * w.width, w.width,
                  m_packed.data() + rows.packed + r * w.row);
}

void DenseWeights::packBlock(const std::string& name, const BlockOffsets& offsets) {
  const Widths& w = m_layout.widths;
  const auto matrix = [&](const std::string& weights, const Packing& packing, std::size_t offset,
                          const float* scale) {
    const float* from = at(m_values, name + weights);
    eachOf(packing, w, [&](std::size_t i, std::size_t, std::size_t c, std::size_t row, std::size_t column) {
      const float value = scale == nullptr ? from[i] : from[i] * scale[c];
      m_packed.data()[offset + row * packing.stride + column] = value;
      m_turned.data()[offset + column * packing.turnedStride + row] = value;
    });
  };
  const auto bias = [&](const std::string& weights, const Packing& packing, std::size_t offset,
                        const float* shift) {
    const float* from = at(m_values, name + weights);
    const float* own = at(m_values, name + weights + "_bias");
    for (std::size_t r = 0; r < packing.rows; ++r) {
      float value = own[r];
      for (std::size_t c = 0; shift != nullptr && c < packing.columns; ++c)
        value += from[r * packing.columns + c] * shift[c];
      m_packed.data()[offset + (packing.headRows ? w.headColumn(r) : r)] = value;
    }
  };
  const float* before = at(m_values, name + "attention_norm");
  const float* beforeBias = at(m_values, name + "attention_norm_bias");
  const float* middle = at(m_values, name + "forward_norm");
  const float* middleBias = at(m_values, name + "forward_norm_bias");
  matrix("query_key_value", projectPacking(w), offsets.project, before);
  bias("query_key_value", projectPacking(w), offsets.projectBias, beforeBias);
  matrix("attention_out", outPacking(w), offsets.out, nullptr);
  bias("attention_out", outPacking(w), offsets.outBias, nullptr);
  matrix("forward_inner", squarePacking(w), offsets.inner, middle);
  bias("forward_inner", squarePacking(w), offsets.innerBias, middleBias);
  matrix("forward_outer", squarePacking(w), offsets.outer, nullptr);
  bias("forward_outer", squarePacking(w), offsets.outerBias, nullptr);
}

void DenseWeights::unpack(const float* packed) {
  const Widths& w = m_layout.widths;
  for (std::size_t i = 0; i < m_blocks.size(); ++i)
    unpackBlock(m_blocks[i], m_layout.blocks[i], packed);
  for (const PackedRows& rows : m_rows)
    for (std::size_t r = 0; r < rows.count; ++r)
      std::copy_n(packed + rows.packed + r * w.row, w.width, m_gradient.data() + rows.natural + r * w.width);
}

void DenseWeights::unpackBlock(const std::string& name, const BlockOffsets& offsets, const float* packed) {
  const Widths& w = m_layout.widths;
  const auto bias = [&](const std::string& weights, const Packing& packing, std::size_t offset) {
    float* to = at(m_gradient, name + weights + "_bias");
    for (std::size_t r = 0; r < packing.rows; ++r)
      to[r] = packed[offset + (packing.headRows ? w.headColumn(r) : r)];
  };
  const auto matrix = [&](const std::string& weights, const Packing& packing, std::size_t offset) {
    float* to = at(m_gradient, name + weights);
    eachOf(packing, w, [&](std::size_t i, std::size_t, std::size_t, std::size_t row, std::size_t column) {
      to[i] = packed[offset + row * packing.stride + column];
    });
  };
  // With G the gradient of the folded matrix and g that of its bias: dW = G ⊙ γ + g ⊗ β, dγ = Σ W ⊙ G and
  // dβ = Wᵀ·g.
  const auto folded = [&](const std::string& weights, const std::string& norm, const Packing& packing) {
    const float* values = at(m_values, name + weights);
    const float* scale = at(m_values, name + norm);
    const float* shift = at(m_values, name + norm + "_bias");
    const float* slope = at(m_gradient, name + weights + "_bias");
    float* to = at(m_gradient, name + weights);
    float* scaleSlope = at(m_gradient, name + norm);
    float* shiftSlope = at(m_gradient, name + norm + "_bias");
    std::fill_n(scaleSlope, w.width, 0.0F);
    std::fill_n(shiftSlope, w.width, 0.0F);
    eachOf(packing, w, [&](std::size_t i, std::size_t r, std::size_t c, std::size_t, std::size_t) {
      scaleSlope[c] += values[i] * to[i];
      shiftSlope[c] += values[i] * slope[r];
      to[i] = to[i] * scale[c] + slope[r] * shift[c];
    });
  };
  bias("query_key_value", projectPacking(w), offsets.projectBias);
  bias("attention_out", outPacking(w), offsets.outBias);
  bias("forward_inner", squarePacking(w), offsets.innerBias);
  bias("forward_outer", squarePacking(w), offsets.outerBias);
  matrix("query_key_value", projectPacking(w), offsets.project);
  matrix("attention_out", outPacking(w), offsets.out);
  matrix("forward_inner", squarePacking(w), offsets.inner);
  matrix("forward_outer", squarePacking(w), offsets.outer);
  folded("query_key_value", "attention_norm", projectPacking(w));
  folded("forward_inner", "forward_norm", squarePacking(w));
}

} // namespace skipscope::learning::fast
