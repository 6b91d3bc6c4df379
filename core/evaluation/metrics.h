#pragma once

#include "core/evaluation/outcomes.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace skipscope::evaluation {

using Metrics = std::map<std::string, double>; ///< name → value; a metric that cannot be computed is absent

/// A metric in words: what it is, the protocol behind it, which direction is better.
struct MetricText {
  std::string name;     ///< "accuracy", "hr@10"
  std::string label;    ///< "Accuracy"
  std::string protocol; ///< pairs, candidates, split, minimum history: shown as tooltip and in reports
  bool higherIsBetter = true;
};
const std::vector<MetricText>& metricTexts();

/// Metrics of one validation: accuracy over listeners meeting m, accuracy_se (standard error over listeners),
/// hr@10, ndcg@10, mrr where ranks are known.
Metrics validationMetrics(const std::vector<PairOutcome>& outcomes, int minimumHistory);

/// Test metrics (method.md section 6): accuracy (and accuracy_se, accuracy_pairs, accuracy_p_first,
/// accuracy_q_first, accuracy_balanced_order, accuracy_covered, accuracy_random_song, accuracy_stranger,
/// accuracy_personal), coverage, reach_weighted_accuracy (and …_plays), hr@1/5/10/20/50/100, ndcg@10, mrr,
/// the same of q (hr_q@…), delta_hr@…, catalogue_coverage@10, recommendation_popularity@10 and
/// …_percentile@10, and counts: test_listeners, test_pairs, covered_test_listeners …
Metrics testMetrics(const Outcomes& outcomes, int minimumHistory);

/// Counts of listeners and pairs before those with a song outside the catalogue are left out: pair_listeners,
/// pair_listeners_m (meeting m), pairs_outside_catalogue, the same of validation and play pairs, and
/// share_without_pair of the dataset's `listeners`.
Metrics pairMetrics(const SplitPlan& plan, std::size_t listeners);

/// Index of the best value, the earliest on ties; values that are not numbers never win. Nothing where all
/// are such.
std::optional<std::size_t> bestOf(const std::vector<double>& values, bool higherIsBetter = true);

} // namespace skipscope::evaluation
