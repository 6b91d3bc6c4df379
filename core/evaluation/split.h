#pragma once

#include "core/evaluation/pairs.h"
#include "core/experiment/configuration.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace skipscope::evaluation {

/// How many listeners and pairs there are before those with a song outside the catalogue are left out.
struct PairCounts {
  std::int64_t listeners = 0;        ///< with a pair
  std::int64_t listenersMeeting = 0; ///< with a pair whose context has at least m events of the positive kind
  std::int64_t outside = 0;          ///< pairs left out for a song without a training event
  friend bool operator==(const PairCounts&, const PairCounts&) = default;
};

/// What is trained on and what is predicted: the same for every run on a dataset under one split.
struct SplitPlan {
  PairKinds kinds;                       ///< resolved: what accuracy is measured on
  std::vector<std::int64_t> trainingEnd; ///< [listeners]: events strictly before it train
  std::vector<Pair> validation; ///< by listener, newest first within one; both songs in the catalogue
  std::vector<Pair> test;       ///< likewise
  std::vector<Pair> playTest;   ///< heard-through against skipped, for listeners who have both; likewise
  PairCounts validationCounts;
  PairCounts testCounts;
  PairCounts playTestCounts;
  std::int64_t listenersWithPair = 0; ///< test or played against skipped, in the catalogue or not
  std::int64_t coverageEnd = 0; ///< coverage counts events strictly before it: t2, or past the log's end
  std::vector<std::uint32_t> catalogue;   ///< songs with a training event, ascending
  std::vector<std::int32_t> catalogueRow; ///< [songs] → row in `catalogue`, or -1
  std::vector<std::uint32_t> popularity;  ///< [catalogue]: positive targets in training
  std::vector<std::string> notes;         ///< "The log has no dislikes: …"
};

/// Makes the split `last` or `time` of a configuration (method.md sections 4 to 6).
/// Throws core::Error where nothing can be predicted or trained: no positive target in training, no pair
/// kinds; core::Stopped.
SplitPlan makeSplit(const Dataset& dataset, const experiment::Configuration& configuration,
                    const std::stop_token& stop = {});

} // namespace skipscope::evaluation
