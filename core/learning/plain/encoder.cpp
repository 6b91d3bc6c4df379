#include "core/learning/plain/encoder.h"

#include "core/error.h"
#include "core/learning/dropout.h"
#include "core/learning/initial_weights.h"
#include "core/learning/plain/library_threads.h"
#include "core/learning/random.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace skipscope::learning::plain {

namespace {

at::Tensor onDevice(const at::Tensor& tensor, bool cuda) {
  return cuda ? tensor.to(at::kCUDA) : tensor;
}

/// A bucket of attention as a padded block [count, length] over packed rows that begin at `firstRow`.
struct PaddedBlock {
  std::int64_t firstRow = 0;
  std::int64_t rows = 0;
  at::Tensor padded; ///< [count · length] packed row of each cell; undefined where nothing is padded
  at::Tensor back;   ///< [rows] cell of each packed row
  at::Tensor mask;   ///< [count, 1, length, length] 0 where attended, else -infinity
};

PaddedBlock padBlock(const PackedHistories& histories, const Bucket& bucket, bool cloze, bool cuda) {
  const std::int64_t length = bucket.length;
  const auto count = static_cast<std::int64_t>(bucket.count);
  PaddedBlock block;
  block.firstRow = histories.offsets[bucket.first];
  block.rows = histories.offsets[bucket.first + bucket.count] - block.firstRow;
  const bool even = block.rows == count * length;
  at::Tensor mask = at::full({count, 1, length, length}, -std::numeric_limits<float>::infinity(), at::kFloat);
  at::Tensor padded = at::zeros({even ? 0 : count * length}, at::kLong);
  at::Tensor back = at::zeros({even ? 0 : block.rows}, at::kLong);
  auto* paddedData = padded.data_ptr<std::int64_t>();
  auto* backData = back.data_ptr<std::int64_t>();
  for (std::int64_t h = 0; h < count; ++h) {
    const std::int64_t begin = histories.offsets[bucket.first + static_cast<std::size_t>(h)];
    const std::int64_t own = histories.length(bucket.first + static_cast<std::size_t>(h));
    const std::int64_t heard = cloze ? histories.heardOf(bucket.first + static_cast<std::size_t>(h)) : 0;
    float* cells = mask.data_ptr<float>() + h * length * length;
    std::int64_t earlier = 0; // inputs strictly earlier than input i
    for (std::int64_t i = 0; i < length; ++i) {
      const auto time = [&](std::int64_t k) { return histories.times[static_cast<std::size_t>(begin + k)]; };
      if (i < own) {
        if (i > 0 && time(i) != time(i - 1))
          earlier = i;
        if (!cloze)
          std::fill_n(cells + i * length, earlier, 0.0F);
        for (std::int64_t k = 0; k < heard; ++k)
          if (time(k) != time(i))
            cells[i * length + k] = 0.0F;
        if (!even) {
          paddedData[h * length + i] = begin - block.firstRow + i;
          backData[begin - block.firstRow + i] = h * length + i;
        }
      }
      cells[i * length + i] = 0.0F;
    }
  }
  block.mask = onDevice(mask, cuda);
  if (!even) {
    block.padded = onDevice(padded, cuda);
    block.back = onDevice(back, cuda);
  }
  return block;
}

/// Dropout of attention weights [count, heads, length, length]; a row's key does not depend on the padding.
at::Tensor attentionDropout(const PackedHistories& histories, const Bucket& bucket, std::int64_t block,
                            const EncoderShape& shape, bool cuda) {
  const std::int64_t length = bucket.length;
  at::Tensor mask =
      at::zeros({static_cast<std::int64_t>(bucket.count), shape.heads, length, length}, at::kFloat);
  float* row = mask.data_ptr<float>();
  for (std::size_t h = bucket.first; h < bucket.first + bucket.count; ++h) {
    const std::uint64_t key = dropoutKey(histories.keys[h], block, DropoutSite::Attention);
    for (std::int64_t head = 0; head < shape.heads; ++head)
      for (std::int64_t i = 0; i < length; ++i, row += length)
        if (i < histories.length(h))
          fillDropout({row, static_cast<std::size_t>(shape.cloze ? histories.length(h) : i + 1)},
                      mixed(key + static_cast<std::uint64_t>(head * shape.maxLength + i) + 1), shape.dropout);
  }
  return onDevice(mask, cuda);
}

/// Dropout of states [positions, dimension].
at::Tensor stateDropout(const PackedHistories& histories, std::int64_t block, DropoutSite site,
                        const EncoderShape& shape, bool cuda) {
  at::Tensor mask =
      at::empty({static_cast<std::int64_t>(histories.positions()), shape.dimension}, at::kFloat);
  auto* row = mask.data_ptr<float>();
  const auto width = static_cast<std::size_t>(shape.dimension);
  for (std::size_t h = 0; h < histories.size(); ++h) {
    const std::uint64_t key = dropoutKey(histories.keys[h], block, site);
    for (std::int64_t i = 0; i < histories.length(h); ++i, row += width)
      fillDropout({row, width}, mixed(key + static_cast<std::uint64_t>(i) + 1), shape.dropout);
  }
  return onDevice(mask, cuda);
}

} // namespace

