#pragma once

#include "core/evaluation/metrics.h"
#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"
#include "core/experiment/configuration.h"
#include "core/listening/radio_truth.h"

namespace skipscope::evaluation {

/// Who knows the truth behind a simulated log (docs/method.md, section 6 'Oracle'): a song scores
/// log P(positive kind) − log P(negative kind), as if played next at the query's moment on its station.
class OracleScorer : public Scorer {
public:
  /// Dataset, plan and truth must outlive it.
  OracleScorer(const Dataset& dataset, const SplitPlan& plan, const listening::RadioTruth& truth);
  void score(std::span<const Query> queries,
             const std::function<void(std::size_t, std::span<const float>)>& receive) const override;
  std::vector<float> scoreRows(std::span<const Query> queries,
                               std::span<const std::int64_t> rows) const override;

private:
  float oddsOf(const listening::RadioMoment& moment, std::size_t row) const;
  listening::RadioMoment momentOf(const Query& query) const;

  const Dataset& m_dataset;
  const SplitPlan& m_plan;
  const listening::RadioTruth& m_truth;
};

/// What a run's test `accuracy` is worth beside the truth, on the same pairs: oracle_accuracy;
/// share_of_oracle = (accuracy − 0.5) / (oracle − 0.5); share_of_oracle_over_like_rate = (accuracy −
/// like_rate) / (oracle − like_rate), like_rate being the baseline's accuracy. Shares are absent where the
/// divisor is not positive.
Metrics oracleMetrics(const Dataset& dataset, const SplitPlan& plan, const listening::RadioTruth& truth,
                      const experiment::Configuration& configuration, const Metrics& test);

} // namespace skipscope::evaluation
