#pragma once

#include "core/learning/random.h"
#include "core/learning/windows.h"

#include <cstdint>
#include <span>
#include <vector>

namespace skipscope::learning {

/// Draws songs from the catalogue less what a listener liked in training (positive targets included, for logs
/// without likes), uniformly or by popularity^alpha, where popularity = number of training events (section
/// 4).
class NegativeSampler {
public:
  NegativeSampler(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                  experiment::FeedbackSet positiveTargets, double alpha);

  /// Fills `songs` with catalogue rows, number i of the key each; false where nothing is left to draw.
  bool draw(std::uint32_t listener, const CounterRandom& random, std::span<std::int64_t> songs) const;
  bool excluded(std::uint32_t listener, std::uint32_t song) const;

private:
  bool m_uniform;
  std::vector<double> m_before;       ///< [catalogue + 1] weight of all songs before a row
  std::vector<std::size_t> m_offsets; ///< [listeners + 1] into the two below
  std::vector<std::uint32_t> m_liked; ///< rows, ascending per listener
  std::vector<double> m_gap;          ///< weight of the songs before a liked row that may be drawn
};

/// likes / dislikes of training: the weight that gives real negatives the mass of the positive targets.
double balancedWeight(const TrainingSet& set);

} // namespace skipscope::learning
