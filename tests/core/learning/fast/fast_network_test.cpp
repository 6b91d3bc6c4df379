#include "core/learning/initial_weights.h"
#include "tests/core/learning/fast/instruction_sets.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>

#include <cmath>

namespace skipscope::learning {

namespace {

using experiment::Device;
using experiment::NegativeStrategy;

constexpr auto kPerTarget = experiment::Drawing::PerTarget;
constexpr auto kShared = experiment::Drawing::Shared;
constexpr auto kCloze = experiment::Objective::Cloze;
using experiment::Loss;

constexpr experiment::FeedbackSet kEverything{Feedback::Like, Feedback::Dislike, Feedback::Skip,
                                              Feedback::Listen};

/// Histories of 1, 2, 3, 13, 31 (more than a window) and 40 events, with all kinds of feedback and ties in
/// time.
Dataset raggedLog() {
  std::vector<std::vector<Play>> histories;
  std::uint32_t drawn = 1;
  for (const std::uint32_t length : {1, 2, 3, 13, 31, 40}) {
    std::vector<Play> history;
    std::int64_t time = 100;
    for (std::uint32_t i = 0; i < length; ++i) {
      drawn = drawn * 1664525U + 1013904223U;
      time += (drawn >> 28) < 4 ? 0 : 10;
      const auto kind = i == 0 ? Feedback::Like : static_cast<Feedback>((drawn >> 20) % 4);
      history.push_back({time, (drawn >> 8) % 50, kind});
    }
    histories.push_back(history);
  }
  return logOf(histories, 50);
}

/// A dataset, its batches, and networks that start from the same lively weights.
struct Bench {
  explicit Bench(experiment::Configuration asked, Dataset log = raggedLog())
      : configuration(std::move(asked)), dataset(std::move(log)), plan(trainOnAll(dataset)),
        set(cutWindows(dataset, plan, configuration)), sampler(dataset, plan, {Feedback::Like}, 0),
        maker(set, sampler, configuration, 1), team(std::make_shared<ThreadTeam>(2)),
        objective(objectiveOf(configuration, set, plan.catalogue.size())) {}

  EncoderShape shape() const { return encoderShape(configuration, plan.catalogue.size()); }
  std::shared_ptr<Network> network(Device device, int threads = 2) const {
    std::shared_ptr<Network> made =
        makeNetwork(shape(), device, initialWeights(shape(), 1), std::make_shared<ThreadTeam>(threads));
    Arrays weights = made->weights();
    std::uint32_t drawn = 7;
    for (auto& [name, array] : weights)
      for (float& value : array.values) {
        drawn = drawn * 1664525U + 1013904223U;
        value += static_cast<float>(drawn >> 8) / static_cast<float>(1 << 24) - 0.5F;
      }
    made->setWeights(weights);
    return made;
  }
  Batch whole(std::int64_t epoch = 0) const { return wholeBatch(set, maker, epoch, *team); }

