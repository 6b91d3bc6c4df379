#include "core/learning/dropout.h"
#include "core/learning/initial_weights.h"
#include "core/learning/random.h"
#include "core/learning/scorer.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>

#include <limits>
#include <numeric>

namespace skipscope::learning {

namespace {

using evaluation::Query;
using Scores = std::vector<std::vector<float>>;

constexpr experiment::FeedbackSet kEverything{Feedback::Like, Feedback::Dislike, Feedback::Skip,
                                              Feedback::Listen};

EncoderShape twoBlocks(std::size_t songs) {
  auto configuration = smallConfiguration();
  configuration.blocks = 2;
  configuration.heads = 2;
  return encoderShape(configuration, songs);
}

/// An encoder whose embeddings are large enough for every input to matter.
std::shared_ptr<Network> livelyEncoder(const EncoderShape& shape, experiment::Device device) {
  std::shared_ptr<Network> network =
      makeNetwork(shape, device, initialWeights(shape, 3), std::make_shared<ThreadTeam>(2));
  Arrays weights = network->weights();
  for (const char* name : {"songs", "feedback", "positions", "start"})
    for (float& value : weights[name].values)
      value *= 25;
  network->setWeights(weights);
  return network;
}

/// Both paths of the processor.
class Encoder : public ::testing::TestWithParam<experiment::Device> {};
INSTANTIATE_TEST_SUITE_P(Paths, Encoder,
                         ::testing::Values(experiment::Device::Cpu, experiment::Device::CpuPlain),
                         [](const auto& path) { return path.index == 0 ? "Fast" : "Plain"; });

Scores scoresOf(const evaluation::Scorer& scorer, const std::vector<Query>& queries) {
  Scores all(queries.size());
  scorer.score(queries, [&](std::size_t query, std::span<const float> scores) {
    all[query].assign(scores.begin(), scores.end());
  });
  return all;
}

std::vector<Query> queriesAt(const Dataset& dataset, std::int64_t moment) {
  std::vector<Query> queries;
  for (std::uint32_t listener = 0; listener < dataset.listeners(); ++listener)
    queries.push_back({listener, moment, 0});
  return queries;
}

TEST_P(Encoder, PackedScoresEqualThoseOneByOne) {
  const Dataset dataset = tasteLog(25, 40, 30);
  const auto plan = trainOnAll(dataset);
  const EncoderScorer scorer(dataset, plan, Hearing(kEverything), livelyEncoder(twoBlocks(40), GetParam()));
  std::vector<Query> queries;
  for (std::uint32_t listener = 0; listener < 25; ++listener)
    for (const std::int64_t moment : {500L, 3000L, 6500L, 9000L + 500L * listener, 90000L})
      queries.push_back({listener, moment, 0});
  const Scores packed = scoresOf(scorer, queries);
  float spread = 0;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const Scores alone = scoresOf(scorer, {queries[i]});
    for (std::size_t song = 0; song < 40; ++song) {
      EXPECT_NEAR(packed[i][song], alone[0][song], 1e-5);
      spread = std::max(spread, std::abs(packed[i][song] - packed[0][song]));
    }
  }
  EXPECT_GT(spread, 0.5F);
}

TEST_P(Encoder, ChosenRowsScoreAsTheyDoAmongAll) {
  const Dataset dataset = tasteLog(25, 40, 30);
  const auto plan = trainOnAll(dataset);
  for (const bool bias : {true, false}) {
    auto shape = twoBlocks(40);
    shape.itemBias = bias;
    const EncoderScorer scorer(dataset, plan, Hearing(kEverything), livelyEncoder(shape, GetParam()));
    const auto queries = queriesAt(dataset, 6500);
    std::vector<std::int64_t> rows;
    for (std::int64_t query = 0; query < 25; ++query)
      rows.insert(rows.end(), {query, 39 - query});
    const Scores all = scoresOf(scorer, queries);
    const auto chosen = scorer.scoreRows(queries, rows);
    ASSERT_EQ(chosen.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
      EXPECT_NEAR(chosen[i], all[i / 2][static_cast<std::size_t>(rows[i])], 1e-5);
  }
}

TEST_P(Encoder, NothingAtOrAfterTheMomentChangesAScore) {
  const Dataset dataset = tasteLog(20, 40, 30);
  const auto plan = trainOnAll(dataset);
  const auto encoder = livelyEncoder(twoBlocks(40), GetParam());
  const std::int64_t moment = 12000;
  const auto queries = queriesAt(dataset, moment);
  const Scores before = scoresOf(EncoderScorer(dataset, plan, Hearing(kEverything), encoder), queries);

  Dataset otherFuture = dataset;
  int changed = 0;
  int atTheMoment = 0;
  for (Event& event : otherFuture.events)
    if (event.time >= moment) {
      ++changed;
      atTheMoment += event.time == moment;
      event.song = (event.song + 7) % 40;
      event.feedback = event.feedback == Feedback::Like ? Feedback::Skip : Feedback::Like;
      event.time += event.time == moment ? 0 : 333;
    }
  ASSERT_GT(changed, 100);
  ASSERT_GT(atTheMoment, 5);
  EXPECT_EQ(scoresOf(EncoderScorer(otherFuture, plan, Hearing(kEverything), encoder), queries), before);

  Dataset otherPast = dataset;
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener)
    otherPast.events[otherPast.offsets[listener]].song ^= 1U;
  EXPECT_NE(scoresOf(EncoderScorer(otherPast, plan, Hearing(kEverything), encoder), queries), before);
}

TEST_P(Encoder, OnlyTheChosenInputsAreHeard) {
  const Dataset dataset = tasteLog(10, 40, 30);
  const auto plan = trainOnAll(dataset);
  const EncoderScorer scorer(dataset, plan, Hearing({Feedback::Like}),
                             livelyEncoder(twoBlocks(40), GetParam()));
  Dataset others = dataset;
  for (Event& event : others.events)
    if (event.feedback != Feedback::Like)
      event.song = 0;
  const EncoderScorer same(others, plan, Hearing({Feedback::Like}), livelyEncoder(twoBlocks(40), GetParam()));
  EXPECT_EQ(scoresOf(scorer, queriesAt(dataset, 20000)), scoresOf(same, queriesAt(dataset, 20000)));
}

TEST_P(Encoder, TiedInputsDoNotSeeEachOther) {
  // The state after the last input attends to the first one, but not to the one it ties with.
  const auto scoresAfter = [](std::int64_t tiedTime, std::uint32_t tiedSong) {
    const Dataset dataset =
        logOf({{{10, 0, Feedback::Like}, {tiedTime, tiedSong, Feedback::Like}, {20, 3, Feedback::Like}}}, 5);
    auto plan = trainOnAll(tasteLog(4, 5, 5));
    const auto encoder = livelyEncoder(twoBlocks(5), GetParam());
    return scoresOf(EncoderScorer(dataset, plan, Hearing({Feedback::Like}), encoder), {{0, 30, 0}});
  };
  EXPECT_EQ(scoresAfter(20, 1), scoresAfter(20, 2));
  EXPECT_NE(scoresAfter(19, 1), scoresAfter(19, 2));
}

TEST_P(Encoder, FeedbackTypeMattersUnlessSwitchedOff) {
  const auto scoresWith = [](Feedback feedback, bool embedding) {
    const Dataset dataset = logOf({{{10, 0, feedback}}}, 5);
    auto shape = twoBlocks(5);
    shape.feedbackEmbedding = embedding;
    auto encoder = livelyEncoder(shape, GetParam());
    return scoresOf(EncoderScorer(dataset, trainOnAll(tasteLog(4, 5, 5)), Hearing(kEverything), encoder),
                    {{0, 30, 0}});
  };
  EXPECT_NE(scoresWith(Feedback::Like, true), scoresWith(Feedback::Skip, true));
  EXPECT_EQ(scoresWith(Feedback::Like, false), scoresWith(Feedback::Skip, false));
}

TEST_P(Encoder, ListenersWithoutInputGetTheStartState) {
  const Dataset dataset = logOf({{{10, 0, Feedback::Like}}, {{10, 1, Feedback::Like}}}, 2);
  const auto plan = trainOnAll(dataset);
  const auto encoder = livelyEncoder(twoBlocks(2), GetParam());
  const Scores scores = scoresOf(EncoderScorer(dataset, plan, Hearing({Feedback::Like}), encoder),
                                 {{0, 10, 0}, {1, 10, 0}, {1, 11, 0}});
  EXPECT_EQ(scores[0], scores[1]);
  EXPECT_NE(scores[0], scores[2]);
  const Arrays weights = encoder->weights();
  double expected = 0;
  for (std::size_t i = 0; i < 8; ++i)
    expected += static_cast<double>(weights.at("start").values[i]) * weights.at("songs").values[8 + i];
  EXPECT_NEAR(scores[0][1], expected, 1e-5);
}

TEST_P(Encoder, SongsOutsideTheCatalogueAreHeardWithoutSongVector) {
  const Dataset dataset = logOf({{{10, 0, Feedback::Like}}, {{10, 1, Feedback::Like}}}, 3);
  auto plan = trainOnAll(logOf({{{1, 2, Feedback::Like}}}, 3)); // only song 2
  plan.trainingEnd.resize(2);
  const auto encoder = livelyEncoder(twoBlocks(1), GetParam());
  const Scores scores = scoresOf(EncoderScorer(dataset, plan, Hearing({Feedback::Like}), encoder),
                                 {{0, 20, 0}, {1, 20, 0}, {1, 10, 0}});
  EXPECT_EQ(scores[0], scores[1]);
  EXPECT_NE(scores[0], scores[2]); // unlike the start state, the feedback is heard
}

TEST(InitialWeights, ComeFromTheSeed) {
  const auto shape = twoBlocks(200);
  const auto songs = [&](std::uint64_t seed) { return initialWeights(shape, seed).at("songs").values; };
  EXPECT_EQ(songs(1), songs(1));
  EXPECT_NE(songs(1), songs(2));
  double square = 0;
  const auto values = songs(1);
  for (const float value : values)
    square += static_cast<double>(value) * value;
  EXPECT_NEAR(std::sqrt(square / static_cast<double>(values.size())), 0.02, 0.002);
}

TEST(Buckets, HoldEveryHistoryOfSimilarLength) {
  PackedHistories histories;
  for (const std::int64_t length : {100, 99, 81, 80, 79, 40, 8, 3, 1, 0, 0}) {
    histories.songs.resize(histories.songs.size() + static_cast<std::size_t>(length));
    histories.offsets.push_back(static_cast<std::int64_t>(histories.songs.size()));
  }
  const auto buckets = lengthBuckets(histories, 1);
  std::vector<std::pair<std::size_t, std::int64_t>> found;
  for (const Bucket& bucket : buckets)
    found.emplace_back(bucket.count, bucket.length);
  EXPECT_THAT(found, ::testing::ElementsAre(std::pair(4U, 100), std::pair(1U, 79), std::pair(1U, 40),
                                            std::pair(3U, 8)));
}

TEST(Dropout, KeepsTheAskedShareWhateverTheLength) {
  std::vector<float> mask(100000);
  fillDropout(mask, 7, 0.2);
  const auto dropped = std::count(mask.begin(), mask.end(), 0.0F);
  EXPECT_NEAR(static_cast<double>(dropped), 20000, 600);
  EXPECT_NEAR(std::accumulate(mask.begin(), mask.end(), 0.0), 100000, 800);
  for (const std::size_t length : {1, 6, 7, 8, 1001}) {
    std::vector<float> part(length);
    fillDropout(part, 7, 0.2);
    EXPECT_TRUE(std::equal(part.begin(), part.end(), mask.begin()));
  }
  std::vector<float> other(100000);
  fillDropout(other, 8, 0.2);
  EXPECT_NE(other, mask);
}

} // namespace

} // namespace skipscope::learning
