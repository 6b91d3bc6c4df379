#include "core/evaluation/oracle.h"

#include "core/evaluation/baselines.h"
#include "core/evaluation/outcomes.h"

#include <algorithm>
#include <cmath>

namespace skipscope::evaluation {

namespace {

double chanceOf(const listening::PlayChances& chances, Feedback kind) {
  switch (kind) {
  case Feedback::Like:
    return chances.like;
  case Feedback::Dislike:
    return chances.dislike;
  case Feedback::Skip:
    return chances.skip;
  case Feedback::Listen:
    break;
  }
  return 1 - chances.like - chances.dislike - chances.skip;
}

/// Finite where a chance is 0, as for those who never vote.
double safeLog(double chance) {
  return std::log(std::max(chance, 1e-307));
}

/// Accuracy of a scorer on the test pairs that count; nothing where there is none.
std::optional<double> accuracyOf(const Dataset& dataset, const SplitPlan& plan,
                                 const experiment::Configuration& configuration, const Scorer& scorer) {
  const auto outcomes = judge(dataset, plan, plan.test, plan.kinds, configuration.inputs, scorer, false);
  const Metrics metrics = validationMetrics(outcomes, configuration.minimumHistory);
  const auto accuracy = metrics.find("accuracy");
  return accuracy == metrics.end() ? std::nullopt : std::optional(accuracy->second);
}

} // namespace

OracleScorer::OracleScorer(const Dataset& dataset, const SplitPlan& plan, const listening::RadioTruth& truth)
    : m_dataset(dataset), m_plan(plan), m_truth(truth) {}

listening::RadioMoment OracleScorer::momentOf(const Query& query) const {
  return {m_truth, m_dataset, query.listener, query.moment, query.station};
}

float OracleScorer::oddsOf(const listening::RadioMoment& moment, std::size_t row) const {
  const auto chances = moment.chances(m_plan.catalogue[row]);
  return static_cast<float>(safeLog(chanceOf(chances, m_plan.kinds.positive)) -
                            safeLog(chanceOf(chances, m_plan.kinds.negative)));
}

void OracleScorer::score(std::span<const Query> queries,
                         const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  std::vector<float> scores(m_plan.catalogue.size());
  for (std::size_t query = 0; query < queries.size(); ++query) {
    const auto moment = momentOf(queries[query]);
    for (std::size_t row = 0; row < scores.size(); ++row)
      scores[row] = oddsOf(moment, row);
    receive(query, scores);
  }
}

std::vector<float> OracleScorer::scoreRows(std::span<const Query> queries,
                                           std::span<const std::int64_t> rows) const {
  std::vector<float> scores;
  scores.reserve(rows.size());
  const std::size_t each = queries.empty() ? 0 : rows.size() / queries.size();
  for (std::size_t query = 0; query < queries.size(); ++query) {
    const auto moment = momentOf(queries[query]);
    for (const std::int64_t row : rows.subspan(query * each, each))
      scores.push_back(oddsOf(moment, static_cast<std::size_t>(row)));
  }
  return scores;
}

Metrics oracleMetrics(const Dataset& dataset, const SplitPlan& plan, const listening::RadioTruth& truth,
                      const experiment::Configuration& configuration, const Metrics& test) {
  Metrics metrics;
  const auto oracle = accuracyOf(dataset, plan, configuration, OracleScorer(dataset, plan, truth));
  const auto accuracy = test.find("accuracy");
  if (!oracle || accuracy == test.end())
    return metrics;
  metrics["oracle_accuracy"] = *oracle;
  const auto putShare = [&](const char* name, double from) {
    if (*oracle > from)
      metrics[name] = (accuracy->second - from) / (*oracle - from);
  };
  putShare("share_of_oracle", 0.5);
  const LikeRateScorer likeRate(countTraining(dataset, plan, configuration.positiveTargets));
  if (const auto known = accuracyOf(dataset, plan, configuration, likeRate))
    putShare("share_of_oracle_over_like_rate", *known);
  return metrics;
}

} // namespace skipscope::evaluation
