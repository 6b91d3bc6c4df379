// HistoryPass, backward.

#include "core/learning/fast/history_pass.h"
#include "core/learning/fast/matrix_product.h"
#include "core/learning/fast/vector_operations.h"

#include <algorithm>

namespace skipscope::learning::fast {

void HistoryPass::attendGradient(std::size_t number, const Part& part, std::size_t head) {
  const Widths& w = m_layout.widths;
  Kept& kept = m_kept[number];
  const Attention own = attention(number, part, head);
  const std::size_t n = part.inputs;
  const std::size_t firstProjected = part.row * w.projected + head * w.headRow;
  const std::size_t firstAttended = part.row * w.attended + head * w.headRow;
  const float* query = kept.projected.data() + firstProjected;
  const float* key = query + w.attended;
  const float* value = key + w.attended;
  float* querySlope = m_projectedSlope.data() + firstProjected;
  float* keySlope = querySlope + w.attended;
  float* valueSlope = keySlope + w.attended;
  const float* slope = m_attendedSlope.data() + firstAttended;
  const float* attended = kept.attended.data() + firstAttended;
  for (std::size_t i = 0; i < n; ++i)
    m_mean.data()[i] = dot(slope + i * w.attended, attended + i * w.attended, w.headRow);

  const std::size_t columns = roundedUp(n, kUnit);
  transpose({n, w.head, w.projected}, value, m_turned.data(), columns);
  float* square = m_squareSlope.data();
  multiply({.a = slope,
            .aRow = w.attended,
            .b = m_turned.data(),
            .bRow = columns,
            .c = square,
            .cRow = own.stride,
            .rows = n,
            .depth = w.head,
            .columns = columns,
            .causal = m_cloze ? Causal::No : Causal::Columns});
  softmaxGradient(own, kept.weights.data() + part.square + head * n * own.stride, m_mean.data(), square,
                  m_square.data());
  multiply({.a = m_square.data(),
            .aRow = 1,
            .aStep = own.stride,
            .b = slope,
            .bRow = w.attended,
            .c = valueSlope,
            .cRow = w.projected,
            .rows = n,
            .depth = n,
            .columns = w.headRow,
            .causal = m_cloze ? Causal::No : Causal::DepthFrom});
  multiply({.a = square,
            .aRow = own.stride,
            .b = key,
            .bRow = w.projected,
            .c = querySlope,
            .cRow = w.projected,
            .rows = n,
            .depth = n,
            .columns = w.headRow,
            .causal = m_cloze ? Causal::No : Causal::DepthTo});
  multiply({.a = square,
            .aRow = 1,
            .aStep = own.stride,
            .b = query,
            .bRow = w.projected,
            .c = keySlope,
            .cRow = w.projected,
            .rows = n,
            .depth = n,
            .columns = w.headRow,
            .causal = m_cloze ? Causal::No : Causal::DepthFrom});
}

void HistoryPass::blockGradient(const Weights& weights, std::size_t number, float* gradient) {
  const Widths& w = m_layout.widths;
  const BlockOffsets& at = m_layout.blocks[number];
  const Kept& kept = m_kept[number];
  const Rows states = rows(w.width, w.row);
  // The gradient of a branch before dropout, from that of the stream it joins.
  const auto branchSlope = [&](DropoutSite site) {
    for (const Part& part : m_parts)
      dropOut({part.inputs, w.width, w.row}, m_states.data() + part.row * w.row,
              m_branch.data() + part.row * w.row, dropout(part, number, site));
  };
  // Of a matrix [out, in] from the gradient of what comes out and what went in, both [positions, …].
  const auto matrixSlope = [&](const float* out, std::size_t outRow, const float* in, std::size_t inRow,
                               std::size_t offset, std::size_t outputs) {
    multiply({.a = out,
              .aRow = 1,
              .aStep = outRow,
              .b = in,
              .bRow = inRow,
              .c = gradient + offset,
              .cRow = inRow,
              .rows = outputs,
              .depth = m_rows,
              .columns = inRow,
              .add = true});
  };

  branchSlope(DropoutSite::FeedForward);
  addRows(states, m_branch.data(), gradient + at.outerBias);
  matrixSlope(m_branch.data(), w.row, kept.inner.data(), w.row, at.outer, w.width);
  multiply({.a = m_branch.data(),
            .aRow = w.row,
            .b = weights.packed + at.outer,
            .bRow = w.row,
            .c = m_innerSlope.data(),
            .cRow = w.row,
            .rows = m_rows,
            .depth = w.width,
            .columns = w.row});
  rectifyGradient(states, kept.inner.data(), m_innerSlope.data());
  addRows(states, m_innerSlope.data(), gradient + at.innerBias);
  matrixSlope(m_innerSlope.data(), w.row, kept.afterAttention.data(), w.row, at.inner, w.width);
  multiply({.a = m_innerSlope.data(),
            .aRow = w.row,
            .b = weights.packed + at.inner,
            .bRow = w.row,
            .c = m_branch.data(),
            .cRow = w.row,
            .rows = m_rows,
            .depth = w.width,
            .columns = w.row});
  addNormaliseGradient(states, m_branch.data(), kept.afterAttention.data(), kept.afterInverse.data(),
                       m_states.data());

  branchSlope(DropoutSite::AttentionOut);
  addRows(states, m_branch.data(), gradient + at.outBias);
  matrixSlope(m_branch.data(), w.row, kept.attended.data(), w.attended, at.out, w.width);
  multiply({.a = m_branch.data(),
            .aRow = w.row,
            .b = weights.packed + at.out,
            .bRow = w.attended,
            .c = m_attendedSlope.data(),
            .cRow = w.attended,
            .rows = m_rows,
            .depth = w.width,
            .columns = w.attended});
  for (const Part& part : m_parts)
    for (std::size_t head = 0; head < w.heads; ++head)
      attendGradient(number, part, head);
  addRows(rows(w.projected, w.projected), m_projectedSlope.data(), gradient + at.projectBias);
  w.eachRun(w.projected, [&](std::size_t column, std::size_t columns) {
    const float* slope = m_projectedSlope.data() + column;
    const std::size_t offset = at.project + column * w.row;
    matrixSlope(slope, w.projected, kept.beforeAttention.data(), w.row, offset, columns);
    multiply({.a = slope,
              .aRow = w.projected,
              .b = weights.packed + offset,
              .bRow = w.row,
              .c = m_branch.data(),
              .cRow = w.row,
              .rows = m_rows,
              .depth = columns,
              .columns = w.row,
              .add = column > 0});
  });
  addNormaliseGradient(states, m_branch.data(), kept.beforeAttention.data(), kept.beforeInverse.data(),
                       m_states.data());
}

void HistoryPass::backward(const Weights& weights, const float* contexts, float* gradient, float* inputs) {
  const Widths& w = m_layout.widths;
  const Rows states = rows(w.width, w.row);
  addRows(states, contexts, gradient + m_layout.finalNormBias);
  addProductRows(states, contexts, m_normed.data(), gradient + m_layout.finalNorm);
  const Buffer none(w.row);
  scaleRows(states, contexts, weights.packed + m_layout.finalNorm, none.data(), m_branch.data());
  std::fill_n(m_states.data(), m_rows * w.row, 0.0F); // from here on its gradient
  addNormaliseGradient(states, m_branch.data(), m_normed.data(), m_inverse.data(), m_states.data());
  for (std::size_t number = m_kept.size(); number-- > 0;)
    blockGradient(weights, number, gradient);

  for (const Part& part : m_parts) {
    float* first = inputs + part.row * w.row;
    dropOut({part.inputs, w.width, w.row}, m_states.data() + part.row * w.row, first,
            dropout(part, m_layout.blocks.size(), DropoutSite::Input));
    if (w.positions > 0)
      addScaled(first, 1, part.heard * w.row, gradient + m_layout.positions);
    for (std::size_t k = part.heard; w.positions > 0 && k < part.inputs; ++k)
      addScaled(first + k * w.row, 1, w.row, gradient + m_layout.positions + placeOf(part, k) * w.row);
    const std::size_t position = m_firstPosition + part.row;
    for (std::size_t k = 0; k < part.inputs; ++k)
      if (m_histories->songs[position + k] == PackedHistories::kMask)
        addScaled(first + k * w.row, 1, w.row, gradient + m_layout.start);
      else if (w.feedback > 0)
        addScaled(first + k * w.row, 1, w.row,
                  gradient + m_layout.feedback +
                      static_cast<std::size_t>(m_histories->feedback[position + k]) * w.row);
  }
}

} // namespace skipscope::learning::fast
