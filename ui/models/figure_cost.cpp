#include "ui/models/figure_cost.h"

#include "core/evaluation/welch.h"
#include "core/store/training_cost.h"

#include <algorithm>
#include <cmath>

namespace skipscope::ui {

namespace {

constexpr double kLeast = 1e-3; ///< a cost has a logarithm

/// The finished seeds of a configuration that have a best accuracy.
struct Trained {
  const ConfigurationGroup* group = nullptr;
  std::vector<const RunRecord*> runs;
  std::vector<store::BestAccuracy> best; ///< by run
};

std::vector<Trained> trainedOf(const std::vector<ConfigurationGroup>& groups) {
  std::vector<Trained> all;
  for (const ConfigurationGroup& group : groups) {
    Trained trained;
    trained.group = &group;
    for (const RunRecord* record : group.finished)
      if (const auto best = store::bestAccuracy(record->validations); best && !group.baseline) {
        trained.runs.push_back(record);
        trained.best.push_back(*best);
      }
    if (!trained.runs.empty())
      all.push_back(std::move(trained));
  }
  return all;
}

const Trained& referenceOf(const std::vector<Trained>& all) {
  const auto found = std::find_if(all.begin(), all.end(), [](const Trained& trained) {
    return isReference(trained.runs.front()->run.configuration);
  });
  return found == all.end() ? all.front() : *found;
}

std::vector<double> logs(const Cost& cost) {
  std::vector<double> all;
  for (const double seed : cost.seeds)
    all.push_back(std::log(seed));
  return all;
}

/// `targets` by run: the accuracy that each has to come to.
Cost costOf(const Trained& trained, const std::vector<double>& targets, CurveAxis axis) {
  Cost cost;
  for (std::size_t i = 0; i < trained.runs.size(); ++i) {
    const auto reached = store::firstWith(targets[i], trained.runs[i]->validations);
    cost.censored += reached->reached ? 0 : 1; // it has a best, so it has validations
    cost.seeds.push_back(std::max(kLeast, positionOn(axis, *trained.runs[i], reached->at)));
  }
  const evaluation::Summary summary = evaluation::summarise(logs(cost));
  cost.mean = std::exp(summary.mean);
  cost.low = std::exp(summary.low);
  cost.high = std::exp(summary.high);
  return cost;
}

CostRatio ratioOf(const Cost& cost, const Cost& reference) {
  const evaluation::Comparison ofLogs = evaluation::welch(logs(reference), logs(cost));
  CostRatio ratio;
  ratio.atLeast = cost.censored > 0;
  ratio.atMost = reference.censored > 0;
  ratio.value = ratio.low = ratio.high = std::exp(ofLogs.difference);
  if (ofLogs.error > 0) {
    ratio.low = std::exp(ofLogs.low);
    ratio.high = std::exp(ofLogs.high);
  }
  return ratio;
}

} // namespace

TrainingCosts trainingCosts(const ExperimentRecords& records, CurveAxis axis) {
  TrainingCosts costs;
  const auto groups = groupByConfiguration(records);
  const std::vector<Trained> all = trainedOf(groups);
  if (all.empty())
    return costs;
  const Trained& reference = referenceOf(all);
  costs.reference = reference.group->label;
  for (const store::BestAccuracy& best : reference.best)
    costs.target += best.target() / static_cast<double>(reference.best.size());
  std::size_t referenceRow = 0;
  for (const Trained& trained : all) {
    std::vector<double> own;
    for (const store::BestAccuracy& best : trained.best)
      own.push_back(best.target());
    CostRow row{trained.group->label, trained.group->colour, &trained == &reference, {}, {}, {}, {}, {}};
    row.own = costOf(trained, own, axis);
    row.same = costOf(trained, std::vector<double>(own.size(), costs.target), axis);
    for (const RunRecord* record : trained.runs)
      row.runs.push_back(QString::fromStdString(record->run.id));
    if (row.reference)
      referenceRow = costs.rows.size();
    costs.rows.push_back(std::move(row));
  }
  for (CostRow& row : costs.rows)
    if (!row.reference) {
      row.ownRatio = ratioOf(row.own, costs.rows[referenceRow].own);
      row.sameRatio = ratioOf(row.same, costs.rows[referenceRow].same);
    }
  return costs;
}

} // namespace skipscope::ui
