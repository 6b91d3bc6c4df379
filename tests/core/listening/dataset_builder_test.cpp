#include "tests/core/listening/log_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

namespace skipscope::listening {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class DatasetBuilderTest : public LogTest {
protected:
  static constexpr const char* kHeader = "user,song,time,feedback\n";
  std::vector<std::string> history(const std::string& rows) {
    return historyText(readText(kHeader + rows).dataset);
  }
};

TEST_F(DatasetBuilderTest, AVoteJoinsTheLatestPlayWithinTheHourAtItsTime) {
  const auto result = readText(kHeader + "1,a,1000,listen\n1,a,2000,skip\n1,b,2100,listen\n1,a,5600,like\n"s);
  EXPECT_THAT(historyText(result.dataset),
              ElementsAre("a@1000000:listen", "a@2000000:like", "b@2100000:listen"));
  EXPECT_EQ(result.summary.merged, 1);
  EXPECT_EQ(result.summary.events, 3);
}

TEST_F(DatasetBuilderTest, AVoteBeyondTheHourStandsForItself) {
  EXPECT_THAT(history("1,a,1000,listen\n1,a,4601,like\n"), ElementsAre("a@1000000:listen", "a@4601000:like"));
  EXPECT_THAT(history("1,a,1000,listen\n1,a,4600,like\n"), ElementsAre("a@1000000:like"));
  auto asked = request(write("log.csv", kHeader + "1,a,1000,listen\n1,a,1001,like\n"s));
  setRule(asked.rules, "vote.join_ms", "0");
  EXPECT_EQ(read(asked).summary.events, 2);
}

TEST_F(DatasetBuilderTest, AVoteBeforeThePlayNeverJoinsIt) {
  EXPECT_THAT(history("1,a,1000,like\n1,a,1001,listen\n"), ElementsAre("a@1000000:like", "a@1001000:listen"));
}

TEST_F(DatasetBuilderTest, TheLaterVoteReplacesTheEarlier) {
  EXPECT_THAT(history("1,a,1000,listen\n1,a,1010,like\n1,a,1020,dislike\n"),
              ElementsAre("a@1000000:dislike"));
  EXPECT_THAT(history("1,a,1000,listen\n1,a,1010,dislike\n1,a,1020,like\n"), ElementsAre("a@1000000:like"));
}

TEST_F(DatasetBuilderTest, ARevokedVoteLeavesThePlay) {
  const auto result = readText(kHeader + "1,a,1000,skip\n1,a,1010,like\n1,a,9999,unlike\n1,b,1020,listen\n"s);
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@1000000:skip", "b@1020000:listen"));
  EXPECT_EQ(result.summary.merged, 2);
  EXPECT_THAT(history("1,a,1000,like\n1,a,1010,unlike\n1,b,1,listen\n"), ElementsAre("b@1000:listen"));
  EXPECT_THAT(errorOfText(kHeader + "1,a,1000,like\n1,a,1010,unlike\n"s), HasSubstr("no usable event"));
}

TEST_F(DatasetBuilderTest, RevokedVotesThatTheLogDoesNotHoldAreNoted) {
  const auto result =
      readText(kHeader + "1,a,900,unlike\n1,a,1000,listen\n1,a,1010,like\n1,b,1,undislike\n"s);
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@1000000:like"));
  EXPECT_EQ(result.summary.merged, 1);
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("nothing came of these rows: 2.")));
}

TEST_F(DatasetBuilderTest, ARevocationTakesBackTheKindItNames) {
  EXPECT_THAT(history("1,a,1000,listen\n1,a,1000,like\n1,a,2000,listen\n1,a,2000,dislike\n1,a,2010,unlike\n"),
              ElementsAre("a@1000000:listen", "a@2000000:dislike"));
  EXPECT_THAT(history("1,a,1000,listen\n1,a,1010,dislike\n1,a,1020,unlike\n"),
              ElementsAre("a@1000000:dislike"));
  EXPECT_THAT(history("1,a,1000,skip\n1,a,1000,like\n1,a,1010,dislike\n1,a,1020,undislike\n"),
              ElementsAre("a@1000000:skip"));
}

