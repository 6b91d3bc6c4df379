#include "core/evaluation/pairs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace skipscope::evaluation {

namespace {

/// The positives of one station that may become p, by time, then song.
using Candidates = std::vector<Event>;

bool earlier(const Event& a, const Event& b) {
  return a.time != b.time ? a.time < b.time : a.song < b.song;
}

/// The candidate nearest to q in time and before `bound`; ties: the earlier, then the smaller song.
std::optional<Event> nearest(const Candidates& candidates, const Event& q, std::int64_t bound) {
  const auto atOrAfter = std::partition_point(candidates.begin(), candidates.end(),
                                              [&](const Event& each) { return each.time < q.time; });
  auto after = atOrAfter;
  while (after != candidates.end() && after->song == q.song)
    ++after;
  const bool hasAfter = after != candidates.end() && after->time < bound;
  if (atOrAfter == candidates.begin())
    return hasAfter ? std::optional(*after) : std::nullopt;
  const std::int64_t timeBefore = std::prev(atOrAfter)->time;
  if (hasAfter && after->time - q.time < q.time - timeBefore)
    return *after;
  return *std::partition_point(candidates.begin(), atOrAfter,
                               [&](const Event& each) { return each.time < timeBefore; });
}

} // namespace

std::string PairKinds::name() const {
  return std::string(listening::feedbackName(positive)) + ">" +
         std::string(listening::feedbackName(negative));
}

std::vector<Pair> walkBack(std::uint32_t listener, std::span<const Event> history, PairKinds kinds,
                           std::int64_t from, std::int64_t to, std::size_t most) {
  std::unordered_map<std::uint32_t, std::int64_t> first; // song → its first event of the pair's kinds
  for (const Event& event : history)
    if (event.feedback == kinds.positive || event.feedback == kinds.negative) {
      const auto [entry, added] = first.try_emplace(event.song, event.time);
      if (!added)
        entry->second = std::min(entry->second, event.time);
    }

  // Every event here is its song's first. A used song therefore lies at or after the bound of the walk, and
  // can never come back: no list of used songs is needed.
  std::map<std::uint32_t, Candidates> positives;
  std::vector<Event> negatives;
  for (const Event& event : history) {
    if (event.time < from || event.time >= to)
      continue;
    if (event.feedback == kinds.positive && first.at(event.song) == event.time)
      positives[event.station].push_back(event);
    else if (event.feedback == kinds.negative && first.at(event.song) == event.time)
      negatives.push_back(event);
  }
  for (auto& [station, candidates] : positives)
    std::sort(candidates.begin(), candidates.end(), earlier);
  std::sort(negatives.begin(), negatives.end(), [](const Event& a, const Event& b) {
    return a.time != b.time ? a.time > b.time : a.song < b.song;
  });

  std::vector<Pair> pairs;
  std::int64_t bound = to;
  for (const Event& q : negatives) {
    if (pairs.size() >= most)
      break;
    if (q.time >= bound)
      continue;
    const auto candidates = positives.find(q.station);
    if (candidates == positives.end())
      continue;
    const auto p = nearest(candidates->second, q, bound);
    if (!p)
      continue;
    pairs.push_back({listener, p->song, q.song, q.station, p->time, q.time, 0});
    bound = pairs.back().moment();
  }
  return pairs;
}

std::vector<std::uint32_t> eventsBefore(const Dataset& dataset, std::span<const Pair> pairs,
                                        listening::FeedbackSet kinds) {
  std::vector<std::uint32_t> counts(pairs.size());
  std::vector<std::size_t> byMoment;
  for (std::size_t first = 0, last = 0; first < pairs.size(); first = last) {
    byMoment.clear();
    for (; last < pairs.size() && pairs[last].listener == pairs[first].listener; ++last)
      byMoment.push_back(last);
    std::sort(byMoment.begin(), byMoment.end(),
              [&](std::size_t a, std::size_t b) { return pairs[a].moment() < pairs[b].moment(); });
    const auto history = dataset.history(pairs[first].listener);
    std::uint32_t count = 0;
    std::size_t at = 0;
    for (const std::size_t pair : byMoment) {
      for (; at < history.size() && history[at].time < pairs[pair].moment(); ++at)
        count += kinds.contains(history[at].feedback);
      counts[pair] = count;
    }
  }
  return counts;
}

} // namespace skipscope::evaluation
