#include "core/learning/batch.h"
#include "core/learning/initial_weights.h"
#include "core/learning/network.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>


namespace skipscope::learning {

namespace {

using ::testing::ElementsAre;

constexpr auto kLike = Feedback::Like;
constexpr auto kDislike = Feedback::Dislike;
constexpr auto kSkip = Feedback::Skip;

experiment::Configuration clozeOf(experiment::FeedbackSet inputs) {
  auto configuration = smallConfiguration();
  configuration.objective = experiment::Objective::Cloze;
  configuration.inputs = inputs;
  configuration.strategy = experiment::NegativeStrategy::RealRandom;
  configuration.maskShare = 0.5;
  return configuration;
}

/// A log and what a step of it needs.
struct Bench {
  Bench(Dataset log, experiment::Configuration asked)
      : configuration(std::move(asked)), dataset(std::move(log)), plan(trainOnAll(dataset)),
        set(cutWindows(dataset, plan, configuration)), sampler(dataset, plan, {kLike}, 0),
        maker(set, sampler, configuration, 1), team(std::make_shared<ThreadTeam>(1)) {}

  Batch whole(std::int64_t epoch = 0) const { return wholeBatch(set, maker, epoch, *team); }
  EncoderShape shape() const { return encoderShape(configuration, plan.catalogue.size()); }
  std::shared_ptr<Network> network(experiment::Device device) const {
    Arrays weights = initialWeights(shape(), 1);
    for (const char* name : {"songs", "feedback", "positions", "mask"})
      for (float& value : weights.at(name).values)
        value *= 20;
    return makeNetwork(shape(), device, weights, team);
  }
  double loss(Network& network, const Batch& batch) const {
    Arrays gradients;
    return network.gradients(batch, objectiveOf(configuration, set, plan.catalogue.size()), gradients).loss;
  }

