#pragma once

#include "core/evaluation/metrics.h"
#include "core/evaluation/outcomes.h"
#include "core/evaluation/split.h"

#include <span>
#include <vector>

namespace skipscope::evaluation {

/// Finds what a model would recommend at the moment of a test pair, and how popular that is.
class Recommended {
public:
  explicit Recommended(const SplitPlan& plan);

  /// Fills top, topPopularity and topPercentile of `outcome` from scores [catalogue]. `liked` are the
  /// catalogue rows that are no candidates, ascending.
  void judge(std::span<const float> scores, const std::vector<std::size_t>& liked,
             PairOutcome& outcome) const;

private:
  const SplitPlan& m_plan;
  std::vector<float>
      m_percentiles; ///< [catalogue]: share with fewer positive targets, half of the equal ones
};

/// Adds catalogue_coverage@10, recommendation_popularity@10 and recommendation_percentile@10 over the pairs
/// that meet m; nothing where the outcomes are older than these.
void addRecommended(Metrics& metrics, const Outcomes& outcomes, int minimumHistory);

} // namespace skipscope::evaluation