struct Encoder::Members {
  struct Block {
    at::Tensor attentionNorm, attentionNormBias, queryKeyValue, queryKeyValueBias, out, outBias;
    at::Tensor forwardNorm, forwardNormBias, inner, innerBias, outer, outerBias;
  };
  Parameters parameters;
  at::Tensor songs, bias, feedback, positions, start, finalNorm, finalNormBias;
  std::vector<Block> blocks;

  /// The parameter of that name, undefined where it is switched off.
  at::Tensor of(const std::string& name) const {
    const auto found =
        std::ranges::find(parameters, name, [](const auto& parameter) { return parameter.first; });
    return found == parameters.end() ? at::Tensor() : found->second;
  }
};

Encoder::Encoder(const EncoderShape& shape, bool cuda, const Arrays& weights)
    : m_shape(shape), m_cuda(cuda), m(std::make_unique<Members>()) {
  useOneLibraryThread();
  if (cuda && !at::globalContext().hasCUDA())
    throw core::Error("LibTorch finds no CUDA device here: set training.device to auto.");
  for (const Parameter& parameter : parametersOf(shape)) {
    at::Tensor value =
        floatTensor(valuesOf(weights, parameter.name, parameter.count()), *this).view(parameter.sizes);
    value.set_requires_grad(true);
    m->parameters.emplace_back(parameter.name, value);
  }
  m->songs = m->of("songs");
  m->start = m->of(shape.cloze ? "mask" : "start");
  m->bias = m->of("bias");
  m->feedback = m->of("feedback");
  m->positions = m->of("positions");
  for (std::int64_t i = 0; i < shape.blocks; ++i) {
    const std::string name = "block" + std::to_string(i) + ".";
    Members::Block block;
    block.attentionNorm = m->of(name + "attention_norm");
    block.attentionNormBias = m->of(name + "attention_norm_bias");
    block.queryKeyValue = m->of(name + "query_key_value");
    block.queryKeyValueBias = m->of(name + "query_key_value_bias");
    block.out = m->of(name + "attention_out");
    block.outBias = m->of(name + "attention_out_bias");
    block.forwardNorm = m->of(name + "forward_norm");
    block.forwardNormBias = m->of(name + "forward_norm_bias");
    block.inner = m->of(name + "forward_inner");
    block.innerBias = m->of(name + "forward_inner_bias");
    block.outer = m->of(name + "forward_outer");
    block.outerBias = m->of(name + "forward_outer_bias");
    m->blocks.push_back(std::move(block));
  }
  m->finalNorm = m->of("final_norm");
  m->finalNormBias = m->of("final_norm_bias");
}

Encoder::~Encoder() = default;

