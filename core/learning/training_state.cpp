#include "core/learning/training_state.h"

#include "core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace skipscope::learning {

using nlohmann::json;

namespace {

json toJson(const FalseNegatives& counts) {
  return {counts.drawn,        counts.drawnLiked, counts.targets,
          counts.targetsLiked, counts.entered,    counts.enteredLiked};
}

FalseNegatives countsFrom(const json& counts) {
  return {counts.at(0), counts.at(1), counts.at(2), counts.at(3), counts.at(4), counts.at(5)};
}

} // namespace

std::string toText(const TrainingState& state) {
  json validations = json::array();
  for (const auto& point : state.validations)
    validations.push_back({point.step, point.targets, point.epochs, point.accuracy, point.error});
  json values{{"step", state.step},
              {"targets", state.targets},
              {"best_step", state.bestStep},
              {"best_value", state.bestValue},
              {"without_gain", state.withoutGain},
              {"seconds", state.seconds},
              {"loss_sum", state.lossSum},
              {"loss_steps", state.lossSteps},
              {"last_mean_loss", state.lastMeanLoss},
              {"false_negatives", toJson(state.falseNegatives)},
              {"validations", validations}};
  if (state.trueFalseNegatives)
    values["true_false_negatives"] = toJson(*state.trueFalseNegatives);
  return values.dump();
}

TrainingState trainingStateFromText(const std::string& text) {
  try {
    const json values = json::parse(text);
    TrainingState state;
    values.at("step").get_to(state.step);
    values.at("targets").get_to(state.targets);
    values.at("best_step").get_to(state.bestStep);
    values.at("best_value").get_to(state.bestValue);
    values.at("without_gain").get_to(state.withoutGain);
    values.at("seconds").get_to(state.seconds);
    values.at("loss_sum").get_to(state.lossSum);
    values.at("loss_steps").get_to(state.lossSteps);
    state.lastMeanLoss = values.value("last_mean_loss", 0.0); // not in checkpoints of program 0.1.0
    state.falseNegatives = countsFrom(values.at("false_negatives"));
    if (values.contains("true_false_negatives"))
      state.trueFalseNegatives = countsFrom(values.at("true_false_negatives"));
    for (const json& point : values.at("validations"))
      state.validations.push_back({point.at(0), point.at(1), point.at(2), point.at(3), point.at(4)});
    return state;
  } catch (const json::exception&) {
    throw core::Error("The checkpoint holds no training state: retry the run from scratch.");
  }
}

/// Shares of false negatives, their names ending in `mark`.
static void addShares(evaluation::Metrics& metrics, const std::string& mark, const FalseNegatives& counts) {
  const auto add = [&](const char* name, std::int64_t part, std::int64_t whole) {
    if (whole > 0)
      metrics[name + mark] = static_cast<double>(part) / static_cast<double>(whole);
  };
  add("false_negative_drawn", counts.drawnLiked, counts.drawn);
  add("false_negative_targets", counts.targetsLiked, counts.targets);
  add("false_negative_loss", counts.enteredLiked, counts.entered);
}

evaluation::Metrics costMetrics(const TrainingState& state) {
  evaluation::Metrics metrics;
  const auto best = std::max_element(state.validations.begin(), state.validations.end(),
                                     [](const auto& a, const auto& b) { return a.accuracy < b.accuracy; });
  if (best != state.validations.end()) {
    const auto first =
        std::find_if(state.validations.begin(), state.validations.end(),
                     [&](const auto& point) { return point.accuracy >= best->accuracy - best->error; });
    metrics["training_cost_steps"] = static_cast<double>(first->step);
    metrics["training_cost_targets"] = static_cast<double>(first->targets);
    metrics["training_cost_epochs"] = first->epochs;
  }
  addShares(metrics, "", state.falseNegatives);
  if (state.trueFalseNegatives)
    addShares(metrics, "_truth", *state.trueFalseNegatives);
  return metrics;
}

} // namespace skipscope::learning
