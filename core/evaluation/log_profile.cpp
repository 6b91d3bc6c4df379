#include "core/evaluation/log_profile.h"

#include "core/evaluation/pairs.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace skipscope::evaluation {

namespace {

constexpr PairKinds kVotes{Feedback::Like, Feedback::Dislike};

double ratio(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// The value that a share of the sorted ones lies below, at index ⌊share · n⌋.
std::int64_t quantile(const std::vector<std::int64_t>& sorted, double share) {
  const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(index, sorted.size() - 1)];
}

} // namespace

LogProfile profileOf(const Dataset& dataset) {
  LogProfile profile;
  profile.events = static_cast<std::int64_t>(dataset.events.size());
  profile.listeners = static_cast<std::int64_t>(dataset.listeners());
  if (profile.events == 0)
    return profile;
  std::array<std::int64_t, listening::kFeedbackKinds> counts{};
  std::vector<std::int64_t> lengths;
  std::int64_t neverVote = 0, likeFirst = 0, dislikeFirst = 0;
  for (std::uint32_t listener = 0; listener < dataset.listeners(); ++listener) {
    const auto history = dataset.history(listener);
    lengths.push_back(static_cast<std::int64_t>(history.size()));
    bool votes = false;
    for (const Event& event : history) {
      ++counts[static_cast<std::size_t>(event.feedback)];
      votes = votes || event.feedback == Feedback::Like || event.feedback == Feedback::Dislike;
    }
    neverVote += !votes;
    for (const Pair& pair : walkBack(listener, history, kVotes, std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::max(), 1)) {
      ++profile.pairs;
      likeFirst += pair.timeP < pair.timeQ;
      dislikeFirst += pair.timeQ < pair.timeP;
    }
  }
  std::ranges::sort(lengths);
  for (std::size_t kind = 0; kind < counts.size(); ++kind)
    profile.shares[kind] = ratio(counts[kind], profile.events);
  const auto dislikes = counts[static_cast<std::size_t>(Feedback::Dislike)];
  if (dislikes > 0)
    profile.likesPerDislike = ratio(counts[static_cast<std::size_t>(Feedback::Like)], dislikes);
  profile.neverVote = ratio(neverVote, profile.listeners);
  profile.meanLength = ratio(profile.events, profile.listeners);
  profile.medianLength = quantile(lengths, 0.5);
  profile.longLength = quantile(lengths, 0.9);
  if (likeFirst + dislikeFirst > 0)
    profile.likeFirst = ratio(likeFirst, likeFirst + dislikeFirst);
  return profile;
}

} // namespace skipscope::evaluation
