#include "core/learning/fast/history_pass.h"

#include "core/learning/dropout.h"
#include "core/learning/fast/matrix_product.h"
#include "core/learning/fast/vector_operations.h"

#include <algorithm>
#include <cmath>

namespace skipscope::learning::fast {

std::vector<Slice> slices(const PackedHistories& histories, std::size_t rows) {
  std::vector<Slice> all;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const auto inputs = static_cast<std::size_t>(histories.length(i));
    constexpr std::size_t kMostHistories = 64; // they may be without inputs, and still have targets
    if (all.empty() || taken + inputs > rows || i - all.back().first == kMostHistories) {
      all.push_back({i, i});
      taken = 0;
    }
    taken += inputs;
    all.back().last = i + 1;
  }
  return all;
}

HistoryPass::HistoryPass(const EncoderShape& shape, const Layout& layout)
    : m_layout(layout), m_maxLength(static_cast<std::size_t>(shape.maxLength)), m_cloze(shape.cloze),
      m_rate(shape.dropout), m_kept(layout.blocks.size()) {}

Dropout HistoryPass::dropout(const Part& part, std::size_t number, DropoutSite site) const {
  return {m_drops ? m_rate : 0, dropoutKey(part.key, static_cast<std::int64_t>(number), site)};
}

void HistoryPass::begin(const PackedHistories& histories, const Slice& slice, bool drops) {
  const Widths& w = m_layout.widths;
  m_histories = &histories;
  m_drops = drops && m_rate > 0 && !histories.keys.empty();
  m_firstPosition = static_cast<std::size_t>(histories.offsets[slice.first]);
  m_rows = static_cast<std::size_t>(histories.offsets[slice.last]) - m_firstPosition;
  m_parts.clear();
  m_earlier.resize(m_rows);
  m_later.resize(m_cloze ? m_rows : 0);
  std::size_t squares = 0;
  std::size_t longest = 0;
  for (std::size_t i = slice.first; i < slice.last; ++i) {
    Part part;
    part.row = static_cast<std::size_t>(histories.offsets[i]) - m_firstPosition;
    part.inputs = static_cast<std::size_t>(histories.length(i));
    part.key = histories.keys.empty() ? 0 : histories.keys[i];
    part.square = squares;
    m_parts.push_back(part);
    squares += w.heads * part.inputs * attentionStride(part.inputs);
    longest = std::max(longest, part.inputs);
    part.heard = static_cast<std::size_t>(histories.heardOf(i));
    m_parts.back() = part;
    findTies(part);
  }
  for (Kept& kept : m_kept) {
    for (Buffer* buffer : {&kept.beforeAttention, &kept.afterAttention, &kept.inner})
      buffer->reserve(m_rows * w.row);
    for (Buffer* buffer : {&kept.beforeInverse, &kept.afterInverse})
      buffer->reserve(m_rows);
    kept.projected.reserve(m_rows * w.projected);
    kept.attended.reserve(m_rows * w.attended);
    kept.weights.reserve(squares);
  }
  for (Buffer* buffer : {&m_states, &m_normed, &m_branch, &m_innerSlope})
    buffer->reserve(m_rows * w.row);
  m_inverse.reserve(m_rows);
  m_mean.reserve(m_rows);
  m_projectedSlope.reserve(m_rows * w.projected);
  m_attendedSlope.reserve(m_rows * w.attended);
  m_turned.reserve(w.headRow * roundedUp(longest, kUnit));
  m_square.reserve(longest * attentionStride(longest));
  m_squareSlope.reserve(longest * attentionStride(longest));
}

