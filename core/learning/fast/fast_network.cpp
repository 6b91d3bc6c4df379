#include "core/learning/fast/fast_network.h"

#include "core/learning/fast/vector_operations.h"

#include <algorithm>

namespace skipscope::learning::fast {

namespace {

/// Positions of a slice: so many that products are long, so few that the states stay in the second cache and
/// every chunk gets some.
std::size_t sliceRows(std::size_t positions) {
  return std::clamp<std::size_t>(positions / 16, 48, 128);
}

std::size_t positionsOf(const PackedHistories& histories, const Slice& slice) {
  return static_cast<std::size_t>(histories.offsets[slice.last] - histories.offsets[slice.first]);
}

/// Deals slices out by the work in them, in their order: chunk → its slices.
std::vector<std::vector<Slice>> deal(const Batch& batch, std::size_t chunks) {
  const PackedHistories& histories = batch.histories;
  std::vector<std::vector<Slice>> dealt(chunks);
  std::vector<std::size_t> work(chunks);
  for (const Slice& slice : slices(histories, sliceRows(histories.positions()))) {
    const auto least = static_cast<std::size_t>(std::min_element(work.begin(), work.end()) - work.begin());
    dealt[least].push_back(slice);
    constexpr std::size_t kLinear = 400; // inputs whose attention costs as much as the rest of an input
    constexpr std::size_t kScore = 2;    // what a score costs, in the same measure
    for (std::size_t i = slice.first; i < slice.last; ++i) {
      const auto inputs = static_cast<std::size_t>(histories.length(i));
      const std::size_t targets = batch.positiveOffsets[i + 1] - batch.positiveOffsets[i];
      work[least] += inputs * (kLinear + inputs) +
                     kScore * targets * (1 + static_cast<std::size_t>(batch.negatives)) + 1;
    }
  }
  return dealt;
}

} // namespace

FastNetwork::FastNetwork(const EncoderShape& shape, const Arrays& weights, std::shared_ptr<ThreadTeam> team)
    : m_shape(shape), m_layout(shape), m_team(std::move(team)), m_songs(shape, m_layout),
      m_dense(m_shape, m_layout), m_found(kChunks) {
  for (std::size_t thread = 0; thread < m_team->threads(); ++thread)
    m_benches.emplace_back(m_shape, m_layout, m_songs);
  setWeights(weights);
}

Arrays FastNetwork::weights() const {
  Arrays arrays;
  m_songs.putWeights(arrays);
  m_dense.putWeights(arrays);
  return arrays;
}

void FastNetwork::setWeights(const Arrays& weights) {
  m_songs.setWeights(weights);
  m_dense.setWeights(weights);
  m_scores.reset();
}

OptimiserState FastNetwork::optimiserState() const {
  OptimiserState state;
  m_songs.putMoments(state);
  m_dense.putMoments(state);
  return state;
}

void FastNetwork::setOptimiserState(const OptimiserState& state) {
  m_songs.setMoments(state);
  m_dense.setMoments(state);
}

void FastNetwork::workOn(const Batch& batch, const Objective& objective, const Slice& slice, Bench& bench,
                         Found& found, std::vector<std::int64_t>& chosen) {
  const std::size_t row = m_layout.widths.row;
  const PackedHistories& histories = batch.histories;
  const auto first = static_cast<std::size_t>(histories.offsets[slice.first]);
  const std::size_t rows = positionsOf(histories, slice);
  float* contexts = m_contexts.data() + (first + 1) * row;
  float* inputs = m_inputSlopes.data() + first * row;
  bench.pass.forward(weightsNow(), histories, slice, contexts);
  bench.slopes.reset(rows * row);
  const Contexts where{m_contexts.data(), found.gradient.data() + m_layout.start, bench.slopes.data(),
                       first + 1};
  for (std::size_t history = slice.first; history < slice.last; ++history)
    bench.loss.add(batch, history, objective, where, found, chosen);
  bench.pass.backward(weightsNow(), bench.slopes.data(), found.gradient.data(), inputs);
  for (std::size_t i = 0; i < rows; ++i)
    if (const auto song = static_cast<std::uint32_t>(histories.songs[first + i]); song < m_songs.songs())
      found.songs.add(RowGradient{song, 0, inputs + i * row});
}

BatchLoss FastNetwork::findGradients(const Batch& batch, const Objective& objective) {
  const std::size_t row = m_layout.widths.row;
  m_contexts.reserve((batch.histories.positions() + 1) * row);
  m_inputSlopes.reserve(batch.histories.positions() * row);
  std::copy_n(m_dense.packed() + m_layout.start, row, m_contexts.data());
  BatchLoss loss;
  if (objective.hardest)
    loss.chosen.resize(batch.songs.size());
  const auto dealt = deal(batch, kChunks);
  m_team->run(kChunks, [&](std::size_t chunk, std::size_t thread) {
    Found& found = m_found[chunk];
    found.songs.clear();
    found.rows.clear();
    found.gradient.reset(m_layout.size);
    found.loss = 0;
    for (const Slice& slice : dealt[chunk])
      workOn(batch, objective, slice, m_benches[thread], found, loss.chosen);
  });
  for (const Found& found : m_found)
    loss.loss += found.loss;
  loss.loss /= static_cast<double>(std::max<std::size_t>(batch.songs.size(), 1));

  constexpr std::size_t kPiece = 4096; // floats
  m_gradient.reset(m_layout.size);
  m_team->run((m_layout.size + kPiece - 1) / kPiece, [&](std::size_t piece, std::size_t) {
    const std::size_t from = piece * kPiece;
    for (const Found& found : m_found)
      addScaled(found.gradient.data() + from, 1, std::min(kPiece, m_layout.size - from),
                m_gradient.data() + from);
  });
  return loss;
}

std::vector<SongGradients*> FastNetwork::foundOfSongs() {
  std::vector<SongGradients*> songs;
  for (Found& found : m_found)
    songs.push_back(&found.songs);
  return songs;
}

BatchLoss FastNetwork::step(const Batch& batch, const Objective& objective, std::int64_t number) {
  BatchLoss loss = findGradients(batch, objective);
  m_songs.beginStep(objective.learningRate, number, objective.lazyAdam);
  const std::vector<SongGradients*> found = foundOfSongs();
  m_team->run(1 + SongGradients::kParts, [&](std::size_t task, std::size_t) {
    if (task == 0)
      m_dense.step(m_gradient.data(), objective.learningRate, number);
    else
      m_songs.step(task - 1, found, m_contexts.data());
  });
  m_scores.reset();
  return loss;
}

BatchLoss FastNetwork::gradients(const Batch& batch, const Objective& objective, Arrays& gradients) {
  BatchLoss loss = findGradients(batch, objective);
  m_songs.putGradients(foundOfSongs(), m_contexts.data(), *m_team, gradients);
  m_dense.putGradients(m_gradient.data(), gradients);
  return loss;
}

Buffer FastNetwork::lastContexts(const PackedHistories& histories) const {
  const std::size_t row = m_layout.widths.row;
  Buffer contexts(histories.size() * row);
  const std::vector<Slice> all = slices(histories, sliceRows(histories.positions()));
  m_team->run(all.size(), [&](std::size_t i, std::size_t thread) {
    for (std::size_t history = all[i].first; history < all[i].last; ++history)
      std::copy_n(m_dense.packed() + m_layout.start, row, contexts.data() + history * row);
    m_benches[thread].pass.lastContexts(weightsNow(), histories, all[i],
                                        contexts.data() + all[i].first * row);
  });
  return contexts;
}

void FastNetwork::scoreLast(const PackedHistories& histories,
                            const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  if (!m_scores)
    m_scores.emplace(m_songs, m_layout, *m_team);
  const Buffer contexts = lastContexts(histories);
  const std::size_t stride = m_scores->stride();
  constexpr std::size_t kMostScores = 1 << 23; // 32 MB a thread
  const std::size_t atOnce = std::clamp<std::size_t>(kMostScores / std::max<std::size_t>(stride, 1), 1, 24);
  m_team->run((histories.size() + atOnce - 1) / atOnce, [&](std::size_t task, std::size_t thread) {
    const std::size_t first = task * atOnce;
    const std::size_t count = std::min(atOnce, histories.size() - first);
    Buffer& scores = m_benches[thread].scores;
    scores.reserve(count * stride);
    m_scores->score(contexts.data() + first * m_layout.widths.row, count, scores.data());
    for (std::size_t i = 0; i < count; ++i)
      receive(first + i, {scores.data() + i * stride, m_songs.songs()});
  });
}

std::vector<float> FastNetwork::scoreLast(const PackedHistories& histories,
                                          std::span<const std::int64_t> rows) const {
  const std::size_t row = m_layout.widths.row;
  const Buffer contexts = lastContexts(histories);
  const std::size_t each = histories.size() == 0 ? 0 : rows.size() / histories.size();
  std::vector<float> scores(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto song = static_cast<std::size_t>(rows[i]);
    scores[i] = dot(contexts.data() + i / each * row, m_songs.row(song), row) + m_songs.bias(song);
  }
  return scores;
}

} // namespace skipscope::learning::fast