  experiment::Configuration configuration;
  Dataset dataset;
  evaluation::SplitPlan plan;
  TrainingSet set;
  NegativeSampler sampler;
  BatchMaker maker;
  std::shared_ptr<ThreadTeam> team;
};

TEST(Cloze, WindowsHoldTheirTargetsAndWhatComesLater) {
  // L 4, stride 2: eight likes stand in windows over inputs 0-3, 2-5 and 4-7, each in the first that holds
  // it.
  std::vector<Play> plays;
  for (std::uint32_t i = 0; i < 8; ++i)
    plays.push_back({10 * (i + 1), i, kLike});
  auto configuration = clozeOf({kLike});
  configuration.maxLength = 4;
  const Bench bench(logOf({plays}, 8), configuration);
  std::vector<std::size_t> first;
  std::vector<std::uint32_t> inputs, positives;
  for (const Window& window : bench.set.windows) {
    first.push_back(window.firstInput);
    inputs.push_back(window.inputs);
    positives.push_back(window.positives);
  }
  EXPECT_THAT(first, ElementsAre(0, 2, 4));
  EXPECT_THAT(inputs, ElementsAre(4, 4, 4));
  EXPECT_THAT(positives, ElementsAre(4, 2, 2));
  std::vector<std::int32_t> places;
  for (const Target& target : bench.set.positives)
    places.push_back(target.input);
  EXPECT_THAT(places, ElementsAre(0, 1, 2, 3, 2, 3, 2, 3));
}

TEST(Cloze, HidesSongAndFeedbackOfTheShareOfTargetsAskedFor) {
  auto configuration = clozeOf({kLike, kDislike, kSkip});
  configuration.maskShare = 0.3;
  const Bench bench(tasteLog(60, 80, 30), configuration);
  const auto targets = static_cast<double>(bench.set.positives.size() + bench.set.negatives.size());
  double masked = 0;
  for (std::int64_t epoch = 0; epoch < 20; ++epoch) {
    const Batch batch = bench.whole(epoch);
    EXPECT_EQ(batch.histories.songs.size(), batch.histories.places.size());
    for (const auto* contexts : {&batch.contexts, &batch.negativeContexts})
      for (const std::int64_t context : *contexts) {
        ASSERT_GT(context, 0);
        const auto row = static_cast<std::size_t>(context - 1);
        EXPECT_EQ(batch.histories.songs[row], PackedHistories::kMask);
        EXPECT_EQ(batch.histories.feedback[row], PackedHistories::kNoFeedback);
        ++masked;
      }
    EXPECT_EQ(std::ranges::count(batch.histories.songs, PackedHistories::kMask),
              static_cast<std::ptrdiff_t>(batch.contexts.size() + batch.negativeContexts.size()));
  }
  EXPECT_NEAR(masked / (20 * targets), 0.3, 0.01); // 20 · 1,000 draws and more: its deviation is under 0.0033
  EXPECT_NE(bench.whole(0).contexts, bench.whole(1).contexts);
  EXPECT_EQ(bench.whole(1).contexts, bench.whole(1).contexts);
}

TEST(Cloze, PutsInOneMaskForAllTargetsThatSeeTheSame) {
  // Skips are heard, likes and dislikes are not: at 15 and 16 the same is seen, at 20 all but the tied skip.
  const Bench bench(logOf({{{10, 0, kSkip},
                            {15, 1, kLike},
                            {16, 2, kDislike},
                            {20, 3, kSkip},
                            {20, 4, kLike},
                            {30, 5, kLike}}},
                          6),
                    clozeOf({kSkip}));
  const Batch batch = bench.whole();
  EXPECT_THAT(batch.histories.heard, ElementsAre(2));
  EXPECT_THAT(batch.histories.places, ElementsAre(0, 1, 1, 1, 2));
  EXPECT_THAT(batch.contexts, ElementsAre(3, 4, 5));
  EXPECT_THAT(batch.negativeContexts, ElementsAre(3));
}

class ClozePaths : public ::testing::TestWithParam<experiment::Device> {};
INSTANTIATE_TEST_SUITE_P(Paths, ClozePaths,
                         ::testing::Values(experiment::Device::Cpu, experiment::Device::CpuPlain));

TEST_P(ClozePaths, AMaskSeesBothSidesButNothingOfItsOwnMoment) {
  const Bench bench(logOf({{{10, 0, kSkip}, {20, 1, kSkip}, {20, 2, kLike}, {30, 3, kSkip}}}, 6),
                    clozeOf({kSkip}));
  const auto network = bench.network(GetParam());
  const Batch batch = bench.whole();
  ASSERT_EQ(batch.histories.songs.size(), 4U); // three skips and the mask of the like
  const double before = bench.loss(*network, batch);
  const auto with = [&](std::size_t row) {
    Batch changed = batch;
    changed.histories.songs[row] = 4;
    return bench.loss(*network, changed);
  };
  EXPECT_NE(with(0), before);
  EXPECT_EQ(with(1), before);
  EXPECT_NE(with(2), before);
}

TEST_P(ClozePaths, NobodySeesAMaskPutIn) {
  // The like at 25 is no input; the dislikes are, and all are masked at one time or another.
  auto configuration = clozeOf({kDislike});
  configuration.blocks = 2;
  configuration.maskShare = 0.9;
  const Bench bench(logOf({{{10, 0, kDislike}, {20, 1, kDislike}, {25, 2, kLike}, {30, 3, kDislike}}}, 6),
                    configuration);
  const auto network = bench.network(GetParam());
  const Batch batch = bench.whole();
  ASSERT_EQ(batch.songs.size(), 1U);
  ASSERT_GT(batch.negativeSongs.size(), 0U);
  const auto ofDislikes = [&](Batch changed) {
    changed.contexts.clear();
    changed.songs.clear();
    changed.positiveOffsets = {0, 0};
    return bench.loss(*network, changed);
  };
  Batch moved = batch; // the mask becomes that of another place
  moved.histories.places.back() = 0;
  EXPECT_EQ(ofDislikes(moved), ofDislikes(batch));
  EXPECT_NE(bench.loss(*network, moved), bench.loss(*network, batch));
}

TEST_P(ClozePaths, ScoresAfterAMaskAtTheEnd) {
  // What a listener without inputs is told is the state of a mask alone; one more input changes it.
  const Bench bench(logOf({{{10, 0, kSkip}, {20, 1, kLike}, {30, 2, kSkip}}}, 6), clozeOf({kSkip}));
  const auto network = bench.network(GetParam());
  const std::vector<evaluation::Query> queries = {{0, 10, 0}, {0, 11, 0}, {0, 20, 0}, {0, 31, 0}};
  std::vector<std::size_t> order;
  const PackedHistories packed =
      packContexts(bench.dataset, bench.plan, Hearing({kSkip}), bench.shape(), queries, order);
  std::vector<std::vector<float>> scores(queries.size());
  network->scoreLast(packed, [&](std::size_t i, std::span<const float> own) {
    scores[order[i]].assign(own.begin(), own.end());
  });
  EXPECT_NE(scores[0], scores[1]);
  EXPECT_EQ(scores[1], scores[2]);
  EXPECT_NE(scores[2], scores[3]);
  const auto rows = network->scoreLast(packed, std::vector<std::int64_t>(queries.size(), 2));
  for (std::size_t i = 0; i < order.size(); ++i)
    EXPECT_NEAR(rows[i], scores[order[i]][2], 1e-5);
}

TEST_P(ClozePaths, LearnsWhoLikesWhat) {
  auto configuration = clozeOf({kLike, kDislike});
  configuration.strategy = experiment::NegativeStrategy::Real;
  configuration.device = GetParam();
  configuration.maxLength = 30;
  configuration.dimension = 16;
  configuration.dropout = 0.2;
  configuration.learningRate = 0.003;
  configuration.maxSteps = configuration.minSteps = 3000; // half of the targets an epoch
  configuration.validateEvery = 200;
  Told told;
  const auto result = trainTelling(tasteLog(120, 80, 50), configuration, told);
  ASSERT_TRUE(result);
  EXPECT_GT(result->test.at("accuracy"), 0.7);
}

} // namespace

} // namespace skipscope::learning
