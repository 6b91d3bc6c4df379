#include "core/error.h"
#include "tests/core/listening/log_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::listening {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

/// What a sample of the datasets folder holds.
struct Sample {
  const char* file;
  const char* format;
  std::int64_t listeners, songs, stations, likes, dislikes, skips, listens;
};

void PrintTo(const Sample& sample, std::ostream* out) {
  *out << sample.file;
}

class SampleTest : public testing::TestWithParam<Sample> {};

TEST_P(SampleTest, HasTheCountsItWasWrittenWith) {
  const Sample& sample = GetParam();
  ImportRequest request;
  request.files = {samplePath(sample.file)};
  const ImportResult result = readLog(request, {}, {});
  const DatasetSummary& summary = result.summary;
  EXPECT_EQ(summary.format, sample.format);
  EXPECT_EQ(summary.listeners, sample.listeners);
  EXPECT_EQ(summary.songs, sample.songs);
  EXPECT_EQ(summary.stations, sample.stations);
  EXPECT_EQ(summary.likes, sample.likes);
  EXPECT_EQ(summary.dislikes, sample.dislikes);
  EXPECT_EQ(summary.skips, sample.skips);
  EXPECT_EQ(summary.listens, sample.listens);
  EXPECT_EQ(summary.events, sample.likes + sample.dislikes + sample.skips + sample.listens);
  EXPECT_EQ(summary.kept, static_cast<std::int64_t>(result.dataset.events.size()));
  EXPECT_EQ(result.dataset.offsets.back(), result.dataset.events.size());
  EXPECT_THAT(result.rejections, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Datasets, SampleTest,
                         testing::Values(Sample{"simulated.csv", "csv", 20, 59, 4, 31, 44, 106, 317},
                                         Sample{"piki.csv", "piki", 14, 37, 0, 31, 44, 0, 0},
                                         Sample{"kuairand.tsv", "kuairand", 7, 51, 3, 8, 29, 34, 129},
                                         Sample{"movielens.csv", "movielens", 12, 58, 0, 9, 19, 0, 172},
                                         Sample{"u.data", "movielens", 6, 44, 0, 6, 20, 0, 68},
                                         Sample{"ratings.dat", "movielens", 6, 44, 0, 6, 20, 0, 68},
                                         Sample{"mssd.csv", "mssd", 8, 45, 4, 0, 0, 27, 93},
                                         Sample{"yambda.csv", "yambda", 10, 58, 0, 8, 31, 65, 233},
                                         Sample{"spotify.json", "spotify", 1, 30, 0, 0, 0, 6, 44},
                                         Sample{"listenbrainz.zip", "listenbrainz", 1, 28, 0, 16, 5, 5, 20},
                                         Sample{"lastfm1k.tsv", "lastfm1k", 5, 41, 0, 0, 0, 0, 95},
                                         Sample{"lastfm.csv", "lastfm", 1, 12, 0, 0, 0, 0, 15},
                                         Sample{"scrobbler.log", "scrobbler", 1, 18, 0, 0, 0, 4, 15}));

class FormatTest : public LogTest {};

TEST_F(FormatTest, CsvGuessesColumnsAndWords) {
  const auto result = readText("Track ID;User-Id;Timestamp;Event;Playlist;title;artist\n"
                               "t1;u1;100;Thumbs_Up;p;Song;Band\n"
                               "t2;u1;90;skipped;p;\"A; \"\"B\"\"\";Band\n"
                               "t3;u2;2020-01-01T00:00:00Z;listen;;;\n");
  EXPECT_THAT(result.dataset.listenerIds, ElementsAre("u1", "u2"));
  EXPECT_THAT(historyText(result.dataset), ElementsAre("t2@90000:skip", "t1@100000:like"));
  EXPECT_THAT(result.dataset.titles, ElementsAre("Song", "A; \"B\"", ""));
  EXPECT_THAT(result.dataset.artists, ElementsAre("Band", "Band", ""));
  EXPECT_EQ(result.summary.stations, 1);
  EXPECT_EQ(result.summary.from, 90'000);
  EXPECT_EQ(result.summary.to, 1'577'836'800'000);
}

TEST_F(FormatTest, CsvTakesColumnsAsMapped) {
  auto asked = request(write("log.tsv", "a\tb\tc\td\n7\t9\t100\tyes\n7\t8\t200\tno\n"));
  asked.columns = {{"listener", "a"}, {"song", "b"}, {"time", "c"}, {"like", "d"}};
  EXPECT_THAT(historyText(read(asked).dataset), ElementsAre("9@100000:like", "8@200000:listen"));
}

TEST_F(FormatTest, CsvReadsNumbersAndEditedWords) {
  auto asked =
      request(write("log.csv", "user,song,time,feedback\n1,1,10,1\n1,2,20,-1\n1,3,30,0\n1,4,40,5\n"));
  asked.maxRejected = 0.5;
  EXPECT_THAT(historyText(read(asked).dataset),
              ElementsAre("1@10000:like", "2@20000:dislike", "3@30000:listen"));
  setRule(asked.rules, "feedback.skip", "5");
  EXPECT_EQ(read(asked).summary.skips, 1);
  setRule(asked.rules, "feedback.skip", "1");
  EXPECT_THAT(errorOf(asked), HasSubstr("'1' stands in both feedback.like and feedback.skip"));
}

TEST_F(FormatTest, CsvTakesRatingsByTheThresholds) {
  auto asked = request(write("log.csv", "user,song,time,stars\n1,1,10,4\n1,2,20,3.5\n1,3,30,2\n1,4,40,\n"));
  EXPECT_THAT(historyText(read(asked).dataset),
              ElementsAre("1@10000:like", "2@20000:listen", "3@30000:dislike", "4@40000:listen"));
  setRule(asked.rules, "rating.like", "3.5");
  EXPECT_EQ(read(asked).summary.likes, 2);
}

TEST_F(FormatTest, CsvFlagsOfOneRowReduceToVoteOverSkipOverListen) {
  const auto result =
      readText("user,song,time,liked,disliked,skipped\n"
               "1,1,10,1,0,1\n1,2,20,0,1,1\n1,3,30,False,false,TRUE\n1,4,40,0,0,0\n1,5,50,1,1,0\n");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("1@10000:like", "2@20000:dislike", "3@30000:skip",
                                                       "4@40000:listen", "5@50000:dislike"));
}

TEST_F(FormatTest, PlayTimeTellsSkipsWhereTheLogHasNoFlag) {
  const char* log = "user,song,time,played_ms,duration_ms\n"
                    "1,1,10,29999,200000\n" // short by both
                    "1,2,20,30000,200000\n" // not short
                    "1,3,30,20000,40000\n"  // half of it: not short
                    "1,4,40,19999,40000\n"  // short by both
                    "1,5,50,5000,0\n"       // length unknown
                    "1,6,60,,100000\n";     // play time unknown
  EXPECT_THAT(historyText(readText(log).dataset),
              ElementsAre("1@10000:skip", "2@20000:listen", "3@30000:listen", "4@40000:skip", "5@50000:skip",
                          "6@60000:listen"));
  auto asked = request(write("log.csv", log));
  setRule(asked.rules, "skip.max_played_ms", "5000");
  EXPECT_EQ(read(asked).summary.skips, 0);
}

TEST_F(FormatTest, AFlagGoesBeforePlayTime) {
  const auto result =
      readText("user,song,time,skipped,played_ms\n1,1,10,0,1000\n1,2,20,,1000\n1,3,30,1,90000\n");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("1@10000:listen", "2@20000:skip", "3@30000:skip"));
}