  experiment::Configuration configuration;
  Dataset dataset;
  evaluation::SplitPlan plan;
  TrainingSet set;
  NegativeSampler sampler;
  BatchMaker maker;
  std::shared_ptr<ThreadTeam> team;
  Objective objective;
};

experiment::Configuration configurationOf(NegativeStrategy strategy, int count, experiment::Drawing drawing) {
  auto configuration = smallConfiguration();
  configuration.inputs = kEverything;
  configuration.positiveTargets = {Feedback::Like};
  configuration.strategy = strategy;
  configuration.negativeCount = count;
  configuration.drawing = drawing;
  configuration.realWeight = 0.7;
  configuration.dimension = 10; // no multiple of a vector
  configuration.blocks = 2;
  configuration.maxLength = 12;
  configuration.dropout = 0.3;
  return configuration;
}

double norm(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values)
    sum += static_cast<double>(value) * value;
  return std::sqrt(sum);
}

/// The fast path against LibTorch's autograd, in float both: every array within 1e-4 of its length.
void expectSameGradients(const experiment::Configuration& configuration, const Dataset& log = raggedLog()) {
  const Bench bench(configuration, log);
  const Batch batch = bench.whole();
  Arrays fast;
  Arrays plain;
  const BatchLoss loss = bench.network(Device::Cpu)->gradients(batch, bench.objective, fast);
  const BatchLoss same = bench.network(Device::CpuPlain)->gradients(batch, bench.objective, plain);
  EXPECT_NEAR(loss.loss, same.loss, 1e-5 * same.loss);
  EXPECT_EQ(loss.chosen, same.chosen);
  ASSERT_EQ(fast.size(), plain.size());
  for (const auto& [name, array] : plain) {
    ASSERT_EQ(fast.at(name).shape, array.shape) << name;
    std::vector<float> apart = fast.at(name).values;
    for (std::size_t i = 0; i < apart.size(); ++i)
      apart[i] -= array.values[i];
    EXPECT_LE(norm(apart), 1e-4 * norm(array.values)) << name;
    EXPECT_GT(norm(array.values), 1e-6) << name;
  }
}

struct Case {
  NegativeStrategy strategy;
  int count;
  experiment::Drawing drawing;
  experiment::Loss loss = experiment::Loss::Bce;
  experiment::Objective objective = experiment::Objective::Next;
};
void PrintTo(const Case& asked, std::ostream* out) {
  experiment::Configuration configuration;
  configuration.strategy = asked.strategy;
  configuration.loss = asked.loss;
  *out << experiment::fieldText(configuration, "negatives.strategy") << ' ' << asked.count
       << (asked.drawing == kShared ? " shared " : " ") << experiment::fieldText(configuration, "loss")
       << (asked.objective == experiment::Objective::Cloze ? " cloze" : "");
}
class FastGradients : public ::testing::TestWithParam<Case> {
protected:
  experiment::Configuration configuration() const {
    auto asked = configurationOf(GetParam().strategy, GetParam().count, GetParam().drawing);
    asked.loss = GetParam().loss;
    asked.objective = GetParam().objective;
    asked.maskShare = 0.6; // or some row of the few histories has no gradient
    return asked;
  }
};

TEST_P(FastGradients, EqualThoseOfAutogradInEveryInstructionSet) {
  skipscope::learning::fast::forEachInstructionSet([&] { expectSameGradients(configuration()); });
}

TEST_P(FastGradients, EqualThoseOfAutogradWithTwoHeads) {
  auto asked = configuration();
  asked.heads = 2; // of 5 and of 9: both are padded by themselves
  expectSameGradients(asked);
  asked.dimension = 18;
  expectSameGradients(asked);
  asked.heads = 3;
  asked.dimension = 48;
  expectSameGradients(asked);
}

TEST_P(FastGradients, EqualThoseOfAutogradForAllInputs) {
  for (const experiment::FeedbackSet inputs : {experiment::FeedbackSet{Feedback::Like},
                                               {Feedback::Like, Feedback::Dislike},
                                               {Feedback::Like, Feedback::Dislike, Feedback::Skip},
                                               {Feedback::Skip}}) {
    auto asked = configuration();
    asked.inputs = inputs;
    expectSameGradients(asked);
  }
}

TEST_P(FastGradients, EqualThoseOfAutogradWithoutTheSwitchedParts) {
  auto asked = configuration();
  asked.feedbackEmbedding = false;
  asked.positions = experiment::Positions::None;
  asked.itemBias = false;
  asked.dropout = 0;
  asked.blocks = 1;
  expectSameGradients(asked);
}

INSTANTIATE_TEST_SUITE_P(Strategies, FastGradients,
                         ::testing::Values(Case{NegativeStrategy::Random, 1, kPerTarget},
                                           Case{NegativeStrategy::Random, 5, kPerTarget},
                                           Case{NegativeStrategy::Random, 300, kShared},
                                           Case{NegativeStrategy::Hardest, 5, kPerTarget},
                                           Case{NegativeStrategy::Hardest, 20, kShared},
                                           Case{NegativeStrategy::Real, 1, kPerTarget},
                                           Case{NegativeStrategy::RealRandom, 3, kPerTarget},
                                           Case{NegativeStrategy::RealRandom, 9, kShared},
                                           Case{NegativeStrategy::RealHardest, 3, kPerTarget},
                                           Case{NegativeStrategy::RealHardest, 9, kShared}));
INSTANTIATE_TEST_SUITE_P(Losses, FastGradients,
                         ::testing::Values(Case{NegativeStrategy::Random, 5, kPerTarget, Loss::Gbce},
                                           Case{NegativeStrategy::RealRandom, 80, kShared, Loss::Gbce},
                                           Case{NegativeStrategy::Random, 1, kPerTarget, Loss::Softmax},
                                           Case{NegativeStrategy::RealRandom, 5, kPerTarget, Loss::Softmax},
                                           Case{NegativeStrategy::RealRandom, 80, kShared, Loss::Softmax},
                                           Case{NegativeStrategy::Hardest, 9, kShared, Loss::Softmax},
                                           Case{NegativeStrategy::Random, 5, kPerTarget, Loss::Bpr},
                                           Case{NegativeStrategy::RealRandom, 80, kShared, Loss::Bpr},
                                           Case{NegativeStrategy::RealHardest, 5, kPerTarget, Loss::Bpr}));
INSTANTIATE_TEST_SUITE_P(
    Cloze, FastGradients,
    ::testing::Values(Case{NegativeStrategy::Random, 5, kPerTarget, Loss::Bce, kCloze},
                      Case{NegativeStrategy::RealRandom, 9, kShared, Loss::Softmax, kCloze},
                      Case{NegativeStrategy::Real, 1, kPerTarget, Loss::Bce, kCloze},
                      Case{NegativeStrategy::RealHardest, 3, kPerTarget, Loss::Bpr, kCloze}));

TEST(FastNetwork, HasTheGradientsOfAutogradOnLongHistories) {
  // More than a slice, several panels of columns, a row of 50 in 56.
  skipscope::learning::fast::forEachInstructionSet([] {
    for (const int heads : {1, 2}) {
      auto asked = configurationOf(NegativeStrategy::RealRandom, 2, kPerTarget);
      asked.dimension = 50;
      asked.heads = heads;
      asked.maxLength = 150;
      expectSameGradients(asked, tasteLog(3, 300, 180));
    }
  });
}

TEST_P(FastGradients, TrainToTheSameBytesWithAnyNumberOfThreads) {
  for (const auto adam : {experiment::Adam::Lazy, experiment::Adam::Dense}) {
    auto asked = configuration();
    asked.adam = adam;
    const Bench bench(asked, tasteLog(60, 80, 30));
    std::vector<Arrays> weights;
    for (const int threads : {1, 2, 3}) {
      const auto network = bench.network(Device::Cpu, threads);
      for (int step = 1; step <= 5; ++step)
        network->step(bench.whole(step), bench.objective, step);
      weights.push_back(network->weights());
    }
    for (const auto& [name, array] : weights[0]) {
      EXPECT_EQ(array.values, weights[1].at(name).values) << name;
      EXPECT_EQ(array.values, weights[2].at(name).values) << name;
    }
  }
}

/// Losses of the first hundred steps of a network.
std::vector<double> firstLosses(const Bench& bench, Network& network) {
  std::vector<double> losses;
  for (int step = 1; step <= 100; ++step)
    losses.push_back(network.step(bench.whole(step), bench.objective, step).loss);
  return losses;
}

double furthest(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

TEST_P(FastGradients, LeadToTheLossesOfThePlainPathInTheFirstHundredSteps) {
  for (const auto adam : {experiment::Adam::Lazy, experiment::Adam::Dense}) {
    auto asked = configuration();
    asked.adam = adam;
    asked.learningRate = 1e-3;
    const Bench bench(asked, tasteLog(60, 80, 30));
    const auto fast = firstLosses(bench, *bench.network(Device::Cpu));
    const auto plain = firstLosses(bench, *bench.network(Device::CpuPlain));
    // Of two songs that score the same but for rounding, either may be the hardest. A loss weighted more is
    // larger, and so is its rounding.
    const bool hardest = GetParam().strategy == NegativeStrategy::Hardest ||
                         GetParam().strategy == NegativeStrategy::RealHardest;
    const double tolerance = (hardest ? 1e-3 : 1e-5) * bench.objective.drawnWeight;
    for (std::size_t step = 0; step < fast.size(); ++step)
      EXPECT_NEAR(fast[step], plain[step], tolerance) << "step " << step + 1;
    EXPECT_LT(fast.back(), fast.front() - 0.01);
  }
}

/// From fresh weights many gradients are so near zero at first that Adam makes whole steps of their rounding:
/// any two orders of summation part by about 1e-3. What is asked is that the paths part no more than the
/// plain one does from itself when the last bit of the song vectors is another.
TEST_P(FastGradients, PartFromThePlainPathOnlyAsRoundingDoes) {
  auto asked = configuration();
  asked.learningRate = 1e-3;
  const Bench bench(asked, tasteLog(60, 80, 30));
  const auto fresh = [&](Device device, const Arrays& weights) {
    return firstLosses(bench, *makeNetwork(bench.shape(), device, weights, std::make_shared<ThreadTeam>(2)));
  };
  const Arrays weights = initialWeights(bench.shape(), 1);
  Arrays rounded = weights;
  for (float& value : rounded.at("songs").values)
    value = std::nextafter(value, 1.0F);
  const auto plain = fresh(Device::CpuPlain, weights);
  const double own = furthest(plain, fresh(Device::CpuPlain, rounded));
  EXPECT_LE(furthest(plain, fresh(Device::Cpu, weights)), std::max(1e-3, 3 * own));
}

TEST(FastNetwork, MovesNoSongThatLazyAdamHasNoGradientFor) {
  auto configuration = configurationOf(NegativeStrategy::Real, 1, kPerTarget);
  const Bench bench(configuration);
  for (const Device device : {Device::Cpu, Device::CpuPlain})
    for (const bool lazy : {true, false}) {
      const auto network = bench.network(device);
      Objective objective = bench.objective;
      objective.lazyAdam = lazy;
      const Batch all = bench.whole();
      const Batch one = bench.maker.make(std::vector<std::uint32_t>{0}, 1, *bench.team);
      network->step(all, objective, 1);
      Arrays gradients;
      network->gradients(one, objective, gradients);
      const auto before = network->weights().at("songs").values;
      network->step(one, objective, 2);
      const auto after = network->weights().at("songs").values;
      const auto d = static_cast<std::size_t>(configuration.dimension);
      std::size_t moved = 0;
      std::size_t untouched = 0;
      for (std::size_t song = 0; song * d < before.size(); ++song) {
        const auto row = [&](const std::vector<float>& values) {
          return std::vector<float>(values.begin() + static_cast<std::ptrdiff_t>(song * d),
                                    values.begin() + static_cast<std::ptrdiff_t>((song + 1) * d));
        };
        if (norm(row(gradients.at("songs").values)) == 0) {
          ++untouched;
          moved += row(before) != row(after);
        }
      }
      EXPECT_GT(untouched, 10U);
      EXPECT_EQ(moved > 0, !lazy);
    }
}

} // namespace

} // namespace skipscope::learning
