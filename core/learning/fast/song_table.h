#pragma once

#include "core/learning/adam_rates.h"
#include "core/learning/fast/buffer.h"
#include "core/learning/fast/layout.h"
#include "core/learning/initial_weights.h"
#include "core/learning/thread_team.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace skipscope::learning::fast {

/// A song's part in the loss by one of its scores: its gradient is slope · the context it was scored in.
struct ScoreGradient {
  std::uint32_t song = 0;
  std::uint32_t context = 0; ///< row of the step's contexts
  float slope = 0;
};
/// A whole row of gradient: of an input, or of a song scored in many contexts at once.
struct RowGradient {
  std::uint32_t song = 0;
  float bias = 0;
  const float* row = nullptr;
};

/// Gradients of songs as one task of a step found them, by part of the catalogue.
struct SongGradients {
  static constexpr std::size_t kParts = 16;
  static constexpr std::size_t kRun = 64; ///< neighbouring songs of one part: threads share no cache line
  std::vector<ScoreGradient> scores[kParts];
  std::vector<RowGradient> rows[kParts];

  static std::size_t partOf(std::size_t song) { return song / kRun % kParts; }
  void add(const ScoreGradient& gradient) { scores[partOf(gradient.song)].push_back(gradient); }
  void add(const RowGradient& gradient) { rows[partOf(gradient.song)].push_back(gradient); }
  void clear();
};

/// Vectors and biases of the songs, their moments, and how often each was moved.
class SongTable {
public:
  SongTable(const EncoderShape& shape, const Layout& layout);

  std::size_t songs() const { return m_songs; }
  const float* row(std::size_t song) const { return m_values.data() + song * m_row; }
  /// Asks for a song's vector ahead of its use: in a large catalogue it comes from main memory.
  void prefetch(std::size_t song) const {
    prefetchRow(row(song));
    if (m_hasBias)
      __builtin_prefetch(m_scalars.data() + song);
  }
  float bias(std::size_t song) const { return m_scalars[song].bias; }

  void setWeights(const Arrays& weights);
  void setMoments(const OptimiserState& state);
  void putWeights(Arrays& weights) const;
  void putMoments(OptimiserState& state) const;

  /// Name → gradient from what the tasks of a step found. `contexts` are the rows that were scored.
  void putGradients(std::span<SongGradients* const> found, const float* contexts, ThreadTeam& team,
                    Arrays& gradients);
  /// Before step() of all parts: they make step `number` of Adam. `lazy`: a song whose gradient is zero
  /// stays, and its bias corrections count its own steps; else every song moves.
  void beginStep(double learningRate, std::int64_t number, bool lazy);
  /// Moves the songs of one part along what the tasks of a step found; parts may go at the same time.
  void step(std::size_t part, std::span<SongGradients* const> found, const float* contexts);

private:
  /// Hears of each song of one part that has gradients, in no order; `gradient` [row] is its vector's.
  using Receive = std::function<void(std::size_t song, const float* gradient, float bias)>;
  void gather(std::size_t part, std::span<SongGradients* const> found, const float* contexts,
              const Receive& receive);
  void makeMoments(); ///< zeros, once: who only asks for scores needs none
  void prefetchRow(const float* row) const {
    for (std::size_t i = 0; i < m_row; i += 16) // a cache line
      __builtin_prefetch(row + i);
  }
  void prefetchMove(std::size_t song) const; ///< all that move() touches
  void move(std::size_t song, const float* gradient, float bias, const AdamRates& rates);

  /// What a song has beside its rows, in one place: a song that moves touches as few cache lines as can be.
  struct Scalars {
    float bias = 0;              ///< 0 where biases are switched off
    float first = 0, second = 0; ///< its moments
    std::uint32_t steps = 0;     ///< how often the song was moved
  };
  /// One member of all songs as an array of a checkpoint, and back.
  Checkpoint::Array scalarsOf(float Scalars::*member) const;
  void takeScalars(const std::vector<float>& from, float Scalars::*member);

  std::size_t m_songs, m_width, m_row;
  bool m_hasBias;
  Buffer m_values, m_first, m_second; ///< [songs, row]
  std::vector<Scalars> m_scalars;     ///< [songs]
  double m_learningRate = 0;
  std::vector<AdamRates> m_rates;     ///< of a song's first move, its second, …
  std::size_t m_step = 0;             ///< number of the step that goes on
  std::vector<std::uint8_t> m_moved;  ///< [songs] in this step; empty where those without gradient stay
  std::vector<std::uint32_t> m_slots; ///< [songs] place among a part's touched songs + 1, 0 between steps
};

} // namespace skipscope::learning::fast
