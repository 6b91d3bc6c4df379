#include "core/learning/trainer.h"

#include "core/error.h"
#include "core/evaluation/baselines.h"
#include "core/evaluation/feedback_cosines.h"
#include "core/evaluation/oracle.h"
#include "core/learning/false_negatives.h"
#include "core/learning/initial_weights.h"
#include "core/learning/scorer.h"
#include "core/learning/training_state.h"
#include "core/learning/type_swap.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace skipscope::learning {

namespace {

using evaluation::Dataset;
using evaluation::SplitPlan;
using experiment::Configuration;
using experiment::ModelKind;
using experiment::NegativeStrategy;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kStepsWithoutValidation = 1000;
constexpr std::int64_t kMostEpochs = 10;
/// Full-catalogue ranks are followed during training while they are cheap beside the steps between.
constexpr std::size_t kMostRankedScores = 20'000'000;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

evaluation::Metrics validationOf(const Dataset& dataset, const SplitPlan& plan,
                                 const Configuration& configuration, const evaluation::Scorer& scorer,
                                 bool ranks, const std::stop_token& stop) {
  const auto outcomes = evaluation::judge(dataset, plan, plan.validation, plan.kinds, configuration.inputs,
                                          scorer, ranks, false, stop);
  return evaluation::validationMetrics(outcomes, configuration.minimumHistory);
}

/// Test metrics with the counts of the split behind them, and beside the truth where it is known.
evaluation::Metrics testOf(const Dataset& dataset, const SplitPlan& plan, const Configuration& configuration,
                           const evaluation::Outcomes& outcomes, const listening::RadioTruth* truth) {
  evaluation::Metrics metrics = evaluation::testMetrics(outcomes, configuration.minimumHistory);
  metrics.merge(evaluation::pairMetrics(plan, dataset.listeners()));
  if (truth != nullptr)
    metrics.merge(evaluation::oracleMetrics(dataset, plan, *truth, configuration, metrics));
  return metrics;
}

/// Sentences about a run as one message.
std::string joined(const std::vector<std::string>& sentences) {
  return fmt::format("{}", fmt::join(sentences, " "));
}

/// Whether validation says anything: at least one pair whose listener meets the minimum history.
bool canValidate(const Dataset& dataset, const SplitPlan& plan, const Configuration& configuration) {
  const auto counts = evaluation::eventsBefore(dataset, plan.validation, {plan.kinds.positive});
  return std::any_of(counts.begin(), counts.end(), [&](std::uint32_t count) {
    return count >= static_cast<std::uint32_t>(configuration.minimumHistory);
  });
}

void putArrays(Arrays arrays, const std::string& prefix, Checkpoint& checkpoint) {
  for (auto& [name, array] : arrays)
    checkpoint.arrays[prefix + name] = std::move(array);
}

Arrays takeArrays(const Checkpoint& checkpoint, const std::string& prefix) {
  Arrays arrays;
  for (const auto& [name, array] : checkpoint.arrays)
    if (name.starts_with(prefix))
      arrays[name.substr(prefix.size())] = array;
  return arrays;
}

/// One run of the encoder, from its first or a later step to its test metrics.
class Training {
public:
  Training(const Dataset& dataset, const SplitPlan& plan, const Configuration& configuration,
           std::uint64_t seed, const TrainingHooks& hooks, std::stop_token stop,
           const listening::RadioTruth* truth)
      : m_dataset(dataset), m_plan(plan), m_configuration(configuration), m_seed(seed), m_hooks(hooks),
        m_stop(std::move(stop)), m_set(cutWindows(dataset, plan, configuration)),
        m_sampler(dataset, plan, configuration.positiveTargets, configuration.negativePopularity),
        m_lastLikes(dataset, plan, configuration.positiveTargets), m_truth(truth),
        m_maker(m_set, m_sampler, configuration, seed),
        m_team(std::make_shared<ThreadTeam>(configuration.threads)),
        m_network(makeNetwork(encoderShape(configuration, plan.catalogue.size()), configuration.device,
                              initialWeights(encoderShape(configuration, plan.catalogue.size()), seed),
                              m_team)),
        m_scorer(dataset, plan, hearingOf(dataset, plan, configuration), m_network),
        m_validates(canValidate(dataset, plan, configuration)),
        m_stepsPerEpoch(stepsPerEpoch(m_set, configuration)),
        m_objective(objectiveOf(configuration, m_set, plan.catalogue.size())) {
    const std::int64_t automatic = m_validates
                                       ? std::max(experiment::kUsualMostSteps, kMostEpochs * m_stepsPerEpoch)
                                       : kStepsWithoutValidation;
    m_maxSteps = trains() ? configuration.maxSteps.value_or(automatic) : 0;
    if (truth != nullptr) {
      m_trueLikes.emplace(dataset, plan, *truth);
      m_state.trueFalseNegatives.emplace();
    }
  }

