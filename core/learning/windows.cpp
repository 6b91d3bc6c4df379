#include "core/learning/windows.h"

#include "core/error.h"
#include "core/learning/hearing.h"
#include "core/learning/random.h"

#include <algorithm>
#include <numeric>

namespace skipscope::learning {

using evaluation::Event;
using experiment::NegativeStrategy;

namespace {

/// A target before it is known where its window lies.
struct Placed {
  std::uint32_t window = 0;
  Target target;
};

/// Number of the window giving most context to a target after `context` inputs: the earliest that reaches
/// that far.
std::uint32_t windowOf(std::uint32_t context, std::uint32_t length, std::uint32_t stride) {
  return context <= length ? 0 : (context - length + stride - 1) / stride;
}

/// The same under cloze, where `place` is the target's own place among the inputs, which must be inside.
std::uint32_t clozeWindowOf(std::uint32_t place, std::uint32_t length, std::uint32_t stride) {
  return place < length ? 0 : (place - length) / stride + 1;
}

class Cutter {
public:
  Cutter(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
         const experiment::Configuration& configuration)
      : m_dataset(dataset), m_plan(plan), m_configuration(configuration),
        m_hearing(hearingOf(dataset, plan, configuration)),
        m_length(static_cast<std::uint32_t>(std::max(configuration.maxLength, 1))),
        m_stride(std::max(m_length / 2, 1U)), m_real(experiment::usesRealNegatives(configuration.strategy)),
        m_cloze(configuration.objective == experiment::Objective::Cloze) {}

  TrainingSet cut() {
    for (std::uint32_t listener = 0; listener < m_dataset.listeners(); ++listener)
      cutListener(listener);
    return std::move(m_set);
  }

private:
  void cutListener(std::uint32_t listener) {
    const auto history = m_dataset.history(listener);
    const std::size_t base = m_set.inputSongs.size();
    std::vector<Placed> positives;
    std::vector<Placed> negatives;
    for (std::size_t begin = 0, end = 0; begin < history.size(); begin = end) {
      if (history[begin].time >= m_plan.trainingEnd[listener])
        break;
      while (end < history.size() && history[end].time == history[begin].time)
        ++end;
      // What happens at the same moment is not in the context of its targets.
      const auto context = static_cast<std::uint32_t>(m_set.inputSongs.size() - base);
      for (std::size_t i = begin; i < end; ++i) {
        const auto place = static_cast<std::uint32_t>(m_set.inputSongs.size() - base);
        const bool heard = addInput(history[i]);
        placeTarget(listener, i, history[i], context, m_cloze && heard ? &place : nullptr, positives,
                    negatives);
      }
    }
    if (m_cloze) // among ties an input may lie in a later window than a target outside the inputs
      for (auto* targets : {&positives, &negatives})
        std::ranges::stable_sort(*targets, {}, &Placed::window);
    addWindows(listener, base, positives, negatives);
  }

  bool addInput(const Event& event) {
    if (!m_hearing.hears(event) || m_plan.catalogueRow[event.song] < 0)
      return false;
    m_set.inputSongs.push_back(static_cast<std::uint32_t>(m_plan.catalogueRow[event.song]));
    m_set.inputFeedback.push_back(m_hearing.typeOf(event));
    m_set.inputTimes.push_back(event.time);
    return true;
  }

  /// `place` is that of the event among the inputs, where it is to be told.
  void placeTarget(std::uint32_t listener, std::size_t index, const Event& event, std::uint32_t context,
                   const std::uint32_t* place, std::vector<Placed>& positives,
                   std::vector<Placed>& negatives) const {
    const bool positive = m_configuration.positiveTargets.contains(event.feedback);
    const bool negative = m_real && m_configuration.negativeTargets.contains(event.feedback);
    if ((!positive && !negative) || m_plan.catalogueRow[event.song] < 0)
      return;
    const std::uint32_t window = m_cloze
                                     ? clozeWindowOf(place != nullptr ? *place : context, m_length, m_stride)
                                     : windowOf(context, m_length, m_stride);
    const std::uint32_t first = window * m_stride;
    const Target target{listener,
                        static_cast<std::uint32_t>(index),
                        static_cast<std::uint32_t>(m_plan.catalogueRow[event.song]),
                        context - std::min(context, first),
                        event.time,
                        place != nullptr ? static_cast<std::int32_t>(*place - first) : -1};
    (positive ? positives : negatives).push_back({window, target});
  }

