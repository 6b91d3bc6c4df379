#include "core/learning/type_swap.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace skipscope::learning {

using evaluation::Dataset;
using evaluation::Event;
using evaluation::Feedback;

namespace {

constexpr std::size_t kMostContexts = 2000;

/// The newest `most` inputs of a context with songs of the catalogue, oldest first.
std::vector<Event> newestInputs(std::span<const Event> history, std::int64_t moment, std::size_t most,
                                const evaluation::SplitPlan& plan, experiment::FeedbackSet inputs) {
  std::vector<Event> newest;
  const auto end = std::ranges::lower_bound(history, moment, {}, &Event::time);
  for (auto event = end; event != history.begin() && newest.size() < most;) {
    --event;
    if (inputs.contains(event->feedback) && plan.catalogueRow[event->song] >= 0)
      newest.push_back(*event);
  }
  std::ranges::reverse(newest);
  return newest;
}

} // namespace

evaluation::Metrics typeSwaps(const Dataset& dataset, const evaluation::SplitPlan& plan,
                              const experiment::Configuration& configuration,
                              const evaluation::Scorer& scorer) {
  Dataset edited; // a listener for each context and each kind that its newest input may have
  edited.offsets = {0};
  std::vector<evaluation::Query> queries;
  std::vector<std::int64_t> rows;
  std::vector<std::pair<Feedback, Feedback>> kinds; // true, told
  for (std::size_t i = 0; i < std::min(kMostContexts, plan.test.size()); ++i) {
    const evaluation::Pair& pair = plan.test[i];
    std::vector<Event> inputs =
        newestInputs(dataset.history(pair.listener), pair.moment(),
                     static_cast<std::size_t>(configuration.maxLength), plan, configuration.inputs);
    if (inputs.empty())
      continue;
    const Feedback own = inputs.back().feedback;
    for (const Feedback kind : listening::kAllFeedback) {
      if (!configuration.inputs.contains(kind))
        continue;
      inputs.back().feedback = kind;
      queries.push_back({static_cast<std::uint32_t>(queries.size()), pair.moment(), pair.station});
      rows.push_back(plan.catalogueRow[inputs.back().song]);
      kinds.emplace_back(own, kind);
      edited.listenerIds.emplace_back();
      edited.events.insert(edited.events.end(), inputs.begin(), inputs.end());
      edited.offsets.push_back(edited.events.size());
    }
  }
  const auto told = scorer.hearing(edited);
  const std::vector<float> scores = told->scoreRows(queries, rows);

  std::map<std::pair<Feedback, Feedback>, std::pair<double, double>> sums; // sum and number of changes
  std::size_t each = 0; // kinds told of one context, one after another
  for (const Feedback kind : listening::kAllFeedback)
    each += configuration.inputs.contains(kind) ? 1 : 0;
  for (std::size_t first = 0; first < scores.size(); first += each) {
    std::size_t own = first;
    while (kinds[own].first != kinds[own].second)
      ++own;
    for (std::size_t i = first; i < first + each; ++i)
      if (i != own) {
        auto& [sum, count] = sums[kinds[i]];
        sum += static_cast<double>(scores[i]) - static_cast<double>(scores[own]);
        ++count;
      }
  }
  evaluation::Metrics metrics;
  for (const auto& [swap, sum] : sums)
    metrics[fmt::format("swap_{}_{}", listening::feedbackName(swap.first),
                        listening::feedbackName(swap.second))] = sum.first / sum.second;
  return metrics;
}

} // namespace skipscope::learning
