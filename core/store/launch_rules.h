#pragma once

#include "core/experiment/configuration.h"
#include "core/listening/dataset.h"

namespace skipscope::store {

/// Throws core::Error where the counts of a log alone tell that a run on it cannot learn or measure anything:
/// no event of a kind that the configuration needs, or no event before another.
void requireLearnable(const listening::DatasetSummary& log, const experiment::Configuration& configuration);

} // namespace skipscope::store
