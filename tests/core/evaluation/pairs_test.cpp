// Each rule of a test pair with a history of its own (docs/method.md, 'Test pairs').
#include "tests/core/evaluation/tiny_log.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <tuple>

namespace skipscope::evaluation {
namespace {

constexpr PairKinds kVotes;

/// "p>q p>q", newest first.
std::string pairsOf(const std::vector<Row>& rows, PairKinds kinds = kVotes) {
  std::string text;
  for (const Pair& pair : walkBack(0, eventsOf(rows), kinds))
    text += (text.empty() ? "" : " ") + std::to_string(pair.p) + ">" + std::to_string(pair.q);
  return text;
}

TEST(Pairs, theLikeNearestInTimeWinsBeforeOrAfter) {
  EXPECT_EQ(pairsOf({{1, 1, kLike}, {5, 2, kLike}, {7, 9, kDislike}}), "2>9");
  EXPECT_EQ(pairsOf({{1, 1, kLike}, {7, 9, kDislike}, {8, 3, kLike}}), "3>9");
  EXPECT_EQ(pairsOf({{5, 2, kLike}, {7, 9, kDislike}, {10, 3, kLike}}), "2>9"); // 2 apart against 3
}

TEST(Pairs, ofTwoEquallyNearTheEarlierThenTheSmallerSong) {
  EXPECT_EQ(pairsOf({{5, 8, kLike}, {7, 9, kDislike}, {9, 3, kLike}}), "8>9");
  EXPECT_EQ(pairsOf({{5, 8, kLike}, {5, 4, kLike}, {7, 9, kDislike}}), "4>9");
  EXPECT_EQ(pairsOf({{7, 9, kDislike}, {8, 6, kLike}, {8, 4, kLike}}), "4>9");
  EXPECT_EQ(pairsOf({{6, 1, kLike}, {7, 9, kDislike}, {7, 5, kLike}, {7, 4, kLike}}), "4>9"); // 0 apart
}

TEST(Pairs, momentIsTheEarlierOfTheTwo) {
  const auto pairs = walkBack(3, eventsOf({{5, 1, kLike, 2}, {7, 9, kDislike, 2}}), kVotes);
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].listener, 3U);
  EXPECT_EQ(pairs[0].station, 2U);
  EXPECT_EQ(pairs[0].timeP, 5);
  EXPECT_EQ(pairs[0].timeQ, 7);
  EXPECT_EQ(pairs[0].moment(), 5);
}

TEST(Pairs, theWalkGoesOnStrictlyBeforeTheEarlierEvent) {
  // 2>9 spans [7, 9]; the dislike of song 8 at 7 is not strictly before it, so 1>7 comes next.
  EXPECT_EQ(pairsOf({{1, 1, kLike}, {2, 7, kDislike}, {7, 2, kLike}, {7, 8, kDislike}, {9, 9, kDislike}}),
            "2>9 1>7");
  // Likewise the dislike of song 6 at 4.
  EXPECT_EQ(pairsOf({{4, 1, kLike}, {4, 6, kDislike}, {5, 9, kDislike}}), "1>9");
}

TEST(Pairs, aLikeAfterTheBoundIsNoPartner) {
  // The newest pair 2>9 begins at 5. Dislike 8 at 4 is nearest to like 2 (1 apart), which is taken; 1 is
  // next.
  EXPECT_EQ(pairsOf({{1, 1, kLike}, {4, 8, kDislike}, {5, 2, kLike}, {6, 9, kDislike}}), "2>9 1>8");
  // Like 2 is nearer to dislike 8 than like 1 (2 apart against 3), but lies in the newest pair's interval [5,
  // 6].
  EXPECT_EQ(pairsOf({{1, 1, kLike}, {4, 8, kDislike}, {5, 9, kDislike}, {6, 2, kLike}}), "2>9 1>8");
}

TEST(Pairs, aDislikeWithoutAPartnerIsPassedOver) {
  EXPECT_EQ(pairsOf({{9, 9, kDislike}}), "");
  EXPECT_EQ(pairsOf({{9, 1, kLike}}), "");
  EXPECT_EQ(pairsOf({{1, 1, kLike}, {2, 8, kDislike}, {9, 9, kDislike, 5}}),
            "1>8"); // nothing liked on station 5
}

TEST(Pairs, bothSongsAreOfOneStation) {
  EXPECT_EQ(pairsOf({{1, 1, kLike, 4}, {6, 2, kLike, 5}, {7, 9, kDislike, 4}}), "1>9");
}

TEST(Pairs, neitherSongHasAnEarlierEventOfThePairsKinds) {
  EXPECT_EQ(pairsOf({{1, 2, kLike}, {2, 1, kLike}, {6, 2, kLike}, {7, 9, kDislike}}),
            "1>9"); // p liked before
  EXPECT_EQ(pairsOf({{1, 2, kDislike}, {3, 1, kLike}, {6, 2, kLike}, {7, 9, kDislike}}),
            "1>9"); // p disliked before
  EXPECT_EQ(pairsOf({{1, 9, kLike}, {2, 1, kLike}, {3, 8, kDislike}, {7, 9, kDislike}}),
            "1>8"); // q liked before
  EXPECT_EQ(pairsOf({{1, 9, kDislike}, {4, 8, kDislike}, {5, 1, kLike}, {7, 9, kDislike}}),
            "1>8"); // q disliked
  EXPECT_EQ(pairsOf({{1, 9, kSkip}, {2, 1, kListen}, {6, 1, kLike}, {7, 9, kDislike}}),
            "1>9"); // other kinds may
}

