#pragma once

#include "core/experiment/configuration.h"
#include "core/listening/dataset.h"

#include <string>
#include <vector>

namespace skipscope::store {

/// Throws core::Error where the counts of a log alone tell that a run on it cannot learn or measure anything:
/// no event of a kind that the configuration needs, or no event before another.
void requireLearnable(const listening::DatasetSummary& log, const experiment::Configuration& configuration);

/// Kinds of feedback that a configuration hears or learns from and the log has none of; none where nobody
/// counted.
experiment::FeedbackSet lacking(const listening::DatasetSummary& log,
                                const experiment::Configuration& configuration);
std::string pluralsOf(experiment::FeedbackSet kinds); ///< "likes, skips"

/// The configurations that a log has the feedback for.
struct Fitting {
  std::vector<experiment::Configuration> configurations;
  std::string note; ///< what the log lacks and how many were left out; "" where none was
};
/// Leaves out what hears, or learns from, feedback that the log has none of. Throws core::Error where that is
/// everything.
Fitting fitting(const listening::DatasetSummary& log,
                const std::vector<experiment::Configuration>& configurations);

} // namespace skipscope::store
