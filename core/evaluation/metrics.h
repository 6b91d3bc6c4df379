#pragma once

#include "core/evaluation/outcomes.h"

#include <map>
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
/// accuracy_q_first, accuracy_balanced_order, accuracy_covered), coverage, reach_weighted_accuracy (and …_plays),
/// hr@1/5/10/20…, ndcg@10, mrr, and counts: test_listeners, test_pairs, covered_test_listeners …
Metrics testMetrics(const Outcomes& outcomes, int minimumHistory);

/// 2-sided t quantile for a 95 % interval with `degrees` >= 1 degrees of freedom.
double tQuantile95(double degrees);
struct Summary {
  double mean = 0, deviation = 0, low = 0, high = 0; ///< deviation 0 and low = high = mean for one value
  int count = 0;
};
/// Mean, standard deviation and 95 % t-interval over seeds.
Summary summarise(const std::vector<double>& values);

} // namespace skipscope::evaluation