void HistoryPass::findTies(const Part& part) {
  const std::int64_t* times = m_histories->times.data() + m_firstPosition + part.row;
  std::uint32_t* earlier = m_earlier.data() + part.row;
  for (std::size_t k = 0; k < part.heard; ++k)
    earlier[k] = k > 0 && times[k] == times[k - 1] ? earlier[k - 1] : static_cast<std::uint32_t>(k);
  if (!m_cloze)
    return;
  std::uint32_t* later = m_later.data() + part.row;
  for (std::size_t k = part.heard; k-- > 0;)
    later[k] =
        k + 1 < part.heard && times[k] == times[k + 1] ? later[k + 1] : static_cast<std::uint32_t>(k + 1);
  for (std::size_t k = part.heard; k < part.inputs; ++k) {
    const auto tied = std::equal_range(times, times + part.heard, times[k]);
    earlier[k] = static_cast<std::uint32_t>(tied.first - times);
    later[k] = static_cast<std::uint32_t>(tied.second - times);
  }
}

void HistoryPass::embed(const Weights& weights) {
  const Widths& w = m_layout.widths;
  for (const Part& part : m_parts) {
    float* state = m_states.data() + part.row * w.row;
    for (std::size_t k = 0; k < part.inputs; ++k, state += w.row) {
      const std::size_t position = m_firstPosition + part.row + k;
      constexpr std::size_t kAhead = 8;
      if (position + kAhead < m_histories->positions())
        weights.songs.prefetch(std::min(static_cast<std::size_t>(m_histories->songs[position + kAhead]),
                                        weights.songs.songs() - 1));
      const auto song = static_cast<std::size_t>(m_histories->songs[position]);
      if (song < weights.songs.songs())
        std::copy_n(weights.songs.row(song), w.row, state);
      else
        std::fill_n(state, w.row, 0.0F);
      if (m_histories->songs[position] == PackedHistories::kMask)
        std::copy_n(weights.packed + m_layout.start, w.row, state);
      else if (w.feedback > 0)
        addScaled(weights.packed + m_layout.feedback +
                      static_cast<std::size_t>(m_histories->feedback[position]) * w.row,
                  1, w.row, state);
    }
    float* first = m_states.data() + part.row * w.row;
    if (w.positions > 0) // one after another from the history's first input on
      addScaled(weights.packed + m_layout.positions, 1, part.heard * w.row, first);
    for (std::size_t k = part.heard; w.positions > 0 && k < part.inputs; ++k)
      addScaled(weights.packed + m_layout.positions + placeOf(part, k) * w.row, 1, w.row, first + k * w.row);
    dropOut({part.inputs, w.width, w.row}, first, first,
            dropout(part, m_layout.blocks.size(), DropoutSite::Input));
  }
}

Attention HistoryPass::attention(std::size_t number, const Part& part, std::size_t head) const {
  Attention attention;
  attention.inputs = part.inputs;
  attention.stride = attentionStride(part.inputs);
  attention.earlier = m_earlier.data() + part.row;
  attention.later = m_cloze ? m_later.data() + part.row : nullptr;
  attention.heard = part.heard;
  attention.scale = 1.0F / std::sqrt(static_cast<float>(m_layout.widths.head));
  attention.dropout = dropout(part, number, DropoutSite::Attention);
  attention.dropout.key += head * m_maxLength;
  return attention;
}

void HistoryPass::attend(std::size_t number, const Part& part, std::size_t head) {
  const Widths& w = m_layout.widths;
  Kept& kept = m_kept[number];
  const Attention own = attention(number, part, head);
  const float* query = kept.projected.data() + part.row * w.projected + head * w.headRow;
  const float* key = query + w.attended;
  const float* value = key + w.attended;
  float* square = kept.weights.data() + part.square + head * part.inputs * own.stride;
  const std::size_t columns = roundedUp(part.inputs, kUnit);
  transpose({part.inputs, w.head, w.projected}, key, m_turned.data(), columns);
  multiply({.a = query,
            .aRow = w.projected,
            .b = m_turned.data(),
            .bRow = columns,
            .c = square,
            .cRow = own.stride,
            .rows = part.inputs,
            .depth = w.head,
            .columns = columns,
            .causal = m_cloze ? Causal::No : Causal::Columns});
  softmax(own, square, m_square.data());
  multiply({.a = m_square.data(),
            .aRow = own.stride,
            .b = value,
            .bRow = w.projected,
            .c = kept.attended.data() + part.row * w.attended + head * w.headRow,
            .cRow = w.attended,
            .rows = part.inputs,
            .depth = part.inputs,
            .columns = w.headRow,
            .causal = m_cloze ? Causal::No : Causal::DepthTo});
}

