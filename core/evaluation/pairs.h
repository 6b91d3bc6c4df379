#pragma once

#include "core/listening/dataset.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace skipscope::evaluation {

using listening::Dataset;
using listening::Event;
using listening::Feedback;

/// Which kinds make a pair: p was liked (or heard through), q disliked (or skipped).
struct PairKinds {
  Feedback positive = Feedback::Like;
  Feedback negative = Feedback::Dislike;
  std::string name() const; ///< "like>dislike"
  friend bool operator==(const PairKinds&, const PairKinds&) = default;
};

/// A liked and a disliked song of one listener, near in time; the model should rank p above q.
struct Pair {
  std::uint32_t listener = 0;
  std::uint32_t p = 0; ///< song with the positive kind
  std::uint32_t q = 0; ///< song with the negative kind
  std::uint32_t station = 0;
  std::int64_t timeP = 0;
  std::int64_t timeQ = 0;
  /// Sign of p's positive targets in training on this station minus q's; makeSplit fills it in.
  std::int8_t fallback = 0;
  /// The moment of prediction: context is what lies strictly before it.
  std::int64_t moment() const { return timeP < timeQ ? timeP : timeQ; }
};

/// Walks back from the newest negative event (method.md section 6): p is the same-station positive nearest in
/// time (ties: the earlier, then the smaller song index); pairs share no event and no song, their intervals
/// do not overlap, and neither song has an earlier event of the pair's kinds by this listener. Only events
/// with from <= time < to take part, but novelty looks at the whole history. Newest pair first, at most
/// `most`.
std::vector<Pair> walkBack(std::uint32_t listener, std::span<const Event> history, PairKinds kinds,
                           std::int64_t from = std::numeric_limits<std::int64_t>::min(),
                           std::int64_t to = std::numeric_limits<std::int64_t>::max(),
                           std::size_t most = std::numeric_limits<std::size_t>::max());

/// Number of events of `kinds` strictly before the moment of each pair, in the order of `pairs`. Pairs of one
/// listener should lie together: each such group walks its history once.
std::vector<std::uint32_t> eventsBefore(const Dataset& dataset, std::span<const Pair> pairs,
                                        listening::FeedbackSet kinds);

} // namespace skipscope::evaluation