TEST_F(FormatTest, CsvOrdersByPositionWhereThereAreNoTimes) {
  auto asked =
      request(write("log.csv", "session,song,position,feedback,user\ns,b,2,skip,1\ns,a,1,listen,1\n"));
  const auto result = read(asked);
  EXPECT_TRUE(result.dataset.orderedByPosition);
  EXPECT_TRUE(result.summary.orderedByPosition);
  EXPECT_FALSE(result.summary.from);
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@1:listen", "b@2:skip"));
  setRule(asked.rules, "filter.from", "2020-01-01");
  EXPECT_THAT(errorOf(asked), HasSubstr("no times"));
}

TEST_F(FormatTest, PikiKeepsAContextAsStationOnlyIfAsked) {
  auto asked = request(samplePath("piki.csv"));
  setRule(asked.rules, "piki.station", "personalized");
  EXPECT_THAT(read(asked).dataset.stationIds, ElementsAre("0", "1"));
  setRule(asked.rules, "piki.station", "treatment_group");
  EXPECT_THAT(errorOf(asked), HasSubstr("no column 'treatment_group'"));
}

TEST_F(FormatTest, KuairandTakesLabelsAsVotes) {
  const auto result =
      readText("user_id\tvideo_id\ttime_ms\tlong_view\tplay_time_ms\tduration_ms\tlabel\n"
               "1\t10\t1649581149287\t0\t100\t9000\t1\n1\t11\t1649581149288\t1\t9000\t9000\t0\n");
  EXPECT_EQ(result.summary.format, "kuairand");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("10@1649581149287:like", "11@1649581149288:dislike"));
}

