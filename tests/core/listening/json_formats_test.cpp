// Odd and broken files of the formats that are JSON.

#include "core/error.h"
#include "tests/core/listening/log_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::listening {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;
using namespace std::string_literals;

class JsonFormats : public LogTest {
protected:
  ImportResult readAll(std::string_view content) const {
    auto asked = request(write("log.json", content));
    asked.maxRejected = 1;
    return read(asked);
  }
};

/// A play of January 2024; what `members` repeat goes before.
std::string play(int day, const std::string& members = R"("skipped":false)") {
  return R"({"ts":"2024-01-)" + std::to_string(10 + day) +
         R"(T00:01:00Z","ms_played":60000,"spotify_track_uri":"spotify:track:1",)"
         R"("master_metadata_track_name":"One","master_metadata_album_artist_name":"Band",)" +
         members + "}";
}

std::string heard(int at, const std::string& artist, const std::string& title) {
  return R"({"listened_at":)" + std::to_string(at) + R"(,"track_metadata":{"artist_name":")" + artist +
         R"(","track_name":")" + title + "\"}}\n";
}

TEST_F(JsonFormats, FilesOfOtherFormatsAreRefusedRatherThanPassedOver) {
  const std::string spotify = write("spotify.json", "[" + play(1) + "]");
  const std::string brainz = write("listens.jsonl", heard(1700000000, "Band", "A"));
  const std::string table = write("lastfm.csv", "uts,artist,track\n1700000000,Band,A\n");
  const auto errorOfFiles = [](std::vector<std::string> files) {
    ImportRequest asked;
    asked.files = std::move(files);
    asked.maxRejected = 1;
    return errorOf(asked);
  };
  EXPECT_THAT(errorOfFiles({spotify, table}),
              AllOf(StartsWith(table), HasSubstr("'spotify'"), HasSubstr("import it apart")));
  EXPECT_THAT(errorOfFiles({brainz, table}), AllOf(StartsWith(table), HasSubstr("'listenbrainz'")));
  EXPECT_THAT(errorOfFiles({brainz, spotify}), AllOf(StartsWith(spotify), HasSubstr("'listenbrainz'")));
  EXPECT_THAT(errorOfFiles({table, spotify}), AllOf(StartsWith(spotify), HasSubstr("is JSON")));
}

TEST_F(JsonFormats, JsonOfAnotherKindIsToldWhatIsRead) {
  for (const std::string content : {R"([{"endTime":"2021-01-01 10:00","artistName":"B","msPlayed":5000}])",
                                    R"({"a":1})", "[]", "[\n  {\n    \"listened_at\": 1\n  }\n]\n"})
    EXPECT_THAT(errorOfText(content), AllOf(HasSubstr("is JSON"), HasSubstr("extended streaming history"),
                                            HasSubstr("ListenBrainz")))
        << content;
}

TEST_F(JsonFormats, ColumnsCannotBeMapped) {
  auto asked = request(write("log.json", "[" + play(1) + "]"));
  asked.columns = {{"song", "master_metadata_track_name"}};
  EXPECT_THAT(errorOf(asked), AllOf(HasSubstr("'spotify'"), HasSubstr("leave out --map")));
  EXPECT_THROW(previewLog(asked, 5), core::UsageError);
  asked = request(samplePath("listenbrainz.zip"));
  asked.columns = {{"song", "recording_msid"}};
  EXPECT_THROW(read(asked), core::UsageError);
}

TEST_F(JsonFormats, SpotifyRecordsMayHoldObjectsAndLists) {
  const auto result =
      readAll("[" + play(1, R"("more":{"a":{"ts":1},"b":[{"ts":2},{"ts":3}]},"skipped":true)") + "," +
              play(2, R"("list":[])") + "]");
  EXPECT_THAT(result.rejections, IsEmpty());
  EXPECT_EQ(result.summary.skips, 1);
  EXPECT_EQ(result.summary.listens, 1);
}

TEST_F(JsonFormats, ABrokenSpotifyRecordWithAnObjectInItIsOne) {
  const auto result = readAll("[" + play(1) + ",\n{\"more\":{\"a\":1},\"b\":2,\n" + play(2) +
                              ",\n{\"more\":{\"a\":1\n," + play(3) + "\n,{\"more\":{\"a\":");
  EXPECT_THAT(result.summary.rejected, ElementsAre(Pair("broken JSON record", 3)));
  EXPECT_EQ(result.summary.events, 3);
}

