#include "core/error.h"
#include "core/evaluation/outcomes.h"
#include "tests/core/evaluation/tiny_log.h"

#include <gmock/gmock.h>

#include <cmath>

namespace skipscope::evaluation {
namespace {

using experiment::FeedbackSet;
using testing::FloatEq;

/// A plan whose catalogue is every song and whose training is everything.
SplitPlan wholePlan(const Dataset& dataset) {
  SplitPlan plan;
  plan.trainingEnd.assign(dataset.listeners(), std::numeric_limits<std::int64_t>::max());
  for (std::uint32_t song = 0; song < dataset.songs(); ++song) {
    plan.catalogue.push_back(song);
    plan.catalogueRow.push_back(static_cast<std::int32_t>(song));
  }
  return plan;
}

Pair pairOf(std::uint32_t listener, std::uint32_t p, std::uint32_t q, std::int64_t timeP,
            std::int64_t timeQ) {
  Pair pair;
  pair.listener = listener;
  pair.p = p;
  pair.q = q;
  pair.timeP = timeP;
  pair.timeQ = timeQ;
  return pair;
}

TEST(Coverage, countsListenersByInputsBeforeTheEnd) {
  const Dataset dataset = datasetOf({{{1, 1, kLike}, {2, 2, kLike}, {3, 3, kSkip}, {9, 4, kLike}},
                                     {{1, 1, kSkip}, {2, 2, kSkip}},
                                     {{1, 1, kDislike}},
                                     {{8, 1, kLike}},
                                     {}});
  // Before 8: listener 0 has 2 likes and a skip, 1 two skips, 2 a dislike; 3 and 4 have nothing and are not
  // counted.
  const auto likes = coverageCounts(dataset, {kLike}, 8);
  ASSERT_EQ(likes.size(), 101U);
  EXPECT_EQ(likes[0], 3U);
  EXPECT_EQ(likes[1], 1U);
  EXPECT_EQ(likes[2], 1U);
  EXPECT_EQ(likes[3], 0U);
  const auto more = coverageCounts(dataset, {kLike, kSkip}, 8);
  EXPECT_EQ(more[0], 3U); // the same population
  EXPECT_EQ(more[1], 2U);
  EXPECT_EQ(more[2], 2U);
  EXPECT_EQ(more[3], 1U);
  EXPECT_EQ(more[4], 0U);
  const auto all = coverageCounts(dataset, {kLike}, 10);
  EXPECT_EQ(all[0], 4U);
  EXPECT_EQ(all[1], 2U);
  EXPECT_EQ(all[3], 1U);
}

TEST(Coverage, longHistoriesCountAtEveryM) {
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < 250; ++i)
    rows.push_back({i, i, kLike});
  const auto counts = coverageCounts(datasetOf({rows}), {kLike}, 1000);
  EXPECT_EQ(counts[100], 1U);
  EXPECT_EQ(coverageCounts(datasetOf({rows}), {kLike}, 99)[100], 0U);
  EXPECT_EQ(coverageCounts(datasetOf({rows}), {kLike}, 100)[100], 1U);
}

TEST(Judge, ranksAreMidRanksAmongSongsNotYetLiked) {
  // Songs 0–6. Liked before the pair at 10: 0 and 1; song 2 was disliked and stays; song 6 is liked later and
  // stays.
  const Dataset dataset = datasetOf(
      {{{1, 0, kLike}, {2, 1, kLike}, {3, 2, kDislike}, {10, 3, kLike}, {11, 4, kDislike}, {12, 6, kLike}}},
      7);
  const SplitPlan plan = wholePlan(dataset);
  //                      song:  0  1  2  3  4  5  6
  const FixedScorer scorer({9, 5, 7, 5, 2, 5, 5});
  const auto outcome =
      judge(dataset, plan, {pairOf(0, 3, 4, 10, 11)}, {}, FeedbackSet{kLike, kDislike}, scorer, true)[0];
  EXPECT_THAT(outcome.scoreP, FloatEq(5));
  EXPECT_THAT(outcome.scoreQ, FloatEq(2));
  // p: of candidates 2, 3, 4, 5, 6 only 2 is higher, and 5 and 6 tie: 1 + 1 + 2/2 = 3.
  EXPECT_THAT(outcome.rankP, FloatEq(3));
  // q is the lowest of the five.
  EXPECT_THAT(outcome.rankQ, FloatEq(5));
  EXPECT_EQ(outcome.contextPositives, 2U);
  EXPECT_EQ(outcome.contextInputs, 3U);
  EXPECT_EQ(outcome.order, -1);
}

TEST(Judge, contextIsStrictlyEarlierThanBoth) {
  const Dataset dataset =
      datasetOf({{{1, 0, kLike}, {5, 1, kLike}, {5, 2, kDislike}, {6, 3, kLike}, {7, 4, kLike}}}, 5);
  const FixedScorer scorer({0, 0, 0, 0, 0});
  const auto outcome =
      judge(dataset, wholePlan(dataset), {pairOf(0, 4, 2, 7, 5)}, {}, FeedbackSet{kLike}, scorer, true)[0];
  EXPECT_EQ(outcome.contextPositives, 1U); // not the like at 5, nor the one between the two at 6
  EXPECT_EQ(outcome.order, 1);
  EXPECT_THAT(outcome.rankP, FloatEq(2.5F)); // all four candidates (song 0 is liked) tie: (1 + 2 + 3 + 4) / 4
}

TEST(Judge, withoutRanksThereAreNone) {
  const Dataset dataset = datasetOf({{{1, 0, kLike}, {2, 1, kDislike}}});
  const FixedScorer scorer({1, 0});
  const auto outcome = judge(dataset, wholePlan(dataset), {pairOf(0, 0, 1, 1, 2)}, {}, {}, scorer, false)[0];
  EXPECT_EQ(outcome.rankP, 0);
  EXPECT_EQ(outcome.rankQ, 0);
  EXPECT_TRUE(std::isnan(outcome.scoreRandom));
  EXPECT_TRUE(std::isnan(outcome.strangerP));
}

TEST(Judge, controlsAreARandomSongAndAStrangersContext) {
  // Candidates for the random song of listener 0: not 0 (liked), not 1 and 2 (the pair) → 3. Of listener 1: 0
  // or 3.
  const Dataset dataset =
      datasetOf({{{1, 0, kLike}, {5, 1, kLike}, {6, 2, kDislike}}, {{5, 1, kLike}, {6, 2, kDislike}}}, 4);
  const FixedScorer scorer({}, {{0, {1, 2, 3, 4}}, {1, {50, 60, 70, 50}}});
  const std::vector<Pair> pairs = {pairOf(0, 1, 2, 5, 6), pairOf(1, 1, 2, 5, 6)};
  const auto outcomes = judge(dataset, wholePlan(dataset), pairs, {}, {}, scorer, false, true);
  EXPECT_EQ(outcomes[0].scoreP, 2);
  EXPECT_EQ(outcomes[0].scoreRandom, 4);
  EXPECT_EQ(outcomes[0].strangerP, 60); // the other listener's scores
  EXPECT_EQ(outcomes[0].strangerQ, 70);
  EXPECT_EQ(outcomes[1].scoreRandom, 50);
  EXPECT_EQ(outcomes[1].strangerP, 2);
  EXPECT_TRUE(
      std::isnan(judge(dataset, wholePlan(dataset), {pairs[0]}, {}, {}, scorer, false, true)[0].strangerP));
}

Outcomes someOutcomes() {
  Outcomes outcomes;
  outcomes.kinds = {kListen, kSkip};
  outcomes.listeners = 12;
  PairOutcome pair;
  pair.listener = 4'000'000'000U;
  pair.p = 7;
  pair.q = 9;
  pair.scoreP = -1.5F;
  pair.scoreQ = 1e-30F;
  pair.rankP = 2.5F;
  pair.rankQ = 3;
  pair.fallback = -1;
  pair.order = 1;
  pair.contextPositives = 300;
  pair.contextInputs = 70'000;
  pair.strangerP = 0.25F;
  pair.strangerQ = 0.75F;
  pair.top[0] = 7;
  pair.top[9] = 3'000'000'000U;
  pair.topPopularity = 12.5F;
  pair.topPercentile = 0.75F;
  outcomes.catalogue = 80;
  outcomes.pairs = {pair, {}};
  outcomes.playPairs = {pair};
  outcomes.coverage = {12, 5, 1};
  return outcomes;
}

TEST(OutcomesBlob, packedOutcomesComeBack) {
  const Outcomes outcomes = someOutcomes();
  const Outcomes back = unpackOutcomes(pack(outcomes));
  EXPECT_EQ(pack(back), pack(outcomes));
  EXPECT_EQ(back.kinds, outcomes.kinds);
  EXPECT_EQ(back.listeners, 12U);
  EXPECT_EQ(back.coverage, outcomes.coverage);
  ASSERT_EQ(back.pairs.size(), 2U);
  EXPECT_EQ(back.pairs[0].listener, 4'000'000'000U);
  EXPECT_EQ(back.pairs[0].scoreQ, 1e-30F);
  EXPECT_EQ(back.pairs[0].rankP, 2.5F);
  EXPECT_EQ(back.pairs[0].fallback, -1);
  EXPECT_EQ(back.pairs[0].order, 1);
  EXPECT_EQ(back.pairs[0].contextInputs, 70'000U);
  EXPECT_EQ(back.pairs[0].strangerQ, 0.75F);
  EXPECT_TRUE(std::isnan(back.pairs[0].scoreRandom));
  EXPECT_EQ(back.playPairs.size(), 1U);
  EXPECT_EQ(back.catalogue, 80U);
  EXPECT_EQ(back.pairs[0].top, outcomes.pairs[0].top);
  EXPECT_EQ(back.pairs[0].topPopularity, 12.5F);
  EXPECT_EQ(back.pairs[0].topPercentile, 0.75F);
  EXPECT_EQ(back.pairs[1].top, PairOutcome::noTopSongs());
  EXPECT_TRUE(unpackOutcomes(pack({})).pairs.empty());
}

TEST(OutcomesBlob, theBytesAreLittleEndianAndVersioned) {
  const std::string bytes = pack(someOutcomes());
  EXPECT_EQ(bytes.substr(0, 6), std::string("SKO\x02\x03\x02"));         // version 2, listen, skip
  EXPECT_EQ(bytes.substr(6, 8), std::string("\x0c\0\0\0\x02\0\0\0", 8)); // 12 listeners, 2 pairs
}

/// FNV-1a of 64 bits, little-endian.
std::string checksumOf(const std::string& bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char byte : bytes)
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  std::string text;
  for (int i = 0; i < 8; ++i)
    text += static_cast<char>(hash >> (8 * i));
  return text;
}

TEST(OutcomesBlob, versionOneHadNoTopSongs) {
  Outcomes outcomes = someOutcomes();
  std::string bytes = pack(outcomes);
  // Without the checksum (8), two pairs of ten songs and two numbers (48 each), and the catalogue (4).
  bytes.resize(bytes.size() - 8 - 2 * 48 - 4);
  bytes[3] = 1;
  const Outcomes back = unpackOutcomes(bytes + checksumOf(bytes));
  EXPECT_EQ(back.catalogue, 0U);
  ASSERT_EQ(back.pairs.size(), 2U);
  EXPECT_EQ(back.pairs[0].top, PairOutcome::noTopSongs());
  EXPECT_TRUE(std::isnan(back.pairs[0].topPopularity));
  EXPECT_EQ(back.pairs[0].strangerQ, 0.75F);
  EXPECT_EQ(back.coverage, outcomes.coverage);
}

TEST(OutcomesBlob, newerVersionsAreRefused) {
  std::string bytes = pack(someOutcomes());
  bytes.resize(bytes.size() - 8);
  bytes[3] = 3;
  EXPECT_THROW(unpackOutcomes(bytes + checksumOf(bytes)), core::Error);
}

TEST(OutcomesBlob, everyDamageIsFound) {
  const std::string bytes = pack(someOutcomes());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(unpackOutcomes(bytes.substr(0, size)), core::Error) << size;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    EXPECT_THROW(unpackOutcomes(damaged), core::Error) << i;
  }
}

} // namespace
} // namespace skipscope::evaluation
