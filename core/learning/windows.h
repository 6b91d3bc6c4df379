#pragma once

#include "core/evaluation/split.h"

#include <cstdint>
#include <span>
#include <vector>

namespace skipscope::learning {

/// Something the model is trained to score in a context.
struct Target {
  std::uint32_t listener = 0;
  std::uint32_t event = 0; ///< index in the listener's history: names the target whatever the inputs are
  std::uint32_t song = 0;  ///< catalogue row
  /// Inputs of its window strictly earlier than it: its context is the state after the last of them,
  /// 0 = the learned start state.
  std::uint32_t context = 0;
  std::int64_t time = 0;
  std::int32_t input = -1; ///< under cloze its own place among the inputs of its window, -1 outside them
};

/// A piece of one listener's training inputs and the targets trained in it.
struct Window {
  std::uint32_t listener = 0;
  std::uint32_t number = 0; ///< among the listener's windows, in time
  std::size_t firstInput = 0;
  std::uint32_t inputs = 0; ///< up to the last one that a target of the window needs; under cloze L
  std::size_t firstPositive = 0;
  std::uint32_t positives = 0;
  std::size_t firstNegative = 0;
  std::uint32_t negatives = 0;
};

/// Everything trained on (method.md sections 2, 3 and 5): inputs by listener and time, cut into windows of L
/// with stride L/2; each target stands in the one window that gives it most context. Windows without target
/// are left out.
struct TrainingSet {
  std::vector<std::uint32_t> inputSongs; ///< [inputs] catalogue row
  std::vector<evaluation::Feedback> inputFeedback;
  std::vector<std::int64_t> inputTimes;
  std::vector<Window> windows;
  std::vector<Target> positives; ///< by window, then time
  std::vector<Target> negatives; ///< real negative targets; empty where the strategy has none
};

/// Throws core::Error where there is no positive target, or no real negative one although only those are
/// used.
TrainingSet cutWindows(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                       const experiment::Configuration& configuration);

/// Steps of an epoch: ceil(positive targets / batch), whatever inputs and strategy are.
std::int64_t stepsPerEpoch(const TrainingSet& set, const experiment::Configuration& configuration);

/// The windows of every step of one epoch: shuffled by (seed, epoch), cut where the positive targets so far
/// pass k·P/S. A step is empty where one window holds more than P/S targets.
std::vector<std::vector<std::uint32_t>> planEpoch(const TrainingSet& set, std::int64_t steps,
                                                  std::uint64_t seed, std::int64_t epoch);

} // namespace skipscope::learning
