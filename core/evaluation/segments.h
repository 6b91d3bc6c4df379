#pragma once

#include "core/evaluation/outcomes.h"
#include "core/evaluation/split.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace skipscope::evaluation {

/// What test pairs are sorted by to see where a model is right: the listener's events strictly before the
/// moment (how many of any kind, and which share of them are likes, dislikes, skips; shares of an empty
/// history are 0), or the positive targets of p in training.
enum class SegmentBy { History, LikeShare, DislikeShare, SkipShare, Popularity };
inline constexpr std::array<SegmentBy, 5> kSegmentings = {SegmentBy::History, SegmentBy::LikeShare,
                                                          SegmentBy::DislikeShare, SegmentBy::SkipShare,
                                                          SegmentBy::Popularity};
std::string_view segmentName(SegmentBy by); ///< "history", "like_share", …, "popularity"
std::optional<SegmentBy> parseSegmentBy(std::string_view name);

/// Every number that pairs are sorted by, [pairs] of the outcomes each.
using PairTraits = std::array<std::vector<double>, kSegmentings.size()>;

/// Finds the traits of stored outcomes in the dataset; `plan` is the split of the run's configuration. Throws
/// core::Error where the pairs are not those of the plan.
PairTraits pairTraits(const Dataset& dataset, const SplitPlan& plan, const Outcomes& outcomes);

/// Pairs that are alike.
struct Segment {
  double from = 0, to = 0; ///< least and greatest trait of its pairs
  std::size_t pairs = 0;
  std::size_t listeners = 0;
  double accuracy = 0;      ///< mean per listener, then over listeners
  std::optional<double> se; ///< standard error over listeners; needs two
};

/// No segment has fewer pairs than this, but one that has them all.
inline constexpr std::size_t kLeastSegmentPairs = 20;

/// Deciles of `traits` [pairs] over the pairs that meet m, in rising order: every such pair is in exactly
/// one. There are fewer, and they differ in size, where equal traits would have to be parted or pairs are
/// few.
std::vector<Segment> segments(const Outcomes& outcomes, const std::vector<double>& traits,
                              int minimumHistory);

} // namespace skipscope::evaluation