  /// Contexts only grow with time, so the targets of a window are neighbours.
  void addWindows(std::uint32_t listener, std::size_t base, const std::vector<Placed>& positives,
                  const std::vector<Placed>& negatives) {
    std::size_t p = 0;
    std::size_t n = 0;
    while (p < positives.size() || n < negatives.size()) {
      const std::uint32_t number = std::min(p < positives.size() ? positives[p].window : UINT32_MAX,
                                            n < negatives.size() ? negatives[n].window : UINT32_MAX);
      Window window;
      window.listener = listener;
      window.number = number;
      window.firstInput = base + std::size_t{number} * m_stride;
      window.firstPositive = m_set.positives.size();
      window.firstNegative = m_set.negatives.size();
      for (; p < positives.size() && positives[p].window == number; ++p)
        m_set.positives.push_back(positives[p].target);
      for (; n < negatives.size() && negatives[n].window == number; ++n)
        m_set.negatives.push_back(negatives[n].target);
      window.positives = static_cast<std::uint32_t>(m_set.positives.size() - window.firstPositive);
      window.negatives = static_cast<std::uint32_t>(m_set.negatives.size() - window.firstNegative);
      if (window.positives > 0)
        window.inputs = m_set.positives.back().context;
      if (window.negatives > 0)
        window.inputs = std::max(window.inputs, m_set.negatives.back().context);
      if (m_cloze) // what comes later is seen too
        window.inputs = static_cast<std::uint32_t>(
            std::min<std::size_t>(m_length, m_set.inputSongs.size() - window.firstInput));
      m_set.windows.push_back(window);
    }
  }

  const evaluation::Dataset& m_dataset;
  const evaluation::SplitPlan& m_plan;
  const experiment::Configuration& m_configuration;
  Hearing m_hearing;
  std::uint32_t m_length;
  std::uint32_t m_stride;
  bool m_real;
  bool m_cloze;
  TrainingSet m_set;
};

} // namespace

TrainingSet cutWindows(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                       const experiment::Configuration& configuration) {
  TrainingSet set = Cutter(dataset, plan, configuration).cut();
  if (set.positives.empty())
    throw core::Error("The training part of the log has no positive target (" +
                      configuration.positiveTargets.text() + "): choose other kinds with targets.positive.");
  if (configuration.strategy == NegativeStrategy::Real && set.negatives.empty())
    throw core::Error("The training part of the log has no real negative target (" +
                      configuration.negativeTargets.text() +
                      "): choose other kinds with targets.negative, or random negatives.");
  return set;
}

std::int64_t stepsPerEpoch(const TrainingSet& set, const experiment::Configuration& configuration) {
  const auto positives = static_cast<std::int64_t>(set.positives.size());
  const std::int64_t automatic = std::min<std::int64_t>(8192, (positives + 19) / 20);
  const std::int64_t batch = std::max<std::int64_t>(configuration.batchTargets.value_or(automatic), 1);
  return std::max<std::int64_t>((positives + batch - 1) / batch, 1);
}

std::vector<std::vector<std::uint32_t>> planEpoch(const TrainingSet& set, std::int64_t steps,
                                                  std::uint64_t seed, std::int64_t epoch) {
  const CounterRandom random(seed, Purpose::Shuffle, epoch);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
  order.reserve(set.windows.size());
  for (std::uint32_t i = 0; i < set.windows.size(); ++i) {
    const Window& window = set.windows[i];
    order.emplace_back(random.with(window.listener).at(window.number), i);
  }
  std::sort(order.begin(), order.end());

  const auto all = static_cast<std::int64_t>(set.positives.size());
  std::vector<std::vector<std::uint32_t>> plan(static_cast<std::size_t>(steps));
  std::int64_t seen = 0;
  std::int64_t step = 0;
  for (const auto& [hash, index] : order) {
    // Windows after the last positive target stay with it: a step of negatives alone has nothing to divide
    // by.
    if (seen < all)
      step = seen * steps / all;
    plan[static_cast<std::size_t>(step)].push_back(index);
    seen += set.windows[index].positives;
  }
  return plan;
}

} // namespace skipscope::learning
