#include "core/evaluation/segments.h"

#include "core/error.h"
#include "core/evaluation/pair_values.h"
#include "core/evaluation/summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace skipscope::evaluation {

namespace {

constexpr std::size_t kMostSegments = 10;
constexpr std::array<std::string_view, kSegmentings.size()> kNames = {
    "history", "like_share", "dislike_share", "skip_share", "popularity"};

std::size_t indexOf(SegmentBy by) {
  return static_cast<std::size_t>(by);
}

/// A segment of the pairs `first` to `last` (exclusive), sorted by trait.
Segment segmentOf(const Outcomes& outcomes, const std::vector<double>& traits,
                  const std::vector<std::size_t>& sorted, std::size_t first, std::size_t last) {
  std::map<std::uint32_t, std::pair<double, double>> sums;
  for (std::size_t i = first; i < last; ++i) {
    const PairOutcome& pair = outcomes.pairs[sorted[i]];
    auto& [sum, count] = sums[pair.listener];
    sum += wonPair(pair);
    count += 1;
  }
  std::vector<double> means;
  for (const auto& [listener, sum] : sums)
    means.push_back(sum.first / sum.second);
  const Summary summary = summarise(means);
  Segment segment{traits[sorted[first]], traits[sorted[last - 1]], last - first, means.size(), summary.mean,
                  std::nullopt};
  if (means.size() > 1)
    segment.se = summary.deviation / std::sqrt(static_cast<double>(means.size()));
  return segment;
}

} // namespace

std::string_view segmentName(SegmentBy by) {
  return kNames[indexOf(by)];
}

std::optional<SegmentBy> parseSegmentBy(std::string_view name) {
  for (const SegmentBy by : kSegmentings)
    if (segmentName(by) == name)
      return by;
  return std::nullopt;
}

PairTraits pairTraits(const Dataset& dataset, const SplitPlan& plan, const Outcomes& outcomes) {
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, const Pair*> known;
  for (const Pair& pair : plan.test)
    known[{pair.listener, pair.p, pair.q}] = &pair;
  std::vector<Pair> pairs;
  for (const PairOutcome& outcome : outcomes.pairs) {
    const auto found = known.find({outcome.listener, outcome.p, outcome.q});
    if (found == known.end())
      throw core::Error("The stored outcomes of this run are about other pairs than its dataset has now: "
                        "delete the run and launch it again.");
    pairs.push_back(*found->second);
  }
  const auto all =
      eventsBefore(dataset, pairs, {Feedback::Like, Feedback::Dislike, Feedback::Skip, Feedback::Listen});
  PairTraits traits;
  traits[indexOf(SegmentBy::History)].assign(all.begin(), all.end());
  const auto addShare = [&](SegmentBy by, Feedback kind) {
    const auto some = eventsBefore(dataset, pairs, {kind});
    for (std::size_t i = 0; i < pairs.size(); ++i)
      traits[indexOf(by)].push_back(all[i] == 0 ? 0.0 : static_cast<double>(some[i]) / all[i]);
  };
  addShare(SegmentBy::LikeShare, Feedback::Like);
  addShare(SegmentBy::DislikeShare, Feedback::Dislike);
  addShare(SegmentBy::SkipShare, Feedback::Skip);
  for (const Pair& pair : pairs)
    traits[indexOf(SegmentBy::Popularity)].push_back(
        plan.popularity[static_cast<std::size_t>(plan.catalogueRow[pair.p])]);
  return traits;
}

std::vector<Segment> segments(const Outcomes& outcomes, const std::vector<double>& traits,
                              int minimumHistory) {
  std::vector<std::size_t> sorted;
  for (std::size_t i = 0; i < outcomes.pairs.size(); ++i)
    if (outcomes.pairs[i].contextPositives >= static_cast<std::uint32_t>(minimumHistory))
      sorted.push_back(i);
  std::sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) {
    return traits[a] != traits[b] ? traits[a] < traits[b] : a < b;
  });
  const std::size_t wanted = std::clamp<std::size_t>(sorted.size() / kLeastSegmentPairs, 1, kMostSegments);
  std::vector<std::size_t> ends; // of the segments within `sorted`
  for (std::size_t tenth = 1; tenth <= wanted && !sorted.empty(); ++tenth) {
    std::size_t end = tenth * sorted.size() / wanted;
    while (end < sorted.size() && traits[sorted[end]] == traits[sorted[end - 1]])
      ++end; // equal traits stay together
    const std::size_t first = ends.empty() ? 0 : ends.back();
    if (end >= first + kLeastSegmentPairs || ends.empty())
      ends.push_back(end);
    else if (end == sorted.size()) // too few are left over
      ends.back() = end;
  }
  std::vector<Segment> result;
  std::size_t first = 0;
  for (const std::size_t end : ends) {
    result.push_back(segmentOf(outcomes, traits, sorted, first, end));
    first = end;
  }
  return result;
}

} // namespace skipscope::evaluation
