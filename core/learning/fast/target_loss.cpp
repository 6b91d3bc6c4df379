#include "core/learning/fast/target_loss.h"

#include "core/learning/fast/matrix_product.h"
#include "core/learning/fast/row_operations.h"
#include "core/learning/fast/vector_operations.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace skipscope::learning::fast {

namespace {

/// So many songs of a pool are scored at a time: their scores stay in the cache.
constexpr std::size_t kPoolPiece = 64;
/// So many songs ahead of the one being scored are asked for.
constexpr std::size_t kAhead = 8;

float* slopeRow(const Contexts& contexts, std::int64_t context, std::size_t row) {
  return context == 0 ? contexts.startSlope
                      : contexts.slopes + (static_cast<std::size_t>(context) - contexts.first) * row;
}

const float* contextRow(const Contexts& contexts, std::int64_t context, std::size_t row) {
  return contexts.values + static_cast<std::size_t>(context) * row;
}

} // namespace

float* RowStore::take(std::size_t floats) {
  if (m_used == m_buffers.size())
    m_buffers.emplace_back();
  Buffer& buffer = m_buffers[m_used++];
  buffer.reserve(floats);
  return buffer.data();
}

void TargetLoss::add(const Batch& batch, std::size_t history, const Objective& objective,
                     const Contexts& contexts, Found& found, std::vector<std::int64_t>& chosen) {
  m_divisor = static_cast<float>(std::max<std::size_t>(batch.songs.size(), 1));
  const std::size_t first = batch.positiveOffsets[history];
  const std::size_t count = batch.positiveOffsets[history + 1] - first;
  const bool compares = comparesScores(objective.loss);
  if (!compares)
    addScored(batch.contexts.data() + first, batch.songs.data() + first, count, -1, 1, contexts, found);
  const std::size_t firstReal = batch.negativeOffsets[history];
  addScored(batch.negativeContexts.data() + firstReal, batch.negativeSongs.data() + firstReal,
            batch.negativeOffsets[history + 1] - firstReal, 1, static_cast<float>(objective.realWeight),
            contexts, found);
  if (batch.negatives == 0 || count == 0)
    return;
  const std::int64_t* pool =
      batch.shared ? batch.drawn.data() + history * static_cast<std::size_t>(batch.negatives) : nullptr;
  const bool drawn = batch.drawnWeight[first] > 0; // the same for all targets of a listener
  const auto weight = static_cast<float>(objective.drawnWeight);
  if (pool != nullptr)
    gatherContexts(batch.contexts.data() + first, count, contexts);
  if (objective.hardest) {
    std::int64_t* songs = chosen.data() + first;
    if (pool != nullptr)
      choosePooled(pool, static_cast<std::size_t>(batch.negatives), count, songs);
    else
      choose(batch, first, count, contexts, songs);
    if (drawn && compares)
      addCompared(batch, first, count, songs, 1, objective.loss, contexts, found);
    else if (drawn)
      addScored(batch.contexts.data() + first, songs, count, 1, weight, contexts, found);
  } else if (drawn) {
    const auto each = static_cast<std::size_t>(batch.negatives);
    if (pool != nullptr)
      addPooled(batch, first, count, pool, objective.loss, weight, contexts, found);
    else if (compares)
      addCompared(batch, first, count, batch.drawn.data() + first * each, each, objective.loss, contexts,
                  found);
    else
      addDrawn(batch, first, count, weight, contexts, found);
  }
}

float TargetLoss::score(const Contexts& contexts, std::int64_t context, std::int64_t song) const {
  const std::size_t row = m_layout.widths.row;
  const auto number = static_cast<std::size_t>(song);
  return dot(contextRow(contexts, context, row), m_songs.row(number), row) + m_songs.bias(number);
}

void TargetLoss::addScored(const std::int64_t* contextRows, const std::int64_t* songs, std::size_t count,
                           float sign, float weight, const Contexts& contexts, Found& found) {
  m_scores.reserve(count);
  m_slopes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    m_songs.prefetch(static_cast<std::size_t>(songs[std::min(i + kAhead, count - 1)]));
    m_scores.data()[i] = sign * score(contexts, contextRows[i], songs[i]);
  }
  found.loss += static_cast<double>(weight) * softplus(m_scores.data(), count, m_slopes.data());
  for (std::size_t i = 0; i < count; ++i)
    addSlope(contexts, contextRows[i], songs[i], sign * weight / m_divisor * m_slopes.data()[i], found);
}

void TargetLoss::addSlope(const Contexts& contexts, std::int64_t context, std::int64_t song, float slope,
                          Found& found) {
  const std::size_t row = m_layout.widths.row;
  addScaled(m_songs.row(static_cast<std::size_t>(song)), slope, row, slopeRow(contexts, context, row));
  found.songs.add(
      ScoreGradient{static_cast<std::uint32_t>(song), static_cast<std::uint32_t>(context), slope});
}

