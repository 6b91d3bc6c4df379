#include "ui/models/dataset_statistics.h"

#include "core/evaluation/outcomes.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>

namespace skipscope::ui {

using listening::Feedback;
using listening::FeedbackSet;

std::size_t DatasetStatistics::lengthClass(std::size_t events) {
  return static_cast<std::size_t>(std::bit_width(events));
}

std::string DatasetStatistics::lengthClassName(std::size_t lengthClass) {
  if (lengthClass < 2)
    return fmt::format("{}", lengthClass);
  return fmt::format("{}–{}", std::size_t{1} << (lengthClass - 1), (std::size_t{1} << lengthClass) - 1);
}

namespace {

/// Histories of each kind: class counts and medians.
void countHistories(const listening::Dataset& dataset, DatasetStatistics& statistics) {
  std::array<std::vector<std::size_t>, listening::kFeedbackKinds> lengths;
  for (auto& kind : lengths)
    kind.resize(dataset.listeners());
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener)
    for (const auto& event : dataset.history(listener))
      ++lengths[static_cast<std::size_t>(event.feedback)][listener];
  std::size_t classes = 1;
  for (const auto& kind : lengths)
    for (std::size_t length : kind)
      classes = std::max(classes, DatasetStatistics::lengthClass(length) + 1);
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    statistics.histories[k].assign(classes, 0);
    for (std::size_t length : lengths[k])
      ++statistics.histories[k][DatasetStatistics::lengthClass(length)];
    if (lengths[k].empty())
      continue;
    const auto middle = lengths[k].begin() + static_cast<std::ptrdiff_t>(lengths[k].size() / 2);
    std::nth_element(lengths[k].begin(), middle, lengths[k].end());
    statistics.medians[k] = static_cast<std::int64_t>(*middle);
  }
}

/// The choices of inputs people compare: {first}, {first, second}, …, kinds the log does not have left out.
std::vector<FeedbackSet> inputChoices(const listening::Dataset& dataset) {
  FeedbackSet present;
  for (const auto& event : dataset.events)
    present.insert(event.feedback);
  std::vector<FeedbackSet> choices;
  FeedbackSet chosen;
  for (Feedback kind : listening::kAllFeedback) {
    if (!present.contains(kind))
      continue;
    chosen.insert(kind);
    choices.push_back(chosen);
  }
  return choices;
}

} // namespace

DatasetStatistics describeDataset(const listening::Dataset& dataset) {
  DatasetStatistics statistics;
  countHistories(dataset, statistics);
  for (const FeedbackSet inputs : inputChoices(dataset)) {
    const auto counts = evaluation::coverageCounts(dataset, inputs, std::numeric_limits<std::int64_t>::max());
    CoverageOfInputs curve{inputs, {}};
    for (const auto count : counts)
      curve.shares.push_back(counts.front() > 0 ? static_cast<double>(count) / counts.front() : 0);
    statistics.coverage.push_back(std::move(curve));
  }
  return statistics;
}

} // namespace skipscope::ui
