#pragma once

#include "core/evaluation/metrics.h"
#include "core/learning/false_negatives.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace skipscope::learning {

/// Everything a run remembers between steps beside weights and moments: with them it goes on as if never
/// stopped.
struct TrainingState {
  /// One validation, kept to tell the training cost at the end.
  struct Point {
    std::int64_t step = 0;
    std::int64_t targets = 0;
    double epochs = 0;
    double accuracy = 0;
    double error = 0; ///< standard error of the accuracy
  };

  std::int64_t step = 0;
  std::int64_t targets = 0; ///< positive targets seen
  std::int64_t bestStep = 0;
  double bestValue = -1; ///< of the metric that tells the best step
  int withoutGain = 0;   ///< validations since the best one
  double seconds = 0;    ///< spent in training steps
  double lossSum = 0;    ///< since the last validation
  std::int64_t lossSteps = 0;
  double lastMeanLoss = 0; ///< of the steps before the last validation: told until there are newer ones
  FalseNegatives falseNegatives;
  /// By the truth behind a simulated log, of every step so far; nothing where there was none at one of them.
  std::optional<FalseNegatives> trueFalseNegatives;
  std::vector<Point> validations;

  double meanLoss() const { return lossSteps == 0 ? lastMeanLoss : lossSum / static_cast<double>(lossSteps); }
};

/// JSON that reads back to the last bit. fromText throws core::Error where it is not one.
std::string toText(const TrainingState& state);
TrainingState trainingStateFromText(const std::string& text);

/// training_cost_steps, _targets and _epochs: to the first validation within one standard error of the best
/// (method.md section 6); and false_negative_drawn, _targets, _loss and …_truth (section 4) where they are
/// defined.
evaluation::Metrics costMetrics(const TrainingState& state);

} // namespace skipscope::learning
