#include "core/listening/time_text.h"

#include <gtest/gtest.h>

namespace skipscope::listening {

namespace {

std::int64_t msOf(std::string_view text) {
  const auto time = parseTime(text);
  EXPECT_TRUE(time) << text;
  return time ? time->ms : -1;
}

} // namespace

TEST(TimeText, ReadsEpochSecondsAndMilliseconds) {
  EXPECT_EQ(msOf("964982703"), 964'982'703'000);
  EXPECT_EQ(msOf("1649581149287"), 1'649'581'149'287);
  EXPECT_EQ(msOf("964982703.25"), 964'982'703'250);
  EXPECT_EQ(msOf("0"), 0);
  EXPECT_EQ(msOf("-1"), -1000);
}

TEST(TimeText, ReadsMicrosecondsNanosecondsAndPowersOfTen) {
  EXPECT_EQ(msOf("1649581149287654"), 1'649'581'149'287);
  EXPECT_EQ(msOf("1649581149287654321"), 1'649'581'149'287);
  EXPECT_EQ(msOf("-1649581149287654"), -1'649'581'149'288);
  EXPECT_EQ(msOf("1.7e+09"), 1'700'000'000'000);
  EXPECT_EQ(msOf("1.649581149287E12"), 1'649'581'149'287);
  EXPECT_EQ(msOf("1649581149287654.5"), 1'649'581'149'287);
}

TEST(TimeText, ReadsIsoWithAndWithoutZone) {
  EXPECT_EQ(msOf("2000-02-29"), 951'782'400'000);
  EXPECT_EQ(msOf("2019-06-21 01:04:23"), 1'561'079'063'000);
  EXPECT_EQ(msOf("2019-06-21T01:04:23.5Z"), 1'561'079'063'500);
  EXPECT_EQ(msOf("2019-06-21T03:04:23+02:00"), 1'561'079'063'000);
  EXPECT_EQ(msOf("2019-06-20T20:04-0500"), 1'561'079'040'000);
  EXPECT_FALSE(parseTime("2019-06-21 01:04:23")->zoneGiven);
  EXPECT_TRUE(parseTime("2019-06-21 01:04:23Z")->zoneGiven);
  EXPECT_TRUE(parseTime("964982703")->zoneGiven);
}

TEST(TimeText, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "yesterday", "2019-13-01", "2019-02-29", "2019-06-21T25:00", "2019-06-21 1:00", "12:30", "1e19",
        "1e400", "inf", "964982703x", "nan", "99999999999999999999", "2019-06-21T01:04:23+99:00"})
    EXPECT_FALSE(parseTime(text)) << text;
}

TEST(TimeText, WritesWhatItReads) {
  for (const std::int64_t ms : {std::int64_t{0}, std::int64_t{1'561'079'063'500}, std::int64_t{-86'400'001},
                                std::int64_t{951'782'399'999}, std::int64_t{4'102'444'800'000}})
    EXPECT_EQ(msOf(isoTime(ms)), ms) << isoTime(ms);
  EXPECT_EQ(isoTime(1'561'079'063'000), "2019-06-21T01:04:23Z");
}

} // namespace skipscope::listening