TEST_F(DatasetBuilderTest, PositionsJoinVotesOnlyToThePlayOfTheSamePosition) {
  const auto positions = [&](const std::string& rows) {
    return historyText(readText("user,song,position,feedback\n" + rows).dataset);
  };
  EXPECT_THAT(positions("1,a,1,listen\n1,b,2,listen\n1,a,3,like\n"),
              ElementsAre("a@1:listen", "b@2:listen", "a@3:like"));
  EXPECT_THAT(positions("1,a,1,listen\n1,a,1,like\n"), ElementsAre("a@1:like"));
}

TEST_F(DatasetBuilderTest, SignsOfOnePlayReduceToTheStrongest) {
  EXPECT_THAT(history("1,a,5,listen\n1,a,5,skip\n"), ElementsAre("a@5000:skip"));
  EXPECT_THAT(history("1,a,5,like\n1,a,5,skip\n1,a,5,listen\n"), ElementsAre("a@5000:like"));
  EXPECT_THAT(history("1,a,5,like\n1,a,5,dislike\n"), ElementsAre("a@5000:dislike"));
}

TEST_F(DatasetBuilderTest, ExactDuplicatesAreCountedAndDroppedOrKept) {
  auto asked =
      request(write("log.csv", kHeader + "1,a,5,skip\n1,a,5,skip\n1,a,5,skip\n1,a,6,skip\n2,a,5,skip\n"s));
  const auto dropped = read(asked);
  EXPECT_EQ(dropped.summary.events, 5);
  EXPECT_EQ(dropped.summary.skips, 5);
  EXPECT_EQ(dropped.summary.duplicates, 2);
  EXPECT_EQ(dropped.summary.kept, 3);
  EXPECT_EQ(dropped.dataset.events.size(), 3U);
  setRule(asked.rules, "duplicates", "keep");
  const auto kept = read(asked);
  EXPECT_EQ(kept.summary.duplicates, 2);
  EXPECT_EQ(kept.dataset.events.size(), 5U);
  EXPECT_NE(kept.summary.fingerprint, dropped.summary.fingerprint);
}

TEST_F(DatasetBuilderTest, ADuplicatedPlayTakesItsVoteOnce) {
  const auto result = readText(kHeader + "1,a,5,listen\n1,a,5,listen\n1,a,9,like\n"s);
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@5000:like"));
  EXPECT_EQ(result.summary.duplicates, 1);
  EXPECT_EQ(result.summary.merged, 1);
}

TEST_F(DatasetBuilderTest, IdsAreInNumberOrderAndHistoriesInTimeOrder) {
  const auto data = readText(kHeader + "10,x,1,like\n9,10,3,like\n9,2,2,skip\nu,x,1,listen\n"s).dataset;
  EXPECT_THAT(data.listenerIds, ElementsAre("9", "10", "u"));
  EXPECT_THAT(data.songIds, ElementsAre("2", "10", "x"));
  EXPECT_THAT(data.offsets, ElementsAre(0, 2, 3, 4));
  EXPECT_THAT(historyText(data, 0), ElementsAre("2@2000:skip", "10@3000:like"));
  EXPECT_THAT(data.stationIds, ElementsAre(""));
}

TEST_F(DatasetBuilderTest, FileOrderNeverMatters) {
  std::vector<std::string> rows;
  std::set<std::string> orders;
  for (int song = 0; song < 40; ++song) // likes first, all at one time: file order would leak the label
    rows.push_back("1," + std::to_string(song) + ",7," + (song < 20 ? "like" : "dislike") + "\n");
  for (int i = 0; i < 30; ++i)
    rows.push_back("2," + std::to_string(i % 3) + "," + std::to_string(i % 7) +
                   (i % 2 ? ",skip\n" : ",like\n"));
  std::mt19937 random(1);
  std::set<std::string> fingerprints;
  for (int round = 0; round < 5; ++round) {
    std::string log = kHeader;
    for (const std::string& row : rows)
      log += row;
    fingerprints.insert(readText(log).summary.fingerprint);
    std::shuffle(rows.begin(), rows.end(), random);
  }
  EXPECT_EQ(fingerprints.size(), 1U);
}