Parameters& Encoder::parameters() {
  return m->parameters;
}
const at::Tensor& Encoder::songs() const {
  return m->songs;
}
const at::Tensor* Encoder::bias() const {
  return m_shape.itemBias ? &m->bias : nullptr;
}

Arrays Encoder::weights() const {
  Arrays arrays;
  for (const auto& [name, value] : m->parameters)
    arrays[name] = arrayOf(value.detach());
  return arrays;
}

Arrays Encoder::gradients() const {
  Arrays arrays;
  for (const auto& [name, value] : m->parameters)
    arrays[name] = arrayOf(value.grad().defined() ? value.grad() : at::zeros_like(value.detach()));
  return arrays;
}

void Encoder::setWeights(const Arrays& weights) {
  const c10::NoGradGuard noGradient;
  for (auto& [name, value] : m->parameters) {
    const auto& values = valuesOf(weights, name, static_cast<std::size_t>(value.numel()));
    value.copy_(floatTensor(values, *this).view(value.sizes()));
  }
}

at::Tensor Encoder::embedSongs(const PackedHistories& histories) const {
  std::vector<std::int64_t> rows = histories.songs;
  std::ranges::replace(rows, PackedHistories::kMask, m_shape.songs + 1);
  if (std::ranges::all_of(rows, [this](std::int64_t row) { return row < m_shape.songs; }))
    return at::embedding(m->songs, indexTensor(rows, *this));
  const at::Tensor unknown = at::zeros_like(m->start);
  return at::embedding(at::cat({m->songs, unknown, m->start}), indexTensor(rows, *this));
}

at::Tensor Encoder::encode(const PackedHistories& histories) const {
  const std::int64_t d = m_shape.dimension;
  const auto rows = static_cast<std::int64_t>(histories.positions());
  if (rows == 0)
    return m->start;
  const bool dropping = m_shape.dropout > 0 && !histories.keys.empty();
  const auto drop = [&](const at::Tensor& x, std::int64_t block, DropoutSite site) {
    return dropping ? x * stateDropout(histories, block, site, m_shape, m_cuda) : x;
  };

  at::Tensor x = embedSongs(histories);
  if (m_shape.feedbackEmbedding) {
    const at::Tensor table =
        m_shape.cloze ? at::cat({m->feedback, at::zeros({1, d}, m->feedback.options())}) : m->feedback;
    x = x + at::embedding(table, indexTensor(histories.feedback, *this));
  }
  if (m_shape.positions) {
    std::vector<std::int64_t> positions = histories.places;
    positions.resize(histories.positions());
    for (std::size_t h = 0; h < histories.size() && !m_shape.cloze; ++h)
      for (std::int64_t i = histories.offsets[h]; i < histories.offsets[h + 1]; ++i)
        positions[static_cast<std::size_t>(i)] = i - histories.offsets[h];
    x = x + at::embedding(m->positions, indexTensor(positions, *this));
  }
  x = drop(x, m_shape.blocks, DropoutSite::Input);

  const std::vector<Bucket> buckets = lengthBuckets(histories, m_shape.heads);
  std::vector<PaddedBlock> padded;
  for (const Bucket& bucket : buckets)
    padded.push_back(padBlock(histories, bucket, m_shape.cloze, m_cuda));
  const std::int64_t heads = m_shape.heads;
  const std::int64_t headDimension = d / heads;
  for (std::int64_t index = 0; index < m_shape.blocks; ++index) {
    const Members::Block& block = m->blocks[static_cast<std::size_t>(index)];
    const at::Tensor qkv = at::linear(at::layer_norm(x, {d}, block.attentionNorm, block.attentionNormBias),
                                      block.queryKeyValue, block.queryKeyValueBias);
    std::vector<at::Tensor> attended;
    for (std::size_t b = 0; b < buckets.size(); ++b) {
      const PaddedBlock& pad = padded[b];
      const auto count = static_cast<std::int64_t>(buckets[b].count);
      const std::int64_t length = buckets[b].length;
      at::Tensor own = qkv.narrow(0, pad.firstRow, pad.rows);
      if (pad.padded.defined())
        own = own.index_select(0, pad.padded);
      own = own.view({count, length, 3, heads, headDimension}).permute({2, 0, 3, 1, 4});
      const auto part = [&](std::int64_t which) {
        return own.select(0, which).reshape({count * heads, length, headDimension});
      };
      at::Tensor weights =
          at::bmm(part(0), part(1).transpose(1, 2)) / std::sqrt(static_cast<double>(headDimension));
      weights = at::softmax(weights.view({count, heads, length, length}) + pad.mask, -1);
      if (dropping)
        weights = weights * attentionDropout(histories, buckets[b], index, m_shape, m_cuda);
      at::Tensor out = at::bmm(weights.view({count * heads, length, length}), part(2));
      out = out.view({count, heads, length, headDimension}).transpose(1, 2).reshape({count * length, d});
      attended.push_back(pad.back.defined() ? out.index_select(0, pad.back) : out);
    }
    x = x + drop(at::linear(at::cat(attended), block.out, block.outBias), index, DropoutSite::AttentionOut);
    const at::Tensor inner = at::relu(at::linear(
        at::layer_norm(x, {d}, block.forwardNorm, block.forwardNormBias), block.inner, block.innerBias));
    x = x + drop(at::linear(inner, block.outer, block.outerBias), index, DropoutSite::FeedForward);
  }
  return at::cat({m->start, at::layer_norm(x, {d}, m->finalNorm, m->finalNormBias)});
}

