#include "core/learning/initial_weights.h"
#include "core/learning/scorer.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>

#include <cmath>

namespace skipscope::learning {

namespace {

using experiment::NegativeStrategy;

constexpr experiment::FeedbackSet kInputs{Feedback::Like, Feedback::Dislike};

/// A small log with everything that a step needs.
struct Workbench {
  Workbench(experiment::Device device, experiment::Configuration asked, std::uint32_t listeners = 8,
            std::uint32_t songs = 40)
      : configuration(std::move(asked)), dataset(tasteLog(listeners, songs, 20)), plan(trainOnAll(dataset)),
        set(cutWindows(dataset, plan, configuration)), sampler(dataset, plan, {Feedback::Like}, 0),
        maker(set, sampler, configuration, 1), team(std::make_shared<ThreadTeam>(2)),
        network(makeNetwork(encoderShape(configuration, plan.catalogue.size()), device,
                            initialWeights(encoderShape(configuration, plan.catalogue.size()), 1), team)),
        objective(objectiveOf(configuration, set, plan.catalogue.size())) {
    Arrays weights = network->weights();
    for (const char* name : {"songs", "feedback", "positions", "start"})
      for (float& value : weights[name].values)
        value *= 20;
    network->setWeights(weights);
  }

  Batch whole(std::int64_t epoch = 0) const { return wholeBatch(set, maker, epoch, *team); }

  BatchLoss loss(const Batch& batch) const {
    Arrays gradients;
    return network->gradients(batch, objective, gradients);
  }

  /// Scores of the catalogue in the context of each target.
  std::vector<std::vector<float>> scoresAt(const std::vector<const Target*>& targets) const {
    std::vector<evaluation::Query> queries;
    for (const Target* target : targets)
      queries.push_back({target->listener, target->time, 0});
    std::vector<std::vector<float>> all(queries.size());
    EncoderScorer(dataset, plan, Hearing(configuration.inputs), network)
        .score(queries, [&](std::size_t i, std::span<const float> scores) {
          all[i].assign(scores.begin(), scores.end());
        });
    return all;
  }

