#include "core/learning/negatives.h"

#include <algorithm>
#include <cmath>

namespace skipscope::learning {

using evaluation::Dataset;
using evaluation::Feedback;
using evaluation::SplitPlan;
using experiment::FeedbackSet;

NegativeSampler::NegativeSampler(const Dataset& dataset, const SplitPlan& plan, FeedbackSet positiveTargets,
                                 double alpha)
    : m_uniform(alpha == 0) {
  const FeedbackSet liking = positiveTargets.united({Feedback::Like});
  std::vector<std::int64_t> popularity(plan.catalogue.size());
  m_offsets.push_back(0);
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener) {
    for (const auto& event : dataset.history(listener)) {
      if (event.time >= plan.trainingEnd[listener])
        break;
      const std::int32_t row = plan.catalogueRow[event.song];
      if (row < 0)
        continue;
      ++popularity[static_cast<std::size_t>(row)];
      if (liking.contains(event.feedback))
        m_liked.push_back(static_cast<std::uint32_t>(row));
    }
    const auto begin = m_liked.begin() + static_cast<std::ptrdiff_t>(m_offsets.back());
    std::sort(begin, m_liked.end());
    m_liked.erase(std::unique(begin, m_liked.end()), m_liked.end());
    m_offsets.push_back(m_liked.size());
  }

  m_before.push_back(0);
  for (std::int64_t events : popularity)
    m_before.push_back(m_before.back() + std::pow(static_cast<double>(events), alpha));
  m_gap.reserve(m_liked.size());
  for (std::size_t listener = 0; listener + 1 < m_offsets.size(); ++listener) {
    double taken = 0;
    for (std::size_t i = m_offsets[listener]; i < m_offsets[listener + 1]; ++i) {
      m_gap.push_back(m_before[m_liked[i]] - taken);
      taken += m_before[m_liked[i] + 1] - m_before[m_liked[i]];
    }
  }
}

bool NegativeSampler::excluded(std::uint32_t listener, std::uint32_t song) const {
  return std::binary_search(m_liked.begin() + static_cast<std::ptrdiff_t>(m_offsets[listener]),
                            m_liked.begin() + static_cast<std::ptrdiff_t>(m_offsets[listener + 1]), song);
}

/// How many of the ascending values are at most `point`. Without a branch that depends on the point: draws
/// are random, so a processor would guess half of them wrong; a compiler makes a branch of `? :`.
static std::size_t countUpTo(std::span<const double> values, double point) {
  const double* first = values.data();
  for (std::size_t size = values.size(); size > 0;) {
    const std::size_t half = size - size / 2;
    first += half * static_cast<std::size_t>(first[half - 1] <= point);
    size -= half;
  }
  return static_cast<std::size_t>(first - values.data());
}

bool NegativeSampler::draw(std::uint32_t listener, const CounterRandom& random,
                           std::span<std::int64_t> songs) const {
  const std::size_t catalogue = m_before.size() - 1;
  const std::span<const std::uint32_t> liked(m_liked.data() + m_offsets[listener],
                                             m_offsets[listener + 1] - m_offsets[listener]);
  const std::span<const double> gap(m_gap.data() + m_offsets[listener], liked.size());
  if (liked.size() == catalogue)
    return false;
  // The inverse of the cumulative weight with the liked songs cut out: exact, and one number a draw.
  const auto takenByFirst = [&](std::size_t cut) {
    return cut == 0 ? 0.0 : m_before[liked[cut - 1] + 1] - gap[cut - 1];
  };
  const double total = m_before.back() - takenByFirst(liked.size());
  for (std::size_t i = 0; i < songs.size(); ++i) {
    const double point = random.uniform(i) * total;
    const std::size_t cut = countUpTo(gap, point);
    if (m_uniform) { // whole weights: the song is the number itself
      songs[i] = static_cast<std::int64_t>(point) + static_cast<std::int64_t>(cut);
      continue;
    }
    const auto found = std::upper_bound(m_before.begin(), m_before.end(), point + takenByFirst(cut));
    auto row = static_cast<std::size_t>(found - m_before.begin());
    row = std::min(row == 0 ? 0 : row - 1, catalogue - 1);
    // Rounding of real weights may land on the rim of a liked song.
    while (excluded(listener, static_cast<std::uint32_t>(row)))
      row = (row + 1) % catalogue;
    songs[i] = static_cast<std::int64_t>(row);
  }
  return true;
}

double balancedWeight(const TrainingSet& set) {
  return set.negatives.empty()
             ? 1.0
             : static_cast<double>(set.positives.size()) / static_cast<double>(set.negatives.size());
}

} // namespace skipscope::learning
