#pragma once

#include "core/listening/dataset.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace skipscope::ui {

/// Coverage before any training, for one choice of inputs.
struct CoverageOfInputs {
  listening::FeedbackSet inputs;
  std::vector<double> shares; ///< [101]: share of listeners with at least m such events, m = 0..100
};

/// What the Data page tells of a dataset beyond its summary; needs one pass over all events.
struct DatasetStatistics {
  /// Length class of a history: 0, 1, 2–3, 4–7, … each twice as wide as the one before.
  static std::size_t lengthClass(std::size_t events);
  static std::string lengthClassName(std::size_t lengthClass);

  /// [kinds][length classes]: listeners with so many events of that kind; all kinds have equally many
  /// classes.
  std::array<std::vector<std::int64_t>, listening::kFeedbackKinds> histories;
  std::array<std::int64_t, listening::kFeedbackKinds> medians{}; ///< [kinds]: events of the median listener
  std::vector<CoverageOfInputs>
      coverage; ///< likes, then with dislikes, skips and listens as far as the log has them
};

DatasetStatistics describeDataset(const listening::Dataset& dataset);

} // namespace skipscope::ui
