#pragma once

#include "core/evaluation/metrics.h"
#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"

namespace skipscope::learning {

/// What the type of the newest input does (method.md section 7, P5): over the test contexts whose newest
/// input has kind a, the mean of the score of that input's song as if its kind were b, minus its score as it
/// is, for every two kinds among the inputs, as swap_like_skip and so on. `scorer` must hear listeners. Looks
/// at no more than the first 2,000 test contexts.
evaluation::Metrics typeSwaps(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                              const experiment::Configuration& configuration,
                              const evaluation::Scorer& scorer);

} // namespace skipscope::learning
