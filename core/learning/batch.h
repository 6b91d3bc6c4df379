#pragma once

#include "core/learning/cloze.h"
#include "core/learning/histories.h"
#include "core/learning/negatives.h"
#include "core/learning/thread_team.h"

#include <cstdint>
#include <span>
#include <vector>

namespace skipscope::learning {

/// What one step is trained on. Contexts index the rows of the encoder's output: 0 = start state, 1 +
/// position.
struct Batch {
  PackedHistories histories;
  std::vector<std::int64_t> contexts;         ///< [positives]
  std::vector<std::int64_t> songs;            ///< [positives] catalogue rows
  std::int64_t negatives = 0;                 ///< N, 0 where the strategy draws none
  bool shared = false;                        ///< all targets of a history have the same negatives
  std::vector<std::int64_t> drawn;            ///< [positives · N] catalogue rows; shared: [histories · N]
  std::vector<float> drawnWeight;             ///< [positives] 0 where the listener liked the whole catalogue
  std::vector<std::int64_t> negativeContexts; ///< [real negatives]
  std::vector<std::int64_t> negativeSongs;
  std::vector<const Target*> targets;         ///< [positives] where they come from
  std::vector<const Target*> negativeTargets; ///< [real negatives]
  std::vector<std::size_t> positiveOffsets;   ///< [histories + 1] into positives
  std::vector<std::size_t> negativeOffsets;   ///< [histories + 1] into real negatives

  /// The N songs drawn for a positive target of `history`.
  std::span<const std::int64_t> drawnFor(std::size_t history, std::size_t positive) const {
    const auto count = static_cast<std::size_t>(negatives);
    return {drawn.data() + (shared ? history : positive) * count, count};
  }
};

/// Makes batches; holds references only.
class BatchMaker {
public:
  BatchMaker(const TrainingSet& set, const NegativeSampler& sampler,
             const experiment::Configuration& configuration, std::uint64_t seed);

  /// Under cloze, windows without a masked target are left out: the batch may be empty.
  Batch make(std::span<const std::uint32_t> windows, std::int64_t epoch, ThreadTeam& team) const;

private:
  /// A history of the batch.
  struct Part {
    const Window* window = nullptr;
    WindowMasks masks; ///< under cloze
  };
  /// Those of the windows, longest first.
  std::vector<Part> partsOf(std::span<const std::uint32_t> windows, std::int64_t epoch) const;
  /// Offsets of the histories, and room for what they hold.
  void makeRoom(const std::vector<Part>& parts, Batch& batch) const;
  void fillHistory(const Window& window, std::int64_t epoch, std::size_t history,
                   PackedHistories& histories) const;
  void fillTargets(const Window& window, std::size_t history, Batch& batch) const;
  /// Masks and targets of a history under cloze.
  void fillMasks(const Part& part, std::size_t history, Batch& batch) const;
  void draw(const Window& window, std::int64_t epoch, std::size_t history, Batch& batch) const;

  const TrainingSet& m_set;
  const NegativeSampler& m_sampler;
  const experiment::Configuration& m_configuration;
  std::uint64_t m_seed;
  bool m_cloze;
};

} // namespace skipscope::learning