TEST_F(DatasetBuilderTest, TiesAreSplitByAHashNotByFeedback) {
  std::string log = kHeader;
  for (int song = 0; song < 200; ++song)
    log += "1," + std::to_string(song) + ",7," + (song < 100 ? "like" : "dislike") + "\n";
  const auto data = readText(log).dataset;
  const auto history = data.history(0);
  const auto likesInFirstHalf = std::count_if(history.begin(), history.begin() + 100, [](const Event& event) {
    return event.feedback == Feedback::Like;
  });
  EXPECT_GT(likesInFirstHalf, 30);
  EXPECT_LT(likesInFirstHalf, 70);
}

TEST_F(DatasetBuilderTest, TimeFilterIsHalfOpen) {
  auto asked = request(write("log.csv", kHeader + "1,a,10,like\n1,b,20,like\n2,c,30,like\n"s));
  setRule(asked.rules, "filter.from", "1970-01-01T00:00:10Z");
  setRule(asked.rules, "filter.to", "1970-01-01T00:00:30Z");
  const auto result = read(asked);
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@10000:like", "b@20000:like"));
  EXPECT_THAT(result.dataset.listenerIds, ElementsAre("1"));
  EXPECT_THAT(result.dataset.songIds, ElementsAre("a", "b"));
  setRule(asked.rules, "filter.from", "2020-01-01");
  setRule(asked.rules, "filter.to", "");
  EXPECT_THAT(errorOf(asked), HasSubstr("filter.from"));
}

TEST_F(DatasetBuilderTest, KCoreIsRepeatedUntilAllHaveEnough) {
  // c has two listeners, but one of them goes with d, so c goes, and then listener 2 has one song left.
  auto asked =
      request(write("log.csv", kHeader + "1,a,1,like\n1,b,2,like\n2,a,1,like\n2,c,2,like\n3,c,1,like\n"
                                         "4,a,1,like\n4,b,2,like\n3,c,1,like\n"s));
  setRule(asked.rules, "filter.listener_events", "2");
  setRule(asked.rules, "filter.song_events", "2");
  const auto result = read(asked);
  EXPECT_THAT(result.dataset.listenerIds, ElementsAre("1", "4"));
  EXPECT_THAT(result.dataset.songIds, ElementsAre("a", "b"));
  EXPECT_EQ(result.summary.events, 4);
  setRule(asked.rules, "filter.listener_events", "3");
  EXPECT_THAT(errorOf(asked), HasSubstr("lower them"));
}

TEST_F(DatasetBuilderTest, TheFingerprintCoversContentAndRules) {
  const std::string base = "user,song,time,feedback,title\n1,a,10,like,A\n1,b,20,skip,B\n";
  auto asked = request(write("log.csv", base));
  const std::string fingerprint = read(asked).summary.fingerprint;
  EXPECT_EQ(read(asked).summary.fingerprint, fingerprint);
  std::set<std::string> others;
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"like,A", "like,AA"},
                                                                                 {"20,skip", "21,skip"},
                                                                                 {"20,skip", "20,listen"},
                                                                                 {"1,b", "2,b"},
                                                                                 {"1,b", "1,c"}}) {
    std::string changed = base;
    changed.replace(changed.find(from), from.size(), to);
    others.insert(readText(changed).summary.fingerprint);
  }
  auto ruled = request(write("log.csv", base));
  setRule(ruled.rules, "skip.max_played_ms", "29999");
  others.insert(read(ruled).summary.fingerprint);
  EXPECT_EQ(others.size(), 6U);
  EXPECT_FALSE(others.contains(fingerprint));
}

TEST_F(DatasetBuilderTest, FingerprintsOfSamplesAreTheSameOnEveryMachine) {
  EXPECT_EQ(read(request(samplePath("movielens.csv"))).summary.fingerprint,
            "3a4c5e5b50c3ba6bde8c7ee8af302687");
  EXPECT_EQ(read(request(samplePath("kuairand.tsv"))).summary.fingerprint,
            "bc7363e2081145abb57a40188404d33d");
}

TEST_F(DatasetBuilderTest, SummaryCarriesTheRules) {
  const auto summary = read(request(samplePath("movielens.csv"))).summary;
  EXPECT_EQ(summary.rules, ruleTexts(ImportRules{}));
  EXPECT_EQ(summary.rules.at("rating.like"), "4");
}

} // namespace skipscope::listening
