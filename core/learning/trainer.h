#pragma once

#include "core/evaluation/metrics.h"
#include "core/evaluation/split.h"
#include "core/experiment/configuration.h"
#include "core/learning/checkpoint.h"
#include "core/listening/radio_truth.h"
#include "core/store/run.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace skipscope::learning {

/// What training tells the outside, on the training thread.
struct TrainingHooks {
  std::function<void(const store::Progress&)> progress; ///< after every step; the receiver thins out
  std::function<void(const store::Validation&)> validated;
  /// Called after every step: true asks for a checkpoint now (the worker decides by the clock).
  std::function<bool()> wantsCheckpoint;
  std::function<void(const Checkpoint&, const store::Progress&)> checkpoint;
};

/// The end of a run that was not stopped.
struct TrainingResult {
  store::Progress progress;
  std::int64_t bestStep = 0;
  evaluation::Outcomes outcomes; ///< test, once, with the best weights
  evaluation::Metrics test;      ///< evaluation::testMetrics and pairMetrics, training_cost_steps, …
  Checkpoint best;               ///< weights only
  std::string message;           ///< notes of the split, "No validation pair …: trained 1000 steps …"
};

/// Trains and evaluates one run, from scratch or from a checkpoint of the same run. Numbers depend on
/// dataset, configuration, seed and path only: never on threads, interruptions or what else runs. On stop: a
/// last checkpoint goes to the hook and nothing is returned. With the truth behind a simulated log the test
/// also tells the oracle's figures and false negatives by the truth; training never reads it. Throws
/// core::Error where the run cannot be trained (no positive target, a loss that is not a number …).
std::optional<TrainingResult> train(const listening::Dataset& dataset, const evaluation::SplitPlan& plan,
                                    const experiment::Configuration& configuration, std::uint64_t seed,
                                    const std::optional<Checkpoint>& from, const TrainingHooks& hooks,
                                    std::stop_token stop, const listening::RadioTruth* truth = nullptr);

class Network;

/// The encoder of a run with the weights of its `best` checkpoint. Throws core::Error where they do not fit.
std::shared_ptr<const Network> trainedNetwork(const experiment::Configuration& configuration,
                                              const evaluation::SplitPlan& plan, const Checkpoint& weights);

/// A trained model that answers queries; models without weights need no network. Throws core::Error where the
/// model needs a network and has none.
std::unique_ptr<evaluation::Scorer> makeScorer(const listening::Dataset& dataset,
                                               const evaluation::SplitPlan& plan,
                                               const experiment::Configuration& configuration,
                                               std::shared_ptr<const Network> network);

} // namespace skipscope::learning
