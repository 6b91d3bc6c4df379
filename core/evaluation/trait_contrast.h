#pragma once

#include "core/evaluation/comparison.h"
#include "core/evaluation/outcomes.h"

#include <cstddef>
#include <vector>

namespace skipscope::evaluation {

/// Accuracy on the test pairs that have most of a trait against those that have least.
struct TraitContrast {
  Comparison comparison;                ///< highest minus lowest; listeners of both together
  double lowestTo = 0, highestFrom = 0; ///< the trait at the inner ends of the two groups
  std::size_t lowestPairs = 0, highestPairs = 0;
};

/// Lowest and highest third by `traits` [pairs] of the pairs that meet m, over the seeds of a configuration.
/// Pairs with the same trait stay together: where they fill the middle they go to the end that leaves the
/// smaller group larger. Accuracy is the mean per listener and seed, then over listeners. SE² = variance over
/// listeners (who are others in each group, but for those with pairs in both, whose covariance counts) + s²/n
/// of the difference over seeds; t with Satterthwaite's degrees. Throws core::Error where a group has fewer
/// than kLeastSegmentPairs pairs or two listeners, or the seeds were tested on different pairs.
TraitContrast contrastByTrait(const std::vector<const Outcomes*>& seeds, const std::vector<double>& traits,
                              int minimumHistory);

} // namespace skipscope::evaluation