at::Tensor Encoder::lastStates(const PackedHistories& histories) const {
  std::vector<std::int64_t> last(histories.size());
  for (std::size_t h = 0; h < histories.size(); ++h)
    last[h] = histories.length(h) == 0 ? 0 : histories.offsets[h + 1];
  return encode(histories).index_select(0, indexTensor(last, *this));
}

std::vector<float> Encoder::scoreLast(const PackedHistories& histories,
                                      std::span<const std::int64_t> rows) const {
  const c10::NoGradGuard noGradient;
  const at::Tensor contexts = lastStates(histories);
  const at::Tensor wanted = indexTensor(rows, *this);
  const at::Tensor vectors = m->songs.index_select(0, wanted).view({contexts.size(0), -1, m_shape.dimension});
  at::Tensor scores = at::matmul(vectors, contexts.unsqueeze(2)).flatten();
  if (m_shape.itemBias)
    scores += m->bias.index_select(0, wanted);
  return arrayOf(scores).values;
}

void Encoder::scoreLast(const PackedHistories& histories,
                        const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  const c10::NoGradGuard noGradient;
  at::Tensor scores = at::matmul(lastStates(histories), m->songs.t());
  if (m_shape.itemBias)
    scores += m->bias;
  scores = scores.cpu().contiguous();
  const auto songs = static_cast<std::size_t>(m_shape.songs);
  for (std::size_t h = 0; h < histories.size(); ++h)
    receive(h, {scores.data_ptr<float>() + h * songs, songs});
}

at::Tensor indexTensor(std::span<const std::int64_t> values, const Encoder& encoder) {
  at::Tensor tensor = at::empty({static_cast<std::int64_t>(values.size())}, at::kLong);
  std::copy(values.begin(), values.end(), tensor.data_ptr<std::int64_t>());
  return onDevice(tensor, encoder.cuda());
}

at::Tensor floatTensor(std::span<const float> values, const Encoder& encoder) {
  at::Tensor tensor = at::empty({static_cast<std::int64_t>(values.size())}, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return onDevice(tensor, encoder.cuda());
}

Checkpoint::Array arrayOf(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.cpu().contiguous();
  const float* data = flat.data_ptr<float>();
  return {{flat.sizes().begin(), flat.sizes().end()}, {data, data + flat.numel()}};
}

} // namespace skipscope::learning::plain