void HistoryPass::block(const Weights& weights, std::size_t number) {
  const Widths& w = m_layout.widths;
  const BlockOffsets& at = m_layout.blocks[number];
  Kept& kept = m_kept[number];
  const Rows states = rows(w.width, w.row);
  const auto addBranch = [&](DropoutSite site) {
    for (const Part& part : m_parts)
      addDroppedOut({part.inputs, w.width, w.row}, m_branch.data() + part.row * w.row,
                    m_states.data() + part.row * w.row, dropout(part, number, site));
  };
  normalise(states, m_states.data(), kept.beforeAttention.data(), kept.beforeInverse.data());
  multiply({.a = kept.beforeAttention.data(),
            .aRow = w.row,
            .b = weights.turned + at.project,
            .bRow = w.projected,
            .c = kept.projected.data(),
            .cRow = w.projected,
            .rows = m_rows,
            .depth = w.width,
            .columns = w.projected,
            .start = weights.packed + at.projectBias});
  for (const Part& part : m_parts)
    for (std::size_t head = 0; head < w.heads; ++head)
      attend(number, part, head);
  joinHeads(weights, at, m_rows, kept.attended.data());
  addBranch(DropoutSite::AttentionOut);

  feedForward(weights, at, states, kept.afterAttention.data(), kept.afterInverse.data(), kept.inner.data());
  addBranch(DropoutSite::FeedForward);
}

void HistoryPass::joinHeads(const Weights& weights, const BlockOffsets& at, std::size_t count,
                            const float* attended) {
  const Widths& w = m_layout.widths;
  w.eachRun(w.attended, [&](std::size_t column, std::size_t columns) {
    multiply({.a = attended + column,
              .aRow = w.attended,
              .b = weights.turned + at.out + column * w.row,
              .bRow = w.row,
              .c = m_branch.data(),
              .cRow = w.row,
              .rows = count,
              .depth = columns,
              .columns = w.row,
              .add = column > 0,
              .start = weights.packed + at.outBias});
  });
}

void HistoryPass::feedForward(const Weights& weights, const BlockOffsets& at, const Rows& states,
                              float* normed, float* inverse, float* inner) {
  const Widths& w = m_layout.widths;
  normalise(states, m_states.data(), normed, inverse);
  multiply({.a = normed,
            .aRow = w.row,
            .b = weights.turned + at.inner,
            .bRow = w.row,
            .c = inner,
            .cRow = w.row,
            .rows = states.count,
            .depth = w.width,
            .columns = w.row,
            .start = weights.packed + at.innerBias});
  rectify(states, inner);
  multiply({.a = inner,
            .aRow = w.row,
            .b = weights.turned + at.outer,
            .bRow = w.row,
            .c = m_branch.data(),
            .cRow = w.row,
            .rows = states.count,
            .depth = w.width,
            .columns = w.row,
            .start = weights.packed + at.outerBias});
}

void HistoryPass::forward(const Weights& weights, const PackedHistories& histories, const Slice& slice,
                          float* contexts) {
  begin(histories, slice, true);
  embed(weights);
  for (std::size_t number = 0; number < m_kept.size(); ++number)
    block(weights, number);
  const Rows states = rows(m_layout.widths.width, m_layout.widths.row);
  normalise(states, m_states.data(), m_normed.data(), m_inverse.data());
  scaleRows(states, m_normed.data(), weights.packed + m_layout.finalNorm,
            weights.packed + m_layout.finalNormBias, contexts);
}

} // namespace skipscope::learning::fast
