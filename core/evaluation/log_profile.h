#pragma once

#include "core/listening/dataset.h"

#include <array>
#include <cstdint>
#include <optional>

namespace skipscope::evaluation {

/// Figures by which logs can be compared, real ones and simulated ones.
struct LogProfile {
  std::int64_t events = 0; ///< that the dataset holds
  std::int64_t listeners = 0;
  std::array<double, listening::kFeedbackKinds> shares{}; ///< [kinds] of the events
  std::optional<double> likesPerDislike;                  ///< nothing without a dislike
  double neverVote = 0;                                   ///< share of listeners without a like or dislike
  double meanLength = 0;                                  ///< events of a listener
  std::int64_t medianLength = 0;                          ///< of two middle ones the longer
  std::int64_t longLength = 0; ///< nine of ten listeners have at most this many events
  std::int64_t pairs = 0;      ///< listeners with a pair of a liked and a disliked song (the newest counts)
  std::optional<double> likeFirst; ///< share of those pairs in which the liked song came first, ties left out
};

LogProfile profileOf(const listening::Dataset& dataset);

} // namespace skipscope::evaluation