  experiment::Configuration configuration;
  Dataset dataset;
  evaluation::SplitPlan plan;
  TrainingSet set;
  NegativeSampler sampler;
  BatchMaker maker;
  std::shared_ptr<ThreadTeam> team;
  std::shared_ptr<Network> network;
  Objective objective;
};

experiment::Configuration with(NegativeStrategy strategy, int count) {
  auto configuration = smallConfiguration();
  configuration.inputs = kInputs;
  configuration.maxLength = 30; // no history is cut, so that scoring sees the same contexts
  configuration.strategy = strategy;
  configuration.negativeCount = count;
  configuration.realWeight = 0.7;
  return configuration;
}

double softplus(double x) {
  return std::log1p(std::exp(x));
}

/// What one positive target adds: the losses of method.md section 4.
double lossOfTarget(const experiment::Configuration& configuration, double positive,
                    const std::vector<double>& drawn, std::size_t catalogue) {
  const auto n = static_cast<double>(drawn.size());
  double pairs = 0, powers = std::exp(positive), each = 0;
  for (const double score : drawn) {
    pairs += softplus(score - positive) / n;
    powers += std::exp(score);
    each += softplus(score);
  }
  switch (configuration.loss) {
  case experiment::Loss::Bpr:
    return pairs;
  case experiment::Loss::Softmax:
    return std::log(powers) - positive;
  case experiment::Loss::Gbce: { // β softplus(-s⁺) + Σ softplus(s⁻), divided by β
    const double alpha = n / static_cast<double>(catalogue - 1), t = configuration.gbceCalibration;
    return softplus(-positive) + each / (alpha * (t * (1 - 1 / alpha) + 1 / alpha));
  }
  case experiment::Loss::Bce:
    break;
  }
  return softplus(-positive) + (drawn.empty() ? 0 : each / n);
}

/// The table of method.md section 4, worked from catalogue scores in double precision.
double lossByHand(const Workbench& bench, const Batch& batch) {
  const auto scores = bench.scoresAt(batch.targets);
  const auto n = static_cast<std::size_t>(batch.negatives);
  double sum = 0;
  for (std::size_t i = 0; i < batch.targets.size(); ++i) {
    const auto scoreOf = [&](std::int64_t song) {
      return static_cast<double>(scores[i][static_cast<std::size_t>(song)]);
    };
    const double positive = scoreOf(batch.songs[i]);
    std::vector<double> drawn;
    for (std::size_t j = 0; j < n; ++j)
      drawn.push_back(scoreOf(batch.drawn[i * n + j]));
    if (bench.objective.hardest)
      drawn = {*std::ranges::max_element(drawn)};
    sum += lossOfTarget(bench.configuration, positive, drawn, bench.plan.catalogue.size());
  }
  const auto negativeScores = bench.scoresAt(batch.negativeTargets);
  for (std::size_t i = 0; i < batch.negativeTargets.size(); ++i)
    sum += bench.objective.realWeight *
           softplus(negativeScores[i][static_cast<std::size_t>(batch.negativeSongs[i])]);
  return sum / static_cast<double>(batch.targets.size());
}

/// Both paths of the processor.
const auto kPaths = ::testing::Values(experiment::Device::Cpu, experiment::Device::CpuPlain);

class Losses : public ::testing::TestWithParam<experiment::Device> {};
INSTANTIATE_TEST_SUITE_P(Paths, Losses, kPaths);

struct Case {
  NegativeStrategy strategy;
  int count;
  experiment::Loss loss = experiment::Loss::Bce;
};
void PrintTo(const Case& asked, std::ostream* out) {
  experiment::Configuration configuration;
  configuration.strategy = asked.strategy;
  configuration.loss = asked.loss;
  *out << experiment::fieldText(configuration, "negatives.strategy") << ' ' << asked.count << ' '
       << experiment::fieldText(configuration, "loss");
}

class EveryStrategy : public ::testing::TestWithParam<std::tuple<experiment::Device, Case>> {
protected:
  experiment::Device device() const { return std::get<0>(GetParam()); }
  experiment::Configuration configuration() const {
    const Case& asked = std::get<1>(GetParam());
    auto made = with(asked.strategy, asked.count);
    made.loss = asked.loss;
    return made;
  }
};

TEST_P(EveryStrategy, HasTheLossOfTheMethod) {
  const Workbench bench(device(), configuration());
  const Batch batch = bench.whole();
  const BatchLoss loss = bench.loss(batch);
  EXPECT_NEAR(loss.loss, lossByHand(bench, batch), 2e-5);
}

TEST_P(EveryStrategy, HasTheGradientOfItsLoss) {
  auto asked = configuration();
  asked.dropout = 0.3;
  asked.heads = 2;
  const Workbench bench(device(), asked, 4, 24);
  const Batch batch = bench.whole();
  Arrays gradients;
  bench.network->gradients(batch, bench.objective, gradients);
  const Arrays weights = bench.network->weights();
  for (const auto& [name, gradient] : gradients) {
    double norm = 0;
    for (const float value : gradient.values)
      norm += static_cast<double>(value) * value;
    norm = std::sqrt(norm);
    ASSERT_GT(norm, 1e-5) << name;
    // Along the gradient the loss rises by its length.
    constexpr double kStep = 4e-3;
    const auto lossAt = [&](double step) {
      Arrays moved = weights;
      for (std::size_t i = 0; i < gradient.values.size(); ++i)
        moved[name].values[i] += static_cast<float>(step * gradient.values[i] / norm);
      bench.network->setWeights(moved);
      return bench.loss(batch).loss;
    };
    EXPECT_NEAR((lossAt(kStep) - lossAt(-kStep)) / (2 * kStep), norm, 0.02 * norm + 1e-4) << name;
    bench.network->setWeights(weights);
  }
}

// In LibTorch, N = 2 gathers song vectors and N = 9 takes the product with the whole catalogue.
INSTANTIATE_TEST_SUITE_P(
    Paths, EveryStrategy,
    ::testing::Combine(kPaths,
                       ::testing::Values(Case{NegativeStrategy::Random, 2}, Case{NegativeStrategy::Random, 9},
                                         Case{NegativeStrategy::Hardest, 2},
                                         Case{NegativeStrategy::Hardest, 9}, Case{NegativeStrategy::Real, 1},
                                         Case{NegativeStrategy::RealRandom, 3},
                                         Case{NegativeStrategy::RealHardest, 3})));
INSTANTIATE_TEST_SUITE_P(
    OtherLosses, EveryStrategy,
    ::testing::Combine(kPaths,
                       ::testing::Values(Case{NegativeStrategy::Random, 3, experiment::Loss::Gbce},
                                         Case{NegativeStrategy::RealRandom, 3, experiment::Loss::Softmax},
                                         Case{NegativeStrategy::Random, 9, experiment::Loss::Softmax},
                                         Case{NegativeStrategy::Hardest, 3, experiment::Loss::Softmax},
                                         Case{NegativeStrategy::RealRandom, 3, experiment::Loss::Bpr},
                                         Case{NegativeStrategy::RealHardest, 9, experiment::Loss::Bpr})));

TEST_P(Losses, HardestChoosesTheHighestScoreDrawn) {
  const Workbench bench(GetParam(), with(NegativeStrategy::Hardest, 4));
  const Batch batch = bench.whole();
  const BatchLoss loss = bench.loss(batch);
  const auto scores = bench.scoresAt(batch.targets);
  ASSERT_EQ(loss.chosen.size(), batch.targets.size());
  for (std::size_t i = 0; i < batch.targets.size(); ++i) {
    float highest = -1e9F;
    for (std::size_t j = 0; j < 4; ++j)
      highest = std::max(highest, scores[i][static_cast<std::size_t>(batch.drawn[4 * i + j])]);
    EXPECT_NEAR(scores[i][static_cast<std::size_t>(loss.chosen[i])], highest, 1e-5);
  }
}

TEST_P(Losses, OverfitsATinyBatch) {
  auto configuration = with(NegativeStrategy::RealRandom, 3);
  configuration.dimension = 16;
  const Workbench bench(GetParam(), configuration, 3, 30);
  const Batch batch = bench.whole();
  Objective steep = bench.objective;
  steep.learningRate = 0.02;
  double loss = 0;
  for (int step = 1; step <= 300; ++step) {
    loss = bench.network->step(batch, steep, step).loss;
  }
  EXPECT_LT(loss, 0.01);
  const auto scores = bench.scoresAt(batch.targets);
  for (std::size_t i = 0; i < batch.targets.size(); ++i)
    for (std::size_t j = 0; j < 3; ++j)
      EXPECT_GT(scores[i][static_cast<std::size_t>(batch.songs[i])],
                scores[i][static_cast<std::size_t>(batch.drawn[3 * i + j])]);
}

TEST_P(Losses, LaterInputsOfAWindowChangeNoEarlierContext) {
  const Workbench bench(GetParam(), with(NegativeStrategy::Random, 2));
  std::uint32_t longest = 0;
  for (std::uint32_t i = 0; i < bench.set.windows.size(); ++i)
    if (bench.set.windows[i].inputs > bench.set.windows[longest].inputs)
      longest = i;
  Batch batch = bench.maker.make({&longest, 1}, 0, *bench.team);
  // Only the targets with at most four inputs before them are kept; then all later inputs are changed.
  std::size_t kept = 0;
  while (kept < batch.contexts.size() && batch.contexts[kept] <= 4)
    ++kept;
  ASSERT_GT(kept, 0U);
  ASSERT_GT(batch.histories.positions(), 6U);
  batch.contexts.resize(kept);
  batch.songs.resize(kept);
  batch.drawn.resize(2 * kept);
  batch.drawnWeight.resize(kept);
  batch.positiveOffsets.back() = kept;
  const double before = bench.loss(batch).loss;
  for (std::size_t i = 4; i < batch.histories.positions(); ++i) {
    batch.histories.songs[i] = (batch.histories.songs[i] + 5) % 40;
    batch.histories.feedback[i] = 2;
    batch.histories.times[i] += 17;
  }
  EXPECT_EQ(bench.loss(batch).loss, before);
  batch.histories.songs[0] = (batch.histories.songs[0] + 5) % 40;
  EXPECT_NE(bench.loss(batch).loss, before);
}

TEST_P(Losses, DropoutDoesNotDependOnTheBatch) {
  auto configuration = with(NegativeStrategy::Random, 2);
  configuration.dropout = 0.5;
  configuration.heads = 2;
  configuration.maxLength = 6;
  const Workbench bench(GetParam(), configuration);
  const Batch batch = bench.whole();
  const double together = bench.loss(batch).loss;
  double apart = 0;
  for (std::uint32_t window = 0; window < bench.set.windows.size(); ++window) {
    const Batch alone = bench.maker.make({&window, 1}, 0, *bench.team);
    apart += bench.loss(alone).loss * static_cast<double>(alone.songs.size());
  }
  EXPECT_NEAR(together, apart / static_cast<double>(batch.songs.size()), 1e-5);
  const Batch nextEpoch = bench.whole(1);
  Batch otherMasks = batch;
  otherMasks.histories.keys = nextEpoch.histories.keys;
  EXPECT_GT(std::abs(bench.loss(otherMasks).loss - together), 1e-3);
}

} // namespace

} // namespace skipscope::learning
