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
/// the same of q (hr_q@…), delta_hr@…, and counts: test_listeners, test_pairs, covered_test_listeners …
Metrics testMetrics(const Outcomes& outcomes, int minimumHistory);

/// Index of the best value, the earliest on ties; values that are not numbers never win. Nothing where all
/// are such.
std::optional<std::size_t> bestOf(const std::vector<double>& values, bool higherIsBetter = true);

/// One validation as training cost needs it.
struct ValidationPoint {
  std::int64_t step = 0;
  std::int64_t targets = 0; ///< positive targets seen so far
  double accuracy = 0;
  double se = 0; ///< standard error of the accuracy over listeners
};
struct TrainingCost {
  std::int64_t step = 0;
  std::int64_t targets = 0;
};
/// The first validation whose accuracy is at least `level`; nothing = never reached (censored).
std::optional<TrainingCost> costToReach(const std::vector<ValidationPoint>& validations, double level);
/// The first validation within one standard error (that of the best) of the run's own best accuracy
/// (method.md, section 6); nothing without validations.
std::optional<TrainingCost> trainingCost(const std::vector<ValidationPoint>& validations);

} // namespace skipscope::evaluation
