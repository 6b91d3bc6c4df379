// Times of the learning core alone, for ./dev bench: one training run of one epoch and the evaluation of its
// test on a dataset of a workspace, and what the processor can do at best in products as small as those of a
// history.
//
// usage: learning_bench WORKSPACE [KEY=VALUE]…      prints one JSON object

#include "core/error.h"
#include "core/evaluation/outcomes.h"
#include "core/learning/fast/buffer.h"
#include "core/learning/fast/matrix_product.h"
#include "core/learning/thread_team.h"
#include "core/learning/trainer.h"
#include "core/learning/windows.h"
#include "core/store/workspace.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <vector>

namespace {

using namespace skipscope;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Floating-point operations a second of all threads in products [200, 64] · [64, 64], the best of some
/// tries.
double peak(int threads) {
  namespace fast = learning::fast;
  constexpr std::size_t kRows = 200;
  constexpr std::size_t kWidth = 64;
  constexpr int kProducts = 400;
  learning::ThreadTeam team(threads);
  double best = 0;
  for (int turn = 0; turn < 30; ++turn) {
    const auto start = Clock::now();
    team.run(static_cast<std::size_t>(threads), [&](std::size_t, std::size_t) {
      fast::Buffer a(kRows * kWidth);
      fast::Buffer b(kWidth * kWidth);
      fast::Buffer c(kRows * kWidth);
      for (int i = 0; i < kProducts; ++i)
        fast::multiply({.a = a.data(),
                        .aRow = kWidth,
                        .b = b.data(),
                        .bRow = kWidth,
                        .c = c.data(),
                        .cRow = kWidth,
                        .rows = kRows,
                        .depth = kWidth,
                        .columns = kWidth});
    });
    best = std::max(best, 2.0 * kRows * kWidth * kWidth * kProducts * threads / secondsSince(start));
  }
  return best;
}

/// Operations that an epoch needs, multiplications and additions: matrices and causal attention forward and
/// twice that backward, the scores of targets and of N songs drawn for each. Nothing padded, nothing beyond a
/// diagonal.
double operations(const learning::TrainingSet& set, const experiment::Configuration& configuration) {
  const double d = configuration.dimension;
  double once = 0;
  for (const auto& window : set.windows) {
    const double inputs = window.inputs;
    once += configuration.blocks * (6 * d * d * inputs + d * inputs * (inputs + 1));
    once += d * window.positives * (1 + configuration.negativeCount);
  }
  return 2 * 3 * once;
}

int bench(const std::vector<std::string>& words) {
  experiment::Configuration configuration;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos)
      throw core::UsageError("Settings are KEY=VALUE, not '" + words[i] + "'.");
    experiment::setField(configuration, words[i].substr(0, equals), words[i].substr(equals + 1));
  }
  configuration = experiment::canonical(configuration);
  const auto workspace = store::Workspace::open(words.at(0), store::Access::ReadOnly);
  const std::string fingerprint = workspace.datasets().at(0).summary.fingerprint;
  const auto dataset = workspace.loadDataset(fingerprint);
  const auto truth = workspace.loadTruth(fingerprint, dataset);
  const auto plan = evaluation::makeSplit(dataset, configuration);
  const auto set = learning::cutWindows(dataset, plan, configuration);
  const std::int64_t steps = learning::stepsPerEpoch(set, configuration);

  const double before = peak(configuration.threads);
  configuration.maxSteps = steps;
  configuration.minSteps = steps;
  configuration.validateEvery = steps;
  const auto trained =
      learning::train(dataset, plan, configuration, 1, std::nullopt, {}, {}, truth ? &*truth : nullptr);
  const double after = peak(configuration.threads);
  const auto scorer = learning::makeScorer(dataset, plan, configuration,
                                           learning::trainedNetwork(configuration, plan, trained->best));
  const auto start = Clock::now();
  const auto outcomes = evaluation::testOutcomes(dataset, plan, configuration.inputs, *scorer);
  const auto metrics = evaluation::testMetrics(outcomes, configuration.minimumHistory);
  std::printf("{\"epoch_seconds\": %.6f, \"evaluation_seconds\": %.6f, \"operations\": %.0f, \"peak\": %.0f, "
              "\"pairs\": %zu, \"accuracy\": %.6f}\n",
              trained->progress.trainSeconds, secondsSince(start), operations(set, configuration),
              std::max(before, after), outcomes.pairs.size(), metrics.at("accuracy"));
  return 0;
}

} // namespace

int main(int count, char** words) {
  try {
    if (count < 2)
      throw core::UsageError("usage: learning_bench WORKSPACE [KEY=VALUE]…");
    return bench({words + 1, words + count});
  } catch (const std::exception& fault) {
    std::cerr << fault.what() << '\n';
    return 1;
  }
}
