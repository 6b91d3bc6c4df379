// What tables are taken for, and what is said of those that are none of the formats.

#include "core/error.h"
#include "tests/core/listening/log_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::listening {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

class FormatGuess : public LogTest {
protected:
  ImportResult readNamed(const std::string& name, std::string_view content) const {
    auto asked = request(write(name, content));
    asked.maxRejected = 1;
    return read(asked);
  }
};

TEST_F(FormatGuess, YambdaIsToldByItsWordsToo) {
  const auto csv = readText("uid,item_id,timestamp,event_type\n1,a,10,play\n1,b,20,skip\n1,c,30,thumb_up\n");
  EXPECT_EQ(csv.summary.format, "csv");
  EXPECT_EQ(csv.summary.skips, 1);
  EXPECT_THAT(csv.rejections, IsEmpty());
  const auto yambda = readNamed("log.csv", "uid,item_id,timestamp,event_type\n1,a,10,Listen\n1,b,20,??\n"
                                           "1,c,30,LIKE\n");
  EXPECT_EQ(yambda.summary.format, "yambda");
  EXPECT_THAT(yambda.summary.rejected, ElementsAre(Pair("unknown feedback word", 1)));
}

TEST_F(FormatGuess, YambdaFilesAreNamedInAnyCaseButInWholeWords) {
  const std::string_view rows = "uid,timestamp,item_id,is_organic\n1,20,a,1\n";
  EXPECT_EQ(readNamed("LIKES.CSV", rows).summary.likes, 1);
  EXPECT_EQ(readNamed("yambda-50m_Dislikes.csv", rows).summary.dislikes, 1);
  EXPECT_THAT(errorOf(request(write("likely.csv", rows))), HasSubstr("does not tell what its rows are"));
  EXPECT_THAT(readNamed("like.csv", rows).notes, IsEmpty()) << "its rows are likes, not plays";
}

TEST_F(FormatGuess, HeadersMayBeInCapitals) {
  EXPECT_EQ(readText("SESSION_ID,Session_Position,TRACK_ID_CLEAN,skip_2\ns,1,a,true\n").summary.format,
            "mssd");
  EXPECT_EQ(readText("Uts,Utc_Time,Artist,Track\n1700000000,,Band,A\n").summary.format, "lastfm");
}

TEST_F(FormatGuess, LastfmWithAColumnOfUsersHasAListenerEach) {
  const auto result = readText("user,uts,artist,track\nanna,1700000000,Band,A\nbob,1700000100,Band,B\n");
  EXPECT_EQ(result.summary.format, "lastfm");
  EXPECT_THAT(result.dataset.listenerIds, ElementsAre("anna", "bob"));
}

TEST_F(FormatGuess, ASongCannotBeMappedWhereNamesTellIt) {
  auto asked = request(write("log.csv", "uts,artist,track,mbid\n1700000000,Band,A,m\n"));
  asked.columns = {{"song", "mbid"}};
  asked.format = "lastfm";
  EXPECT_THAT(errorOf(asked), AllOf(HasSubstr("artist and title"), HasSubstr("--map song")));
}

TEST_F(FormatGuess, AFileNamedTwiceIsOneListener) {
  auto asked = request(write("anna.csv", "uts,artist,track\n1700000000,Band,A\n1700000300,Band,B\n"));
  asked.files.push_back(asked.files.front());
  const auto result = read(asked);
  EXPECT_EQ(result.summary.listeners, 1);
  EXPECT_EQ(result.summary.duplicates, 2);
}

TEST_F(FormatGuess, TimesOfAClockThatWasNotSetAreRejected) {
  EXPECT_THAT(readNamed("a.csv", "uts,artist,track\n0,Band,A\n1700000300,Band,B\n").summary.rejected,
              ElementsAre(Pair("unreadable time", 1)));
  EXPECT_THAT(readNamed("b.log", "#AUDIOSCROBBLER/1.1\n#TZ/UTC\nBand\tX\tA\t1\t200\tL\t0\n"
                                 "Band\tX\tA\t1\t200\tL\t1700000000\n")
                  .summary.rejected,
              ElementsAre(Pair("unreadable time", 1)));
}

TEST_F(FormatGuess, ScrobblerTimesOfAnotherZoneAreNoted) {
  const auto notes = [&](const std::string& zone) {
    return readText("#AUDIOSCROBBLER/1.1\n#TZ/" + zone + "\nBand\tX\tA\t1\t200\tL\t1700000000\n").notes;
  };
  EXPECT_THAT(notes("Europe/Berlin"), ElementsAre(HasSubstr("read as UTC")));
  EXPECT_THAT(notes("UTC"), IsEmpty());
}

TEST_F(FormatGuess, AFirstRowIsNotShownAsAHeader) {
  for (const std::string_view content :
       {"anna,s1,1700000000,like\nbob,s2,1700000100,skip\n", "anna,s1,2024-05-01,like\n",
        "anna,Album,Song,14 Nov 2023 22:13\n", "anna\t2009-05-04T23:08:57\tf1\n"})
    EXPECT_THAT(errorOfText(content),
                AllOf(HasSubstr("looks like a row"), HasSubstr("put one on top"), Not(HasSubstr("anna"))))
        << content;
  EXPECT_THAT(errorOfText("who,what,2nd\n1,2,3\n"), HasSubstr("its columns are: who, what, 2nd"));
}

TEST_F(FormatGuess, AColumnThatARuleNamesIsToldWithTheRule) {
  EXPECT_THAT(errorOfText("session_id,session_position,track_id_clean,skip_1\ns,1,a,true\n"),
              AllOf(HasSubstr("no column 'skip_2'"), HasSubstr("--rule"), HasSubstr("mssd.skip"),
                    Not(HasSubstr("was asked for"))));
}

} // namespace skipscope::listening
