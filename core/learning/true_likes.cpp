#include "core/learning/true_likes.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace skipscope::learning {

using evaluation::Dataset;
using evaluation::SplitPlan;
using listening::TasteVector;

TrueLikes::TrueLikes(const Dataset& dataset, const SplitPlan& plan, const listening::RadioTruth& truth)
    : m_dataset(dataset), m_truth(truth) {
  for (const std::uint32_t song : plan.catalogue)
    m_songs.push_back(truth.songs[song]);
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener)
    m_middles.push_back(middleLiking(listener));
}

TasteVector TrueLikes::direction(std::size_t listener, const evaluation::Event& event) const {
  const TasteVector taste = m_truth.tasteAt(listener, event.time);
  const TasteVector& station = m_truth.stations[event.station];
  TasteVector sum{};
  for (std::size_t d = 0; d < sum.size(); ++d)
    sum[d] = static_cast<float>(m_truth.settings.tasteWeight * taste[d] +
                                m_truth.settings.stationWeight * station[d]);
  return sum;
}

std::optional<float> TrueLikes::middleLiking(std::size_t listener) const {
  std::unordered_map<std::uint32_t, float> likings; // song → at its last like
  for (const auto& event : m_dataset.history(listener))
    if (event.feedback == evaluation::Feedback::Like)
      likings[event.song] = likingOf(direction(listener, event), m_truth.songs[event.song]);
  if (likings.empty())
    return std::nullopt;
  if (m_truth.settings.voteSharpness == 0) // every song is liked as readily as another
    return std::numeric_limits<float>::infinity();
  std::vector<float> sorted;
  for (const auto& [song, liking] : likings)
    sorted.push_back(liking);
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>((sorted.size() - 1) / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

std::optional<TrueLikes::Moment> TrueLikes::at(const Target& target) const {
  const auto middle = m_middles[target.listener];
  if (!middle)
    return std::nullopt;
  const auto& event = m_dataset.history(target.listener)[target.event];
  return Moment(m_songs, direction(target.listener, event), *middle);
}

} // namespace skipscope::learning