TEST_F(FormatTest, OneLogHasOneFingerprintHoweverItIsPacked) {
  const std::string content = fileContent(samplePath("simulated.csv"));
  const std::string plain = read(request(samplePath("simulated.csv"))).summary.fingerprint;
  EXPECT_EQ(plain.size(), 32U);
  for (const char* name :
       {"log.csv.gz", "log.csv.bz2", "log.csv.xz", "log.csv.zst", "log.zip", "log.tar.gz"}) {
    const auto result = read(request(pack(name, {{"log.csv", content}})));
    EXPECT_EQ(result.summary.fingerprint, plain) << name;
    EXPECT_EQ(result.summary.events, 498) << name;
  }
}

TEST_F(FormatTest, OfAnArchiveOnlyMembersOfTheFormatAreRead) {
  const auto path = pack("ml.zip", {{"ml/README.txt", "About these data."},
                                    {"ml/movies.csv", "movieId,title,genres\n1,Toy,Comedy\n"},
                                    {"ml/ratings.csv", fileContent(samplePath("movielens.csv"))},
                                    {"ml/empty.csv", ""}});
  const auto result = read(request(path));
  EXPECT_EQ(result.summary.format, "movielens");
  EXPECT_EQ(result.summary.events, 200);
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("3 files in")));
  EXPECT_THAT(errorOf(request(pack("no.zip", {{"README.txt", "Nothing here."}}))), HasSubstr("No file in"));
}

TEST_F(FormatTest, SeveralFilesMakeOneDataset) {
  auto asked = request(write("1.csv", "user,song,time,feedback\n1,1,10,like\n"));
  asked.files.push_back(write("2.csv", "time,feedback,song,user\n20,skip,2,1\n"));
  EXPECT_THAT(historyText(read(asked).dataset), ElementsAre("1@10000:like", "2@20000:skip"));
}

TEST_F(FormatTest, NotesTellOfMissingZonesAndLatin1) {
  const auto result = readText("user,song,time,feedback,title\n1,1,2020-01-01 10:00,like,Bj\xF6rk\n");
  EXPECT_EQ(result.dataset.titles.front(), "Bj\xC3\xB6rk");
  EXPECT_THAT(result.notes, ElementsAre("Times carry no zone and were read as UTC.", HasSubstr("Latin-1")));
}

TEST_F(FormatTest, QuotedCellsMayHoldLineEnds) {
  const auto result = readText("user,song,time,feedback,title\r\n1,1,10,like,\"two\r\nlines, one title\"\r\n"
                               "1,2,20,skip,12\" mix\r\n");
  EXPECT_THAT(result.dataset.titles, ElementsAre("two\r\nlines, one title", "12\" mix"));
}

TEST_F(FormatTest, PreviewShowsRowsAndMapping) {
  const LogPreview preview = previewLog(request(samplePath("kuairand.tsv")), 3);
  EXPECT_EQ(preview.format, "kuairand");
  EXPECT_EQ(preview.header.size(), 12U);
  EXPECT_EQ(preview.rows.size(), 3U);
  EXPECT_EQ(preview.columns.at("song"), "video_id");
  EXPECT_EQ(preview.problem, "");
  const LogPreview headerless = previewLog(request(samplePath("u.data")), 2);
  EXPECT_THAT(headerless.header, IsEmpty());
  EXPECT_EQ(headerless.rows.at(1).size(), 4U);
}

TEST_F(FormatTest, PreviewTellsWhatTheMappingLacks) {
  auto asked = request(write("log.csv", "user,item,when\n1,2,3\n"));
  EXPECT_THAT(previewLog(asked, 1).problem, HasSubstr("no column for the time"));
  EXPECT_THAT(previewLog(asked, 1).columns,
              UnorderedElementsAre(Pair("listener", "user"), Pair("song", "item")));
  asked.columns = {{"time", "when"}};
  EXPECT_EQ(previewLog(asked, 1).problem, "");
  asked.columns = {{"time", "wenn"}};
  EXPECT_THAT(previewLog(asked, 1).problem, HasSubstr("Did you mean 'when'?"));
}

TEST_F(FormatTest, EveryFormatAndFieldIsNamed) {
  EXPECT_THAT(formatNames(), ElementsAre("csv", "kuairand", "lastfm", "lastfm1k", "listenbrainz", "movielens",
                                         "mssd", "piki", "scrobbler", "spotify", "yambda"));
  for (const auto& [field, meaning] : mappableFields())
    EXPECT_GT(meaning.size(), 5U) << field;
}

TEST(ImportTest, ADatasetIsNamedAfterItsFile) {
  EXPECT_EQ(nameFromFile("logs/radio.2024.csv.gz"), "radio");
  EXPECT_EQ(nameFromFile("plays"), "plays");
  EXPECT_EQ(nameFromFile("logs/.plays.csv"), ".plays");
}

} // namespace skipscope::listening
