#include "core/learning/fast/song_table.h"

#include "core/learning/fast/vector_operations.h"

#include <algorithm>

namespace skipscope::learning::fast {

namespace {

void takeRows(const std::vector<float>& from, std::size_t width, std::size_t row, Buffer& to) {
  for (std::size_t i = 0; i * width < from.size(); ++i)
    std::copy_n(from.data() + i * width, width, to.data() + i * row);
}

Checkpoint::Array rowsOf(const Buffer& from, std::size_t songs, std::size_t width, std::size_t row) {
  Checkpoint::Array array;
  array.shape = {static_cast<std::int64_t>(songs), static_cast<std::int64_t>(width)};
  array.values.reserve(songs * width);
  for (std::size_t i = 0; i < songs; ++i)
    array.values.insert(array.values.end(), from.data() + i * row, from.data() + i * row + width);
  return array;
}

/// The gradients of one part, sorted by song.
struct Sorted {
  std::vector<std::uint32_t> songs;
  std::vector<std::size_t> scoreBegin, rowBegin; ///< [songs + 1]
  std::vector<ScoreGradient> scores;
  std::vector<RowGradient> rows;
};

/// Sorts by counting, keeping the order of the tasks within a song.
template <class Gradient, class Member>
void sortInto(std::span<SongGradients* const> found, std::size_t part, Member member,
              const std::vector<std::uint32_t>& slots, std::vector<std::size_t>& begin,
              std::vector<Gradient>& sorted) {
  for (const SongGradients* task : found)
    for (const Gradient& gradient : (task->*member)[part])
      ++begin[slots[gradient.song]]; // slots count from 1
  for (std::size_t i = 1; i < begin.size(); ++i)
    begin[i] += begin[i - 1];
  sorted.resize(begin.back());
  std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
  for (const SongGradients* task : found)
    for (const Gradient& gradient : (task->*member)[part])
      sorted[next[slots[gradient.song] - 1]++] = gradient;
}

Sorted sortBySong(std::span<SongGradients* const> found, std::size_t part,
                  std::vector<std::uint32_t>& slots) {
  Sorted sorted;
  const auto see = [&](std::uint32_t song) {
    if (slots[song] == 0) {
      sorted.songs.push_back(song);
      slots[song] = static_cast<std::uint32_t>(sorted.songs.size());
    }
  };
  for (const SongGradients* task : found) {
    for (const ScoreGradient& gradient : task->scores[part])
      see(gradient.song);
    for (const RowGradient& gradient : task->rows[part])
      see(gradient.song);
  }
  sorted.scoreBegin.assign(sorted.songs.size() + 1, 0);
  sorted.rowBegin.assign(sorted.songs.size() + 1, 0);
  sortInto(found, part, &SongGradients::scores, slots, sorted.scoreBegin, sorted.scores);
  sortInto(found, part, &SongGradients::rows, slots, sorted.rowBegin, sorted.rows);
  for (const std::uint32_t song : sorted.songs)
    slots[song] = 0;
  return sorted;
}

bool isZero(const float* row, std::size_t size, float bias) {
  return bias == 0 && std::all_of(row, row + size, [](float value) { return value == 0; });
}

} // namespace

void SongGradients::clear() {
  for (std::size_t part = 0; part < kParts; ++part) {
    scores[part].clear();
    rows[part].clear();
  }
}

SongTable::SongTable(const EncoderShape& shape, const Layout& layout)
    : m_songs(static_cast<std::size_t>(shape.songs)), m_width(layout.widths.width), m_row(layout.widths.row),
      m_hasBias(shape.itemBias), m_scalars(m_songs), m_slots(m_songs) {
  m_values.reset(m_songs * m_row);
}

void SongTable::makeMoments() {
  if (m_first.size() > 0)
    return;
  for (Buffer* buffer : {&m_first, &m_second})
    buffer->reset(m_songs * m_row);
}

Checkpoint::Array SongTable::scalarsOf(float Scalars::*member) const {
  Checkpoint::Array array{{static_cast<std::int64_t>(m_songs)}, {}};
  for (const Scalars& scalars : m_scalars)
    array.values.push_back(scalars.*member);
  return array;
}

void SongTable::takeScalars(const std::vector<float>& from, float Scalars::*member) {
  for (std::size_t song = 0; song < m_songs; ++song)
    m_scalars[song].*member = from[song];
}

void SongTable::setWeights(const Arrays& weights) {
  takeRows(valuesOf(weights, "songs", m_songs * m_width), m_width, m_row, m_values);
  if (m_hasBias)
    takeScalars(valuesOf(weights, "bias", m_songs), &Scalars::bias);
}

void SongTable::setMoments(const OptimiserState& state) {
  makeMoments();
  takeRows(valuesOf(state.first, "songs", m_songs * m_width), m_width, m_row, m_first);
  takeRows(valuesOf(state.second, "songs", m_songs * m_width), m_width, m_row, m_second);
  if (m_hasBias) {
    takeScalars(valuesOf(state.first, "bias", m_songs), &Scalars::first);
    takeScalars(valuesOf(state.second, "bias", m_songs), &Scalars::second);
  }
  const std::vector<float>& steps = valuesOf(state.steps, "songs", m_songs);
  for (std::size_t song = 0; song < m_songs; ++song)
    m_scalars[song].steps = static_cast<std::uint32_t>(steps[song]);
}

void SongTable::putWeights(Arrays& weights) const {
  weights["songs"] = rowsOf(m_values, m_songs, m_width, m_row);
  if (m_hasBias)
    weights["bias"] = scalarsOf(&Scalars::bias);
}

void SongTable::putMoments(OptimiserState& state) const {
  const Buffer none(m_first.size() == 0 ? m_songs * m_row : 0); // of a table that never moved
  const auto orNone = [&](const Buffer& moments) -> const Buffer& {
    return moments.size() == 0 ? none : moments;
  };
  state.first["songs"] = rowsOf(orNone(m_first), m_songs, m_width, m_row);
  state.second["songs"] = rowsOf(orNone(m_second), m_songs, m_width, m_row);
  if (m_hasBias) {
    state.first["bias"] = scalarsOf(&Scalars::first);
    state.second["bias"] = scalarsOf(&Scalars::second);
  }
  Checkpoint::Array& steps = state.steps["songs"] = {{static_cast<std::int64_t>(m_songs)}, {}};
  for (const Scalars& scalars : m_scalars)
    steps.values.push_back(static_cast<float>(scalars.steps));
}

void SongTable::gather(std::size_t part, std::span<SongGradients* const> found, const float* contexts,
                       const Receive& receive) {
  const Sorted sorted = sortBySong(found, part, m_slots);
  Buffer gradient(m_row);
  constexpr std::size_t kAhead = 6;
  for (std::size_t i = 0; i < sorted.songs.size(); ++i) {
    if (i + kAhead < sorted.songs.size())
      prefetchMove(sorted.songs[i + kAhead]);
    std::ranges::fill(gradient.values(), 0.0F);
    float bias = 0;
    for (std::size_t k = sorted.scoreBegin[i]; k < sorted.scoreBegin[i + 1]; ++k) {
      const ScoreGradient& score = sorted.scores[k];
      prefetchRow(contexts + sorted.scores[std::min(k + kAhead, sorted.scores.size() - 1)].context * m_row);
      addScaled(contexts + score.context * m_row, score.slope, m_row, gradient.data());
      bias += score.slope;
    }
    for (std::size_t k = sorted.rowBegin[i]; k < sorted.rowBegin[i + 1]; ++k) {
      prefetchRow(sorted.rows[std::min(k + kAhead, sorted.rows.size() - 1)].row);
      addScaled(sorted.rows[k].row, 1, m_row, gradient.data());
      bias += sorted.rows[k].bias;
    }
    receive(sorted.songs[i], gradient.data(), m_hasBias ? bias : 0.0F);
  }
}

void SongTable::putGradients(std::span<SongGradients* const> found, const float* contexts, ThreadTeam& team,
                             Arrays& gradients) {
  Buffer rows(m_songs * m_row);
  Checkpoint::Array biases{{static_cast<std::int64_t>(m_songs)}, std::vector<float>(m_songs)};
  team.run(SongGradients::kParts, [&](std::size_t part, std::size_t) {
    gather(part, found, contexts, [&](std::size_t song, const float* gradient, float bias) {
      std::copy_n(gradient, m_row, rows.data() + song * m_row);
      biases.values[song] = bias;
    });
  });
  gradients["songs"] = rowsOf(rows, m_songs, m_width, m_row);
  if (m_hasBias)
    gradients["bias"] = std::move(biases);
}

void SongTable::beginStep(double learningRate, std::int64_t number, bool lazy) {
  makeMoments();
  if (learningRate != m_learningRate)
    m_rates.clear();
  m_learningRate = learningRate;
  while (m_rates.size() < static_cast<std::size_t>(number))
    m_rates.push_back(adamRates(learningRate, static_cast<std::int64_t>(m_rates.size()) + 1));
  m_step = static_cast<std::size_t>(number);
  m_moved.assign(lazy ? 0 : m_songs, 0);
}

void SongTable::step(std::size_t part, std::span<SongGradients* const> found, const float* contexts) {
  const AdamRates& common = m_rates[m_step - 1];
  const bool lazy = m_moved.empty();
  gather(part, found, contexts, [&](std::size_t song, const float* gradient, float bias) {
    if (!lazy) {
      move(song, gradient, bias, common);
      m_moved[song] = 1;
    } else if (!isZero(gradient, m_row, bias)) {
      move(song, gradient, bias, m_rates[std::min<std::size_t>(m_scalars[song].steps++, m_rates.size() - 1)]);
    }
  });
  const Buffer none(m_row);
  for (std::size_t song = 0; song < m_moved.size(); ++song)
    if (m_moved[song] == 0 && SongGradients::partOf(song) == part)
      move(song, none.data(), 0, common);
}

void SongTable::prefetchMove(std::size_t song) const {
  for (const Buffer* rows : {&m_values, &m_first, &m_second})
    prefetchRow(rows->data() + song * m_row);
  __builtin_prefetch(m_scalars.data() + song);
}

void SongTable::move(std::size_t song, const float* gradient, float bias, const AdamRates& rates) {
  const std::size_t at = song * m_row;
  adamStep(rates, gradient, m_row, m_values.data() + at, m_first.data() + at, m_second.data() + at);
  Scalars& own = m_scalars[song];
  if (m_hasBias)
    adamStep(rates, &bias, 1, &own.bias, &own.first, &own.second);
}

} // namespace skipscope::learning::fast
