#include "core/learning/encoder.h"

#include "core/error.h"
#include "core/learning/dropout.h"
#include "core/learning/random.h"
#include "core/learning/worker.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

namespace skipscope::learning {

namespace {

/// Where a dropout mask or a weight is used: part of its key.
enum Site : std::uint64_t { kInputSite, kAttentionSite, kAttentionOutSite, kFeedForwardSite, kSitesPerBlock };

std::uint64_t siteKey(std::uint64_t historyKey, std::int64_t block, Site site) {
  return mixed(historyKey ^ mixed(static_cast<std::uint64_t>(block) * kSitesPerBlock + site + 1));
}

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

PaddedBlock padBlock(const PackedHistories& histories, const Bucket& bucket, bool cuda) {
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
    float* cells = mask.data_ptr<float>() + h * length * length;
    std::int64_t earlier = 0; // inputs strictly earlier than input i
    for (std::int64_t i = 0; i < length; ++i) {
      const auto time = [&](std::int64_t k) { return histories.times[static_cast<std::size_t>(begin + k)]; };
      if (i < own) {
        if (i > 0 && time(i) != time(i - 1))
          earlier = i;
        std::fill_n(cells + i * length, earlier, 0.0F);
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
                            const EncoderShape& shape) {
  const std::int64_t length = bucket.length;
  at::Tensor mask =
      at::zeros({static_cast<std::int64_t>(bucket.count), shape.heads, length, length}, at::kFloat);
  float* row = mask.data_ptr<float>();
  for (std::size_t h = bucket.first; h < bucket.first + bucket.count; ++h) {
    const std::uint64_t key = siteKey(histories.keys[h], block, kAttentionSite);
    for (std::int64_t head = 0; head < shape.heads; ++head)
      for (std::int64_t i = 0; i < length; ++i, row += length)
        if (i < histories.length(h))
          fillDropout({row, static_cast<std::size_t>(i + 1)},
                      mixed(key + static_cast<std::uint64_t>(head * shape.maxLength + i) + 1), shape.dropout);
  }
  return onDevice(mask, shape.cuda);
}

/// Dropout of states [positions, dimension].
at::Tensor stateDropout(const PackedHistories& histories, std::int64_t block, Site site,
                        const EncoderShape& shape) {
  at::Tensor mask =
      at::empty({static_cast<std::int64_t>(histories.positions()), shape.dimension}, at::kFloat);
  auto* data = mask.data_ptr<float>();
  for (std::size_t h = 0; h < histories.size(); ++h)
    fillDropout({data + histories.offsets[h] * shape.dimension,
                 static_cast<std::size_t>(histories.length(h) * shape.dimension)},
                siteKey(histories.keys[h], block, site), shape.dropout);
  return onDevice(mask, shape.cuda);
}

enum class Start { Zeros, Ones, Embedding, Matrix };

} // namespace

struct Encoder::Members {
  struct Block {
    at::Tensor attentionNorm, attentionNormBias, queryKeyValue, queryKeyValueBias, out, outBias;
    at::Tensor forwardNorm, forwardNormBias, inner, innerBias, outer, outerBias;
  };
  Parameters parameters;
  at::Tensor songs, bias, feedback, positions, start, finalNorm, finalNormBias;
  std::vector<Block> blocks;

  at::Tensor add(const std::string& name, at::IntArrayRef sizes, Start start_, std::uint64_t seed,
                 bool cuda) {
    at::Tensor value = at::zeros(sizes, at::kFloat);
    auto* data = value.data_ptr<float>();
    const CounterRandom random(seed, Purpose::Weights, parameters.size());
    double deviation = 0.02;
    if (start_ == Start::Matrix)
      deviation = std::sqrt(2.0 / static_cast<double>(sizes[0] + sizes[1])); // Glorot and Bengio 2010
    for (std::int64_t i = 0; i < value.numel(); ++i) {
      if (start_ == Start::Ones)
        data[i] = 1.0F;
      else if (start_ != Start::Zeros)
        data[i] = static_cast<float>(deviation * random.normal(static_cast<std::uint64_t>(i)));
    }
    value = onDevice(value, cuda);
    value.set_requires_grad(true);
    parameters.emplace_back(name, value);
    return value;
  }
};

EncoderShape encoderShape(const experiment::Configuration& configuration, std::size_t catalogue) {
  EncoderShape shape;
  shape.songs = static_cast<std::int64_t>(catalogue);
  shape.dimension = configuration.dimension;
  shape.blocks = configuration.blocks;
  shape.heads = configuration.heads;
  shape.maxLength = configuration.maxLength;
  shape.dropout = configuration.dropout;
  shape.feedbackEmbedding = configuration.feedbackEmbedding;
  shape.positions = configuration.positions == experiment::Positions::Learned;
  shape.itemBias = configuration.itemBias;
  shape.cuda = configuration.device == experiment::Device::Cuda;
  return shape;
}

Encoder::Encoder(const EncoderShape& shape, std::uint64_t seed)
    : m_shape(shape), m(std::make_unique<Members>()) {
  useOneThread();
  if (shape.cuda && !at::globalContext().hasCUDA())
    throw core::Error("LibTorch finds no CUDA device here: set training.device to auto.");
  const std::int64_t d = shape.dimension;
  const auto add = [&](const std::string& name, at::IntArrayRef sizes, Start start) {
    return m->add(name, sizes, start, seed, shape.cuda);
  };
  m->songs = add("songs", {shape.songs, d}, Start::Embedding);
  m->start = add("start", {1, d}, Start::Embedding);
  if (shape.itemBias)
    m->bias = add("bias", {shape.songs}, Start::Zeros);
  if (shape.feedbackEmbedding)
    m->feedback =
        add("feedback", {static_cast<std::int64_t>(listening::kFeedbackKinds), d}, Start::Embedding);
  if (shape.positions)
    m->positions = add("positions", {shape.maxLength, d}, Start::Embedding);
  for (std::int64_t i = 0; i < shape.blocks; ++i) {
    const std::string name = "block" + std::to_string(i) + ".";
    Members::Block block;
    block.attentionNorm = add(name + "attention_norm", {d}, Start::Ones);
    block.attentionNormBias = add(name + "attention_norm_bias", {d}, Start::Zeros);
    block.queryKeyValue = add(name + "query_key_value", {3 * d, d}, Start::Matrix);
    block.queryKeyValueBias = add(name + "query_key_value_bias", {3 * d}, Start::Zeros);
    block.out = add(name + "attention_out", {d, d}, Start::Matrix);
    block.outBias = add(name + "attention_out_bias", {d}, Start::Zeros);
    block.forwardNorm = add(name + "forward_norm", {d}, Start::Ones);
    block.forwardNormBias = add(name + "forward_norm_bias", {d}, Start::Zeros);
    block.inner = add(name + "forward_inner", {d, d}, Start::Matrix);
    block.innerBias = add(name + "forward_inner_bias", {d}, Start::Zeros);
    block.outer = add(name + "forward_outer", {d, d}, Start::Matrix);
    block.outerBias = add(name + "forward_outer_bias", {d}, Start::Zeros);
    m->blocks.push_back(std::move(block));
  }
  m->finalNorm = add("final_norm", {d}, Start::Ones);
  m->finalNormBias = add("final_norm_bias", {d}, Start::Zeros);
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
    const auto found = weights.find(name);
    const std::vector<std::int64_t> shape(value.sizes().begin(), value.sizes().end());
    if (found == weights.end() || found->second.shape != shape)
      throw core::Error("The checkpoint holds no fitting weights '" + name +
                        "': it belongs to another run; retry the run from scratch.");
    value.copy_(floatTensor(found->second.values, *this).view(value.sizes()));
  }
}

at::Tensor Encoder::encode(const PackedHistories& histories) const {
  const std::int64_t d = m_shape.dimension;
  const auto rows = static_cast<std::int64_t>(histories.positions());
  if (rows == 0)
    return m->start;
  const bool dropping = m_shape.dropout > 0 && !histories.keys.empty();
  const auto drop = [&](const at::Tensor& x, std::int64_t block, Site site) {
    return dropping ? x * stateDropout(histories, block, site, m_shape) : x;
  };

  const bool unknown =
      std::find(histories.songs.begin(), histories.songs.end(), m_shape.songs) != histories.songs.end();
  const at::Tensor table = unknown ? at::cat({m->songs, at::zeros({1, d}, m->songs.options())}) : m->songs;
  at::Tensor x = at::embedding(table, indexTensor(histories.songs, *this));
  if (m_shape.feedbackEmbedding)
    x = x + at::embedding(m->feedback, indexTensor(histories.feedback, *this));
  if (m_shape.positions) {
    std::vector<std::int64_t> positions(histories.positions());
    for (std::size_t h = 0; h < histories.size(); ++h)
      for (std::int64_t i = histories.offsets[h]; i < histories.offsets[h + 1]; ++i)
        positions[static_cast<std::size_t>(i)] = i - histories.offsets[h];
    x = x + at::embedding(m->positions, indexTensor(positions, *this));
  }
  x = drop(x, m_shape.blocks, kInputSite);

  const std::vector<Bucket> buckets = lengthBuckets(histories, m_shape.heads);
  std::vector<PaddedBlock> padded;
  for (const Bucket& bucket : buckets)
    padded.push_back(padBlock(histories, bucket, m_shape.cuda));
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
        weights = weights * attentionDropout(histories, buckets[b], index, m_shape);
      at::Tensor out = at::bmm(weights.view({count * heads, length, length}), part(2));
      out = out.view({count, heads, length, headDimension}).transpose(1, 2).reshape({count * length, d});
      attended.push_back(pad.back.defined() ? out.index_select(0, pad.back) : out);
    }
    x = x + drop(at::linear(at::cat(attended), block.out, block.outBias), index, kAttentionOutSite);
    const at::Tensor inner = at::relu(at::linear(
        at::layer_norm(x, {d}, block.forwardNorm, block.forwardNormBias), block.inner, block.innerBias));
    x = x + drop(at::linear(inner, block.outer, block.outerBias), index, kFeedForwardSite);
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
  return onDevice(tensor, encoder.shape().cuda);
}

at::Tensor floatTensor(std::span<const float> values, const Encoder& encoder) {
  at::Tensor tensor = at::empty({static_cast<std::int64_t>(values.size())}, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return onDevice(tensor, encoder.shape().cuda);
}

Checkpoint::Array arrayOf(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.cpu().contiguous();
  const float* data = flat.data_ptr<float>();
  return {{flat.sizes().begin(), flat.sizes().end()}, {data, data + flat.numel()}};
}

std::string simdTarget() {
  const std::string all = at::show_config(); // "… - CPU capability usage: AVX2 …" in every version
  const std::string_view mark = "CPU capability usage: ";
  const std::size_t found = all.find(mark);
  const std::string capability =
      found == std::string::npos
          ? "unknown"
          : all.substr(found + mark.size(),
                       all.find_first_of(" \n", found + mark.size()) - found - mark.size());
  return capability + "/" + openBlasCore();
}

void useOneThread() {
  static std::once_flag once;
  std::call_once(once, [] {
    at::set_num_threads(1);
    at::set_num_interop_threads(1);
  });
}

} // namespace skipscope::learning