TEST(Pairs, aPairIsTwoSongs) {
  EXPECT_EQ(pairsOf({{3, 1, kLike}, {5, 9, kLike}, {5, 9, kDislike}}), "1>9");
  EXPECT_EQ(pairsOf({{5, 9, kLike}, {5, 9, kDislike}}), "");
}

TEST(Pairs, noSongIsUsedTwice) {
  // Song 1 is liked again and again: only its first event counts, and it lies in the newest pair.
  EXPECT_EQ(pairsOf({{1, 8, kDislike}, {2, 1, kLike}, {3, 9, kDislike}, {4, 1, kLike}}), "1>9");
}

TEST(Pairs, heardThroughAgainstSkipped) {
  const PairKinds plays{kListen, kSkip};
  EXPECT_EQ(plays.name(), "listen>skip");
  EXPECT_EQ(pairsOf({{1, 1, kListen}, {2, 2, kLike}, {3, 3, kSkip}, {4, 4, kDislike}}, plays), "1>3");
}

TEST(Pairs, onlyEventsOfThePartTakePartButNoveltySeesAll) {
  const auto events =
      eventsOf({{1, 1, kLike}, {5, 2, kLike}, {6, 1, kLike}, {7, 9, kDislike}, {8, 3, kLike}});
  const auto part = walkBack(0, events, kVotes, 5, 8); // song 3 lies outside, song 1 was liked at 1 already
  ASSERT_EQ(part.size(), 1U);
  EXPECT_EQ(part[0].p, 2U);
  EXPECT_TRUE(walkBack(0, events, kVotes, 0, 7).empty()); // half-open: the dislike at 7 is out
  EXPECT_TRUE(walkBack(0, events, kVotes, 6, 8).empty());
}

TEST(Pairs, noMoreThanAsked) {
  const auto events = eventsOf({{1, 1, kLike}, {2, 8, kDislike}, {3, 2, kLike}, {4, 9, kDislike}});
  EXPECT_EQ(walkBack(0, events, kVotes).size(), 2U);
  const auto newest = walkBack(0, events, kVotes, 0, 10, 1);
  ASSERT_EQ(newest.size(), 1U);
  EXPECT_EQ(newest[0].q, 9U);
  EXPECT_TRUE(walkBack(0, {}, kVotes).empty());
}

/// The definition word for word: every rule a condition, every candidate looked at.
std::vector<Pair> byDefinition(const std::vector<Event>& events) {
  const auto novel = [&](const Event& event) {
    return std::none_of(events.begin(), events.end(), [&](const Event& other) {
      return other.song == event.song && other.time < event.time &&
             (other.feedback == kLike || other.feedback == kDislike);
    });
  };
  std::vector<Event> dislikes;
  std::copy_if(events.begin(), events.end(), std::back_inserter(dislikes),
               [](const Event& event) { return event.feedback == kDislike; });
  std::sort(dislikes.begin(), dislikes.end(), [](const Event& a, const Event& b) {
    return std::pair(-a.time, a.song) < std::pair(-b.time, b.song);
  });
  std::vector<Pair> pairs;
  std::vector<std::uint32_t> used;
  const auto isUsed = [&](std::uint32_t song) {
    return std::find(used.begin(), used.end(), song) != used.end();
  };
  std::int64_t bound = std::numeric_limits<std::int64_t>::max();
  for (const Event& q : dislikes) {
    if (q.time >= bound || !novel(q) || isUsed(q.song))
      continue;
    const Event* best = nullptr;
    const auto key = [&](const Event& event) {
      return std::tuple(std::abs(event.time - q.time), event.time, event.song);
    };
    for (const Event& p : events)
      if (p.feedback == kLike && p.station == q.station && p.time < bound && p.song != q.song && novel(p) &&
          !isUsed(p.song) && (!best || key(p) < key(*best)))
        best = &p;
    if (!best)
      continue;
    pairs.push_back({0, best->song, q.song, q.station, best->time, q.time});
    used.insert(used.end(), {best->song, q.song});
    bound = pairs.back().moment();
  }
  return pairs;
}

TEST(Pairs, theFastWalkIsTheDefinition) {
  std::mt19937 random(7);
  std::size_t made = 0;
  for (int history = 0; history < 400; ++history) {
    std::vector<Row> rows;
    for (std::uint32_t i = random() % 60; i > 0; --i)
      rows.push_back({static_cast<std::int64_t>(random() % 50), static_cast<std::uint32_t>(random() % 40),
                      listening::kAllFeedback[random() % 3], static_cast<std::uint32_t>(random() % 2)});
    const auto events = eventsOf(rows);
    const auto expected = byDefinition(events);
    const auto pairs = walkBack(0, events, kVotes);
    ASSERT_EQ(pairs.size(), expected.size());
    for (std::size_t i = 0; i < pairs.size(); ++i)
      EXPECT_EQ(std::tuple(pairs[i].p, pairs[i].q, pairs[i].timeP, pairs[i].timeQ),
                std::tuple(expected[i].p, expected[i].q, expected[i].timeP, expected[i].timeQ));
    made += pairs.size();
  }
  EXPECT_GT(made, 400U);
}

} // namespace
} // namespace skipscope::evaluation
