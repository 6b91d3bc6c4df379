#include "core/learning/hearing.h"

#include "core/learning/random.h"

namespace skipscope::learning {

using evaluation::Event;
using evaluation::Feedback;

Hearing Hearing::shuffled(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                          experiment::FeedbackSet inputs) {
  Hearing hearing(inputs);
  std::array<double, listening::kFeedbackKinds> counts{};
  double all = 0;
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener)
    for (const Event& event : dataset.history(listener)) {
      if (event.time >= plan.trainingEnd[listener])
        break;
      if (inputs.contains(event.feedback)) {
        ++counts[static_cast<std::size_t>(event.feedback)];
        ++all;
      }
    }
  double sum = 0;
  for (std::size_t kind = 0; all > 0 && kind < counts.size(); ++kind)
    hearing.m_thresholds[kind] = (sum += counts[kind]) / all;
  return hearing;
}

Feedback Hearing::typeOf(const Event& event) const {
  if (m_thresholds.back() == 0)
    return event.feedback;
  const double drawn =
      CounterRandom(0, Purpose::Types, event.song).uniform(static_cast<std::uint64_t>(event.time));
  std::size_t kind = 0;
  while (kind + 1 < m_thresholds.size() && drawn >= m_thresholds[kind])
    ++kind;
  return static_cast<Feedback>(kind);
}

Hearing hearingOf(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                  const experiment::Configuration& configuration) {
  return configuration.feedbackShuffled ? Hearing::shuffled(dataset, plan, configuration.inputs)
                                        : Hearing(configuration.inputs);
}

} // namespace skipscope::learning
