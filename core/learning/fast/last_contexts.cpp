// HistoryPass where only the newest context of each history is wanted.
#include "core/learning/fast/history_pass.h"
#include "core/learning/fast/matrix_product.h"
#include "core/learning/fast/vector_operations.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace skipscope::learning::fast {

/// Puts the mean of a part's normalised states, weighted by how much its last input attends to each, into
/// `mean` [row]; `query` [row] is that input's query turned into the space of the states.
void HistoryPass::attendLast(const Part& part, const float* query, float* mean) {
  const std::size_t row = m_layout.widths.row;
  const std::size_t last = part.inputs - 1;
  const float* states = m_kept.back().beforeAttention.data() + part.row * row;
  const float scale = 1.0F / std::sqrt(static_cast<float>(m_layout.widths.head));
  // Inputs 0 … earlier-1 and the last one itself.
  const std::size_t earlier = m_earlier[part.row + last];
  const auto inputOf = [&](std::size_t i) { return i < earlier ? i : last; };
  float* weights = m_square.data();
  float highest = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i <= earlier; ++i) {
    weights[i] = scale * dot(query, states + inputOf(i) * row, row);
    highest = std::max(highest, weights[i]);
  }
  float sum = 0;
  for (std::size_t i = 0; i <= earlier; ++i)
    sum += weights[i] = std::exp(weights[i] - highest);
  std::fill_n(mean, row, 0.0F);
  for (std::size_t i = 0; i <= earlier; ++i)
    addScaled(states + inputOf(i) * row, weights[i] / sum, row, mean);
}

/// One row of attention a history needs no key and no value of the others: q·(W·x + b) is (Wᵀ·q)·x but for a
/// constant that softmax forgets, and the mean of V·x + b is V·(mean of x) + b.
void HistoryPass::attendLast(const Weights& weights, std::size_t count) {
  const Widths& w = m_layout.widths;
  const std::size_t project = m_layout.blocks.back().project;
  const float* bias = weights.packed + m_layout.blocks.back().projectBias;
  float* queries = m_attendedSlope.data();
  multiply({.a = m_normed.data(),
            .aRow = w.row,
            .b = weights.turned + project,
            .bRow = w.projected,
            .c = queries,
            .cRow = w.attended,
            .rows = count,
            .depth = w.width,
            .columns = w.attended,
            .start = bias});
  for (std::size_t head = 0; head < w.heads; ++head) {
    const std::size_t key = w.attended + head * w.headRow;
    const std::size_t value = w.attended + key;
    float* turned = m_branch.data();
    float* means = m_innerSlope.data();
    multiply({.a = queries + head * w.headRow,
              .aRow = w.attended,
              .b = weights.packed + project + key * w.row,
              .bRow = w.row,
              .c = turned,
              .cRow = w.row,
              .rows = count,
              .depth = w.head,
              .columns = w.row});
    std::size_t number = 0;
    for (const Part& part : m_parts)
      if (part.inputs > 0) {
        attendLast(part, turned + number * w.row, means + number * w.row);
        ++number;
      }
    multiply({.a = means,
              .aRow = w.row,
              .b = weights.turned + project + value,
              .bRow = w.projected,
              .c = m_kept.back().attended.data() + head * w.headRow,
              .cRow = w.attended,
              .rows = count,
              .depth = w.width,
              .columns = w.headRow,
              .start = bias + value});
  }
}

void HistoryPass::lastBlock(const Weights& weights) {
  const Widths& w = m_layout.widths;
  const BlockOffsets& at = m_layout.blocks.back();
  Kept& kept = m_kept.back();
  normalise(rows(w.width, w.row), m_states.data(), kept.beforeAttention.data(), kept.beforeInverse.data());

  // From here on one row a history: its last input's.
  std::size_t count = 0;
  for (const Part& part : m_parts)
    if (part.inputs > 0) {
      const std::size_t from = (part.row + part.inputs - 1) * w.row;
      std::copy_n(kept.beforeAttention.data() + from, w.row, m_normed.data() + count * w.row);
      std::copy_n(m_states.data() + from, w.row, m_states.data() + count++ * w.row);
    }
  const Rows states{count, w.width, w.row};
  attendLast(weights, count);
  joinHeads(weights, at, count, kept.attended.data());
  addScaled(m_branch.data(), 1, count * w.row, m_states.data());
  feedForward(weights, at, states, m_normed.data(), m_inverse.data(), kept.inner.data());
  addScaled(m_branch.data(), 1, count * w.row, m_states.data());
  normalise(states, m_states.data(), m_normed.data(), m_inverse.data());
  scaleRows(states, m_normed.data(), weights.packed + m_layout.finalNorm,
            weights.packed + m_layout.finalNormBias, m_branch.data());
}

void HistoryPass::lastContexts(const Weights& weights, const PackedHistories& histories, const Slice& slice,
                               float* contexts) {
  const std::size_t row = m_layout.widths.row;
  begin(histories, slice, false);
  embed(weights);
  for (std::size_t number = 0; number + 1 < m_kept.size(); ++number)
    block(weights, number);
  lastBlock(weights);
  const float* from = m_branch.data();
  for (std::size_t i = 0; i < m_parts.size(); ++i)
    if (m_parts[i].inputs > 0) {
      std::copy_n(from, row, contexts + i * row);
      from += row;
    }
}

} // namespace skipscope::learning::fast