void TargetLoss::scorePositives(const Batch& batch, std::size_t first, std::size_t count,
                                const Contexts& contexts) {
  float* scores = m_comparison.positives(count);
  for (std::size_t i = first; i < first + count; ++i)
    scores[i - first] = score(contexts, batch.contexts[i], batch.songs[i]);
}

void TargetLoss::addPositiveSlopes(const Batch& batch, std::size_t first, std::size_t count,
                                   const Contexts& contexts, Found& found) {
  for (std::size_t i = first; i < first + count; ++i)
    addSlope(contexts, batch.contexts[i], batch.songs[i], m_comparison.slopes()[i - first] / m_divisor,
             found);
}

void TargetLoss::addCompared(const Batch& batch, std::size_t first, std::size_t count,
                             const std::int64_t* songs, std::size_t each, experiment::Loss loss,
                             const Contexts& contexts, Found& found) {
  const std::size_t stride = roundedUp(count, kUnit);
  scorePositives(batch, first, count, contexts);
  m_scores.reset(each * stride);
  for (std::size_t i = 0; i < count * each; ++i) {
    m_songs.prefetch(static_cast<std::size_t>(songs[std::min(i + kAhead, count * each - 1)]));
    m_scores.data()[i % each * stride + i / each] =
        score(contexts, batch.contexts[first + i / each], songs[i]);
  }
  found.loss += m_comparison.apply(loss, each, count, m_scores.data());
  addPositiveSlopes(batch, first, count, contexts, found);
  for (std::size_t i = 0; i < count * each; ++i)
    addSlope(contexts, batch.contexts[first + i / each], songs[i],
             m_scores.data()[i % each * stride + i / each] / m_divisor, found);
}

void TargetLoss::addDrawn(const Batch& batch, std::size_t first, std::size_t count, float weight,
                          const Contexts& contexts, Found& found) {
  const auto each = static_cast<std::size_t>(batch.negatives);
  const std::int64_t* songs = batch.drawn.data() + first * each;
  m_scores.reserve(count * each);
  m_slopes.reserve(count * each);
  for (std::size_t i = 0; i < count * each; ++i) {
    m_songs.prefetch(static_cast<std::size_t>(songs[std::min(i + kAhead, count * each - 1)]));
    m_scores.data()[i] = score(contexts, batch.contexts[first + i / each], songs[i]);
  }
  const float mean = weight / static_cast<float>(each);
  found.loss += static_cast<double>(mean) * softplus(m_scores.data(), count * each, m_slopes.data());
  for (std::size_t i = 0; i < count * each; ++i) {
    addSlope(contexts, batch.contexts[first + i / each], songs[i], mean / m_divisor * m_slopes.data()[i],
             found);
  }
}

void TargetLoss::choose(const Batch& batch, std::size_t first, std::size_t count, const Contexts& contexts,
                        std::int64_t* chosen) {
  const auto each = static_cast<std::size_t>(batch.negatives);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t* songs = batch.drawn.data() + (first + i) * each;
    float highest = -std::numeric_limits<float>::infinity();
    chosen[i] = songs[0];
    for (std::size_t k = 0; k < each; ++k)
      if (const float own = score(contexts, batch.contexts[first + i], songs[k]); own > highest) {
        highest = own;
        chosen[i] = songs[k];
      }
  }
}

/// Contexts one after another, and turned over with a row of ones for the songs' biases.
void TargetLoss::gatherContexts(const std::int64_t* rows, std::size_t count, const Contexts& contexts) {
  const Widths& w = m_layout.widths;
  const std::size_t stride = roundedUp(count, kUnit);
  m_own.reserve(count * w.row);
  m_turned.reserve((w.row + 1) * stride);
  for (std::size_t i = 0; i < count; ++i)
    std::copy_n(contextRow(contexts, rows[i], w.row), w.row, m_own.data() + i * w.row);
  transpose({count, w.row, w.row}, m_own.data(), m_turned.data(), stride);
  std::fill_n(m_turned.data() + w.row * stride, stride, 1.0F);
}

/// Song vectors one after another; a song's bias is one more component, after those of the row.
void TargetLoss::gatherPool(const std::int64_t* songs, std::size_t count) {
  const std::size_t row = m_layout.widths.row;
  m_pool.reserve(count * (row + kUnit));
  for (std::size_t i = 0; i < count; ++i) {
    m_songs.prefetch(static_cast<std::size_t>(songs[std::min(i + kAhead, count - 1)]));
    float* to = m_pool.data() + i * (row + kUnit);
    std::copy_n(m_songs.row(static_cast<std::size_t>(songs[i])), row, to);
    to[row] = m_songs.bias(static_cast<std::size_t>(songs[i]));
  }
}

