#pragma once

#include "core/evaluation/pairs.h"
#include "core/experiment/configuration.h"

#include <cstdint>
#include <string>
#include <vector>

namespace skipscope::evaluation {

/// What is trained on and what is predicted: the same for every run on a dataset under one split.
struct SplitPlan {
  PairKinds kinds;                       ///< resolved: what accuracy is measured on
  std::vector<std::int64_t> trainingEnd; ///< [listeners]: events strictly before it train
  std::vector<Pair> validation; ///< by listener, newest first within one; both songs in the catalogue
  std::vector<Pair> test;       ///< likewise
  std::vector<Pair> playTest;   ///< heard-through against skipped, for listeners who have both; likewise
  std::int64_t validationOutsideCatalogue = 0; ///< pairs left out for a song without a training event
  std::int64_t testOutsideCatalogue = 0;
  std::int64_t playTestOutsideCatalogue = 0;
  std::int64_t testListeners = 0; ///< with a test pair, in the catalogue or not
  std::int64_t coverageEnd = 0;   ///< coverage counts events strictly before it: t2, or past the log's end
  std::vector<std::uint32_t> catalogue;   ///< songs with a training event, ascending
  std::vector<std::int32_t> catalogueRow; ///< [songs] → row in `catalogue`, or -1
  std::vector<std::string> notes;         ///< "The log has no dislikes: …"
};

/// Makes the split `last` or `time` of a configuration (method.md sections 4 to 6).
/// Throws core::Error where nothing can be predicted or trained: no positive target in training, no pair
/// kinds.
SplitPlan makeSplit(const Dataset& dataset, const experiment::Configuration& configuration);

} // namespace skipscope::evaluation