TEST_F(JsonFormats, SpotifyPlayTimesThatAreNoneAreRejected) {
  const auto result = readAll(
      "[" + play(1) + "," + play(2, R"("ms_played":-5)") + "," + play(3, R"("ms_played":null)") + "," +
      play(4, R"("ms_played":"abc")") + "," + play(5, R"("ms_played":1e30)") + "," +
      play(6, R"("ms_played":[1])") + "," + play(7, R"("ms_played":"5000")") + "," +
      R"({"ts":"2024-01-01T00:00:00Z","spotify_track_uri":"x","master_metadata_track_name":"Two"})" + "]");
  EXPECT_THAT(result.summary.rejected, ElementsAre(Pair("unreadable number", 6)));
  EXPECT_EQ(result.summary.events, 2);
  EXPECT_THAT(result.rejections.at(0).examples.at(2).fields, HasSubstr("played_ms=abc"));
}

TEST_F(JsonFormats, SpotifySkipFlagsMayBeWords) {
  EXPECT_EQ(readAll("[" + play(1, R"("skipped":"true")") + "]").summary.skips, 1);
  EXPECT_EQ(readAll("[" + play(1, R"("skipped":"FALSE")") + "]").summary.skips, 0);
}

TEST_F(JsonFormats, SpotifyRecordsThatAreNotUtf8AreToldSo) {
  const auto result =
      readAll("[" + play(1) + ",\n" + play(2, "\"master_metadata_track_name\":\"J\xF3ga\"") + "]");
  EXPECT_THAT(result.summary.rejected, ElementsAre(Pair("invalid UTF-8", 1)));
  EXPECT_EQ(result.rejections.at(0).examples.at(0).line, 2);
}

TEST_F(JsonFormats, WhereAllWasLeftOutTheErrorTellsWhy) {
  EXPECT_THAT(errorOfText("[" + play(1, R"("spotify_track_uri":null,"spotify_episode_uri":"e")") + "," +
                          play(1, R"("reason_end":"logout")") + "]"),
              AllOf(HasSubstr("Podcasts and audiobooks were left out: 1."), HasSubstr("logout")));
}

TEST_F(JsonFormats, ControlCharactersAndBlanksAroundTextsAreNoPartOfThem) {
  const auto spotify =
      readAll("[" + play(1, R"("master_metadata_track_name":" a\u0000b\nc\u001b\u007fd\t")") + "," +
              play(2, R"("spotify_track_uri":"spotify:track:1\u0000")") + "]");
  EXPECT_THAT(spotify.dataset.songIds, ElementsAre("spotify:track:1"));
  EXPECT_THAT(spotify.dataset.titles, ElementsAre("a b c  d"));
  const auto brainz = readAll(heard(1700000000, "Band", "A") + heard(1700000100, R"( Band\u0000)", R"(A\n)") +
                              heard(1700000200, "Band", R"( \t)"));
  EXPECT_EQ(brainz.summary.songs, 1);
  EXPECT_THAT(brainz.summary.rejected, ElementsAre(Pair("missing song", 1)));
}

TEST_F(JsonFormats, ListenBrainzLinesTellTheirFaults) {
  const auto result = readAll(heard(1700000000, "Bj\xC3\xB6rk", "A") + heard(1700000100, "Bj\xF6rk", "A") +
                              "{\"listened_at\":1\0}\n"s + "{\"x\":\"" + std::string(1 << 20, 'a') + "\"}\n" +
                              "{\"listened_at\":\n");
  EXPECT_THAT(result.summary.rejected,
              UnorderedElementsAre(Pair("invalid UTF-8", 1), Pair("zero byte in the line", 1),
                                   Pair("line longer than 1 MB", 1), Pair("broken JSON record", 1)));
}

TEST_F(JsonFormats, ListenBrainzInLatin1IsReadWithANote) {
  const auto result = readAll(heard(1700000000, "Bj\xF6rk", "A"));
  EXPECT_THAT(result.dataset.artists, ElementsAre("Bj\xC3\xB6rk"));
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("was read as Latin-1")));
}

TEST_F(JsonFormats, AnUnpackedListenBrainzExportIsOneListener) {
  for (const char* year : {"2022", "2023"})
    std::filesystem::create_directories(m_folder / "listens" / year);
  auto asked = request(write("listens/2022/1.jsonl", heard(1650000000, "Band", "A")));
  asked.files.push_back(write("listens/2023/1.jsonl", heard(1700000000, "Band", "A")));
  EXPECT_EQ(read(asked).summary.listeners, 1);
  asked.files.push_back(write("feedback.jsonl", heard(1700000500, "Band", "B")));
  EXPECT_EQ(read(asked).summary.listeners, 1) << "votes lie in the folder above";
}

TEST_F(JsonFormats, ListenBrainzTimesBeforeAnyListenAreRejected) {
  const auto result =
      readAll(heard(1700000000, "Band", "A") + heard(0, "Band", "A") + heard(-5, "Band", "A"));
  EXPECT_THAT(result.summary.rejected, ElementsAre(Pair("unreadable time", 2)));
}

} // namespace skipscope::listening