void TargetLoss::choosePooled(const std::int64_t* pool, std::size_t songs, std::size_t count,
                              std::int64_t* chosen) {
  const std::size_t row = m_layout.widths.row;
  const std::size_t stride = roundedUp(count, kUnit);
  m_scores.reserve(kPoolPiece * stride);
  m_best.reserve(stride);
  m_bestSong.assign(stride, 0);
  std::ranges::fill(m_best.values(), -std::numeric_limits<float>::infinity());
  for (std::size_t from = 0; from < songs; from += kPoolPiece) {
    const std::size_t some = std::min(kPoolPiece, songs - from);
    gatherPool(pool + from, some);
    multiply({.a = m_pool.data(),
              .aRow = row + kUnit,
              .b = m_turned.data(),
              .bRow = stride,
              .c = m_scores.data(),
              .cRow = stride,
              .rows = some,
              .depth = row + 1,
              .columns = stride});
    highestRows(m_scores.data(), some, stride, static_cast<std::uint32_t>(from), m_best.data(),
                m_bestSong.data());
  }
  for (std::size_t i = 0; i < count; ++i)
    chosen[i] = pool[m_bestSong[i]];
}

/// Gradients of some songs of a pool, whose slopes [songs, contexts] are in m_scores: as one row a song, or,
/// where that takes less memory, as a slope for each of few contexts.
void TargetLoss::keepPooled(const Batch& batch, std::size_t first, std::size_t count,
                            std::span<const std::int64_t> songs, Found& found) {
  const std::size_t row = m_layout.widths.row;
  const std::size_t stride = roundedUp(count, kUnit);
  const float* slopes = m_scores.data();
  const bool asRows = count * sizeof(ScoreGradient) > row * sizeof(float);
  float* rows = asRows ? found.rows.take(songs.size() * row) : nullptr;
  for (std::size_t k = 0; k < songs.size(); ++k, slopes += stride) {
    const auto song = static_cast<std::uint32_t>(songs[k]);
    if (asRows)
      found.songs.add(RowGradient{song, std::accumulate(slopes, slopes + count, 0.0F), rows + k * row});
    for (std::size_t i = 0; !asRows && i < count; ++i)
      found.songs.add(ScoreGradient{song, static_cast<std::uint32_t>(batch.contexts[first + i]), slopes[i]});
  }
  if (asRows)
    multiply({.a = m_scores.data(),
              .aRow = stride,
              .b = m_own.data(),
              .bRow = row,
              .c = rows,
              .cRow = row,
              .rows = songs.size(),
              .depth = count,
              .columns = row});
}

void TargetLoss::addPooled(const Batch& batch, std::size_t first, std::size_t count, const std::int64_t* pool,
                           experiment::Loss loss, float weight, const Contexts& contexts, Found& found) {
  const std::size_t row = m_layout.widths.row;
  const auto songs = static_cast<std::size_t>(batch.negatives);
  const std::size_t stride = roundedUp(count, kUnit);
  const float mean = weight / static_cast<float>(songs);
  Buffer& ownSlopes = m_best;
  ownSlopes.reset(count * row);
  const bool compares = comparesScores(loss);
  if (compares)
    scorePositives(batch, first, count, contexts);
  const std::size_t piece = compares ? songs : kPoolPiece; // a softmax needs all scores at once
  m_scores.reserve(piece * stride);
  for (std::size_t from = 0; from < songs; from += piece) {
    const std::size_t some = std::min(piece, songs - from);
    gatherPool(pool + from, some);
    float* scores = m_scores.data();
    multiply({.a = m_pool.data(),
              .aRow = row + kUnit,
              .b = m_turned.data(),
              .bRow = stride,
              .c = scores,
              .cRow = stride,
              .rows = some,
              .depth = row + 1,
              .columns = stride});
    if (compares) {
      found.loss += m_comparison.apply(loss, songs, count, scores);
      addPositiveSlopes(batch, first, count, contexts, found);
    }
    for (std::size_t k = 0; k < some; ++k) {
      float* slopes = scores + k * stride;
      if (!compares)
        found.loss += static_cast<double>(mean) * softplus(slopes, count, slopes);
      for (std::size_t i = 0; i < count; ++i)
        slopes[i] *= (compares ? 1.0F : mean) / m_divisor;
    }
    keepPooled(batch, first, count, {pool + from, some}, found);
    multiply({.a = scores,
              .aRow = 1,
              .aStep = stride,
              .b = m_pool.data(),
              .bRow = row + kUnit,
              .c = ownSlopes.data(),
              .cRow = row,
              .rows = count,
              .depth = some,
              .columns = row,
              .add = true});
  }
  for (std::size_t i = 0; i < count; ++i)
    addScaled(ownSlopes.data() + i * row, 1, row, slopeRow(contexts, batch.contexts[first + i], row));
}

} // namespace skipscope::learning::fast