  void resume(const Checkpoint& checkpoint) {
    const auto identity = checkpoint.texts.find("identity");
    const auto state = checkpoint.texts.find("state");
    if (identity == checkpoint.texts.end() || identity->second != this->identity() ||
        state == checkpoint.texts.end())
      throw core::Error("The checkpoint belongs to another run: retry the run from scratch.");
    m_state = trainingStateFromText(state->second);
    if (!m_trueLikes) // the truth is gone
      m_state.trueFalseNegatives.reset();
    // Stopped between its last step and its end in the database: only the evaluation is left.
    m_ended = checkpoint.texts.contains("ended");
    if (m_ended) {
      m_best = checkpoint.arrays;
      return;
    }
    m_network->setWeights(takeArrays(checkpoint, "weights/"));
    m_network->setOptimiserState({takeArrays(checkpoint, "first/"), takeArrays(checkpoint, "second/"),
                                  takeArrays(checkpoint, "steps/")});
    m_best = takeArrays(checkpoint, "best/");
  }

  /// Throws core::Stopped once the state has gone to a checkpoint.
  TrainingResult run() {
    try {
      while (!done()) {
        if (m_stop.stop_requested())
          throw core::Stopped();
        if (validationDue())
          validate();
        else
          step();
        if (m_hooks.progress)
          m_hooks.progress(progress());
        if (m_hooks.wantsCheckpoint && m_hooks.wantsCheckpoint())
          sendCheckpoint();
      }
      return finish();
    } catch (const core::Stopped&) {
      sendCheckpoint();
      throw;
    }
  }

private:
  /// Or is it evaluated as it was initialised?
  bool trains() const { return m_configuration.model == ModelKind::Sasrec; }

  /// After every validateEvery steps; where these are more than the run has, at its end. A checkpoint between
  /// a step and its validation goes on with the validation.
  bool validationDue() const {
    if (!m_validates || (m_state.step == 0 && trains()))
      return false;
    const bool turn = m_state.step % m_configuration.validateEvery == 0;
    return m_state.validations.empty() ? turn || m_state.step >= m_maxSteps
                                       : turn && m_state.validations.back().step != m_state.step;
  }

  bool done() const {
    return m_ended || (!validationDue() && (m_state.step >= m_maxSteps ||
                                            (m_validates && m_state.withoutGain >= m_configuration.patience &&
                                             m_state.step >= m_configuration.minSteps)));
  }

  void step() {
    const auto start = Clock::now();
    const std::int64_t epoch = m_state.step / m_stepsPerEpoch;
    if (epoch != m_plannedEpoch) {
      m_epochPlan = planEpoch(m_set, m_stepsPerEpoch, m_seed, epoch);
      m_plannedEpoch = epoch;
    }
    const auto& windows = m_epochPlan[static_cast<std::size_t>(m_state.step % m_stepsPerEpoch)];
    ++m_state.step;
    if (const Batch batch = m_maker.make(windows, epoch, *m_team); !batch.songs.empty()) {
      const BatchLoss loss = m_network->step(batch, m_objective, m_state.step);
      if (!std::isfinite(loss.loss))
        throw core::Error(fmt::format("The training loss stopped being a number at step {}: lower "
                                      "training.learning_rate (now {}) and launch again.",
                                      m_state.step, m_configuration.learningRate));
      countFalseNegatives(batch, loss.chosen, m_lastLikes, *m_team, m_state.falseNegatives);
      if (m_state.trueFalseNegatives)
        countFalseNegatives(batch, loss.chosen, *m_trueLikes, *m_team, *m_state.trueFalseNegatives);
      m_state.seconds += secondsSince(start);
      m_state.targets += static_cast<std::int64_t>(batch.songs.size());
      m_state.lossSum += loss.loss;
      ++m_state.lossSteps;
    }
  }

  void validate() {
    const bool selectsByRank = m_configuration.selection == experiment::Selection::Ndcg;
    const bool ranks =
        selectsByRank || m_plan.validation.size() * m_plan.catalogue.size() <= kMostRankedScores;
    evaluation::Metrics metrics = validationOf(m_dataset, m_plan, m_configuration, m_scorer, ranks, m_stop);
    metrics["training_loss"] = m_state.meanLoss();
    const double accuracy = metrics.at("accuracy");
    const auto error = metrics.find("accuracy_se");
    m_state.validations.push_back(
        {m_state.step, m_state.targets, epochs(), accuracy, error == metrics.end() ? 0 : error->second});
    ++m_state.withoutGain;
    const double value = selectsByRank ? metrics.at("ndcg@10") : accuracy;
    if (value > m_state.bestValue) { // the earliest on ties
      m_state.bestValue = value;
      m_state.bestStep = m_state.step;
      m_state.withoutGain = 0;
      m_best = m_network->weights();
    }
    if (m_hooks.validated)
      m_hooks.validated({m_state.step, epochs(), m_state.targets, m_state.seconds, 0, metrics});
    m_state.lastMeanLoss = m_state.meanLoss();
    m_state.lossSum = 0;
    m_state.lossSteps = 0;
  }

