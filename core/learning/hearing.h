#pragma once

#include "core/evaluation/split.h"

#include <array>
#include <cstdint>

namespace skipscope::learning {

/// Which events an encoder hears, and with which feedback type.
class Hearing {
public:
  /// Events of these kinds, each with its own type.
  explicit Hearing(experiment::FeedbackSet inputs) : m_inputs(inputs) {}
  /// The same events with types drawn at random, in the shares that the kinds have among the inputs of
  /// training: what a run learns of types when there is nothing to learn (model.feedback_shuffled). The draw
  /// depends on the event's song and time alone.
  static Hearing shuffled(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                          experiment::FeedbackSet inputs);

  bool hears(const evaluation::Event& event) const { return m_inputs.contains(event.feedback); }
  evaluation::Feedback typeOf(const evaluation::Event& event) const;

private:
  experiment::FeedbackSet m_inputs;
  /// Of all drawn numbers, those under each kind's threshold get that kind or an earlier one; all 0 where
  /// types are not shuffled.
  std::array<double, listening::kFeedbackKinds> m_thresholds{};
};

/// What a configuration hears.
Hearing hearingOf(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                  const experiment::Configuration& configuration);

} // namespace skipscope::learning