  TrainingResult finish() {
    TrainingResult result;
    if (m_state.bestStep == 0) { // no validation: the last weights
      m_state.bestStep = m_state.step;
      m_best = m_network->weights();
    }
    std::vector<std::string> notes = m_plan.notes;
    if (!m_validates && trains())
      notes.push_back(
          fmt::format("No validation pair with {} events before it: trained {} steps without early "
                      "stopping and kept the last weights.",
                      m_configuration.minimumHistory, m_state.step));
    result.message = joined(notes);
    m_network->setWeights(m_best);
    result.progress = progress();
    result.bestStep = m_state.bestStep;
    result.outcomes = evaluation::testOutcomes(m_dataset, m_plan, m_configuration.inputs, m_scorer, m_stop);
    result.test = testOf(m_dataset, m_plan, m_configuration, result.outcomes, m_truth);
    result.test.merge(costMetrics(m_state));
    if (m_configuration.feedbackEmbedding && !m_configuration.feedbackShuffled)
      result.test.merge(typeSwaps(m_dataset, m_plan, m_configuration, m_scorer));
    if (const auto feedback = m_best.find("feedback"); feedback != m_best.end())
      result.test.merge(evaluation::cosineMetrics(
          evaluation::feedbackCosines(feedback->second.values, m_configuration.inputs)));
    result.best.arrays = std::move(m_best);
    result.best.texts = {{"identity", identity()},
                         {"state", toText(m_state)},
                         {"ended", "yes"},
                         {"configuration", experiment::toJson(m_configuration)},
                         {"seed", std::to_string(m_seed)}};
    return result;
  }

  double epochs() const { return static_cast<double>(m_state.step) / static_cast<double>(m_stepsPerEpoch); }

  store::Progress progress() const {
    return {m_state.step, m_maxSteps, epochs(), m_state.targets, m_state.seconds, m_state.meanLoss()};
  }

  std::string identity() const {
    return fmt::format("{}/{}/{}", experiment::configurationHash(m_configuration), m_seed,
                       m_plan.catalogue.size());
  }

  void sendCheckpoint() {
    if (!m_hooks.checkpoint || m_ended) // resumed at its end, the checkpoint it came from is all there is
      return;
    Checkpoint checkpoint;
    checkpoint.texts = {{"identity", identity()}, {"state", toText(m_state)}};
    putArrays(m_network->weights(), "weights/", checkpoint);
    OptimiserState state = m_network->optimiserState();
    putArrays(std::move(state.first), "first/", checkpoint);
    putArrays(std::move(state.second), "second/", checkpoint);
    putArrays(std::move(state.steps), "steps/", checkpoint);
    putArrays(m_best, "best/", checkpoint);
    m_hooks.checkpoint(checkpoint, progress());
  }

  const Dataset& m_dataset;
  const SplitPlan& m_plan;
  const Configuration& m_configuration;
  std::uint64_t m_seed;
  const TrainingHooks& m_hooks;
  std::stop_token m_stop;
  TrainingSet m_set;
  NegativeSampler m_sampler;
  LastLikes m_lastLikes;
  const listening::RadioTruth* m_truth; ///< nullptr: not known
  std::optional<TrueLikes> m_trueLikes;
  BatchMaker m_maker;
  std::shared_ptr<ThreadTeam> m_team;
  std::shared_ptr<Network> m_network;
  EncoderScorer m_scorer;
  bool m_validates;
  std::int64_t m_stepsPerEpoch;
  std::int64_t m_maxSteps = 0;
  Objective m_objective;
  std::int64_t m_plannedEpoch = -1;
  std::vector<std::vector<std::uint32_t>> m_epochPlan;
  TrainingState m_state;
  bool m_ended = false;
  Arrays m_best; ///< weights of the best validation so far
};

/// Counts of songs: nothing to train, the same evaluation.
TrainingResult evaluateBaseline(const Dataset& dataset, const SplitPlan& plan,
                                const Configuration& configuration, const TrainingHooks& hooks,
                                const std::stop_token& stop, const listening::RadioTruth* truth) {
  const auto scorer = makeScorer(dataset, plan, configuration, nullptr);
  if (canValidate(dataset, plan, configuration) && hooks.validated)
    hooks.validated({0, 0, 0, 0, 0, validationOf(dataset, plan, configuration, *scorer, true, stop)});
  TrainingResult result;
  result.outcomes = evaluation::testOutcomes(dataset, plan, configuration.inputs, *scorer, stop);
  result.test = testOf(dataset, plan, configuration, result.outcomes, truth);
  result.message = joined(plan.notes);
  return result;
}

} // namespace

std::optional<TrainingResult> train(const listening::Dataset& dataset, const evaluation::SplitPlan& plan,
                                    const experiment::Configuration& configuration, std::uint64_t seed,
                                    const std::optional<Checkpoint>& from, const TrainingHooks& hooks,
                                    std::stop_token stop, const listening::RadioTruth* truth) {
  try {
    if (!experiment::isEncoder(configuration.model))
      return evaluateBaseline(dataset, plan, configuration, hooks, stop, truth);
    Training training(dataset, plan, configuration, seed, hooks, std::move(stop), truth);
    if (from)
      training.resume(*from);
    return training.run();
  } catch (const core::Stopped&) {
    return std::nullopt;
  }
}

} // namespace skipscope::learning
