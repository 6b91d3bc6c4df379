// The logs of streaming services and players, with what is odd about each.

#include "core/error.h"
#include "tests/core/listening/log_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::listening {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ServiceFormats : public LogTest {
protected:
  ImportResult readNamed(const std::string& name, std::string_view content) const {
    return read(request(write(name, content)));
  }
};

constexpr std::string_view kMssdHeader = "session_id,session_position,session_length,track_id_clean,skip_1,"
                                         "skip_2,skip_3,not_skipped,date,context_type\n";

TEST_F(ServiceFormats, MssdSessionsAreListenersOrderedByPosition) {
  const auto result =
      readText(std::string(kMssdHeader) + "s,2,3,b,true,true,true,false,2018-07-15,radio\n"
                                          "s,1,3,a,false,false,true,false,2018-07-15,radio\n"
                                          "s,3,3,c,false,false,false,true,2018-07-15,radio\n");
  EXPECT_EQ(result.summary.format, "mssd");
  EXPECT_THAT(historyText(result.dataset),
              ElementsAre("a@1531612801000:listen", "b@1531612802000:skip", "c@1531612803000:listen"));
  EXPECT_EQ(result.summary.stations, 1);
}

TEST_F(ServiceFormats, MssdDaysStandInEitherForm) {
  const auto result =
      readText(std::string(kMssdHeader) + "s,11,20,b,true,true,true,false,15-07-18,radio\n"
                                          "s,12,20,c,true,true,true,false,2018-07-15,radio\n");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("b@1531612811000:skip", "c@1531612812000:skip"));
}

TEST_F(ServiceFormats, MssdSecondHalfOfASessionFollowsTheFirstFromAnotherFile) {
  auto asked = request(
      write("late.csv", std::string(kMssdHeader) + "s,11,20,late,false,false,false,true,2018-07-15,radio\n"));
  asked.files.push_back(
      write("early.csv", std::string(kMssdHeader) + "s,10,20,early,true,true,true,false,2018-07-15,radio\n"));
  EXPECT_THAT(historyText(read(asked).dataset),
              ElementsAre("early@1531612810000:skip", "late@1531612811000:listen"));
}

TEST_F(ServiceFormats, MssdSkipFlagCanBeChosen) {
  auto asked = request(write("log.csv", std::string(kMssdHeader) +
                                            "s,1,2,a,false,true,true,false,2018-07-15,radio\n"
                                            "s,2,2,b,false,false,true,false,2018-07-15,radio\n"));
  const auto kinds = [&](const char* flag) {
    setRule(asked.rules, "mssd.skip", flag);
    const auto summary = read(asked).summary;
    return std::pair(summary.skips, summary.listens);
  };
  EXPECT_EQ(kinds("skip_1"), std::pair(std::int64_t{0}, std::int64_t{2}));
  EXPECT_EQ(kinds("skip_2"), std::pair(std::int64_t{1}, std::int64_t{1}));
  EXPECT_EQ(kinds("skip_3"), std::pair(std::int64_t{2}, std::int64_t{0}));
}

TEST_F(ServiceFormats, MssdWithoutDaysIsOrderedByPosition) {
  const auto result =
      readText("session_position,session_id,track_id_clean,skip_2\n2,s,b,true\n1,s,a,false\n");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@1:listen", "b@2:skip"));
}

TEST_F(ServiceFormats, MssdRowsWithoutADayOrAFlagAreRejected) {
  auto asked =
      request(write("log.csv", std::string(kMssdHeader) + "s,1,3,a,,,,true,2018-07-15,radio\n"
                                                          "s,2,3,b,true,true,true,false,yesterday,radio\n"
                                                          "s,3,3,c,true,true,true,false,2018-07-15,radio\n"));
  asked.maxRejected = 1;
  const auto result = read(asked);
  EXPECT_EQ(result.summary.rejected.at("unknown feedback word"), 1);
  EXPECT_EQ(result.summary.rejected.at("unreadable time"), 1);
  EXPECT_EQ(result.summary.events, 1);
}

TEST_F(ServiceFormats, YambdaTellsSkipsByTheShareHeard) {
  const auto result =
      readText("uid,timestamp,item_id,is_organic,played_ratio_pct,track_length_seconds,event_type\n"
               "1,5,a,1,49,200,listen\n1,10,b,1,50,200,listen\n1,15,c,0,150,200,listen\n");
  EXPECT_EQ(result.summary.format, "yambda");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@5000:skip", "b@10000:listen", "c@15000:listen"));
  EXPECT_EQ(result.dataset.events[2].playedMs, 300'000);
  EXPECT_EQ(result.dataset.events[2].durationMs, 200'000);
}

TEST_F(ServiceFormats, YambdaVotesJoinTheirListenAndAreRevoked) {
  const auto result =
      readText("uid,timestamp,item_id,is_organic,played_ratio_pct,track_length_seconds,event_type\n"
               "1,30,a,1,,,unlike\n1,20,a,1,,,like\n1,10,a,1,20,200,listen\n1,100,b,1,90,200,listen\n"
               "1,105,b,1,,,dislike\n1,200,c,1,,,like\n1,210,c,1,,,undislike\n");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@10000:skip", "b@100000:dislike", "c@200000:like"));
}

TEST_F(ServiceFormats, YambdaReadsAFileForEachKind) {
  auto asked = request(write("likes.csv", "uid,timestamp,item_id,is_organic\n1,20,a,1\n1,60,b,1\n"));
  asked.files.push_back(write("unlikes.csv", "uid,timestamp,item_id,is_organic\n1,70,b,1\n"));
  asked.files.push_back(write("dislikes.csv", "uid,timestamp,item_id,is_organic\n1,80,c,1\n"));
  asked.files.push_back(write("undislikes.csv", "uid,timestamp,item_id,is_organic\n1,90,c,1\n"));
  asked.files.push_back(write("listens.csv",
                              "uid,timestamp,item_id,is_organic,played_ratio_pct,track_length_seconds\n"
                              "1,10,a,1,100,200\n1,50,b,1,100,200\n1,75,c,1,10,200\n"));
  EXPECT_THAT(historyText(read(asked).dataset),
              ElementsAre("a@10000:like", "b@50000:listen", "c@75000:skip"));
}

TEST_F(ServiceFormats, YambdaFileThatDoesNotTellItsKindIsRefused) {
  const auto asked = request(write("events.csv", "uid,timestamp,item_id,is_organic\n1,20,a,1\n"));
  EXPECT_THAT(errorOf(asked), HasSubstr("needs a column event_type, or a name such as"));
}

std::string spotifyPlay(const std::string& members) {
  return R"({"ts":"2024-01-01T00:01:00Z","ms_played":60000,"spotify_track_uri":"spotify:track:1",)"
         R"("master_metadata_track_name":"One","master_metadata_album_artist_name":"Band","ip_addr":"203.0.113.9",)"
         R"("user_agent_decrypted":"secret agent",)" +
         members + "}";
}

TEST_F(ServiceFormats, SpotifyTimesAreWhenAPlayBegan) {
  const auto result =
      readText("[" + spotifyPlay(R"("reason_end":"trackdone","skipped":false)") + ",\n" +
               spotifyPlay(R"("offline":true,"offline_timestamp":1700000000)") + ",\n" +
               spotifyPlay(R"("offline":true,"offline_timestamp":1700000100000)") + ",\n" +
               spotifyPlay(R"("offline":false,"offline_timestamp":1700000200,"ms_played":30000)") + "]");
  EXPECT_EQ(result.summary.format, "spotify");
  EXPECT_THAT(historyText(result.dataset),
              ElementsAre("spotify:track:1@1700000000000:listen", "spotify:track:1@1700000100000:listen",
                          "spotify:track:1@1704067200000:listen", "spotify:track:1@1704067230000:listen"));
}

TEST_F(ServiceFormats, SpotifySkipsAreToldByMoreThanTheirFlag) {
  const auto kind = [&](const std::string& members) {
    return historyText(readText("[" + spotifyPlay(members) + "]").dataset).at(0).substr(30);
  };
  EXPECT_EQ(kind(R"("skipped":true,"reason_end":"fwdbtn")"), "skip");
  EXPECT_EQ(kind(R"("skipped":false,"reason_end":"fwdbtn","ms_played":9000)"), "skip");
  EXPECT_EQ(kind(R"("skipped":null,"reason_end":"clickrow","ms_played":9000)"), "skip");
  EXPECT_EQ(kind(R"("skipped":null,"reason_end":"backbtn","ms_played":45000)"), "listen");
  EXPECT_EQ(kind(R"("skipped":null,"reason_end":"trackdone","ms_played":9000)"), "listen");
}

TEST_F(ServiceFormats, SpotifyLeavesOutWhatIsNoSongAndWhatTellsNothing) {
  const auto result =
      readText("[" + spotifyPlay(R"("skipped":false)") + "," +
               spotifyPlay(R"("spotify_track_uri":null,"spotify_episode_uri":"spotify:episode:1")") + "," +
               spotifyPlay(R"("spotify_track_uri":null,"audiobook_uri":"spotify:show:1")") + "," +
               spotifyPlay(R"("reason_end":"logout","ts":"2024-01-02T00:00:00Z")") + "," +
               spotifyPlay(R"("reason_end":"unexpected-exit-while-paused","ts":"2024-01-03T00:00:00Z")") +
               "," + spotifyPlay(R"("reason_end":"trackerror","ts":"2024-01-04T00:00:00Z")") + "]");
  EXPECT_EQ(result.summary.events, 1);
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("Podcasts and audiobooks were left out: 2."),
                                        HasSubstr("tells nothing about the song: 3.")));
}

TEST_F(ServiceFormats, SpotifyKeepsNoPersonalFields) {
  auto asked = request(write("log.json", "[" + spotifyPlay(R"("skipped":false)") + "," +
                                             spotifyPlay(R"("ts":"soon")") + "," +
                                             spotifyPlay(R"("spotify_track_uri":null)") + "]"));
  asked.maxRejected = 1;
  const auto result = read(asked);
  EXPECT_THAT(result.dataset.listenerIds, ElementsAre("1"));
  ASSERT_THAT(result.rejections, SizeIs(2));
  for (const Rejection& rejection : result.rejections)
    for (const auto& example : rejection.examples) {
      EXPECT_THAT(example.fields, Not(HasSubstr("203.0.113.9")));
      EXPECT_THAT(example.fields, Not(HasSubstr("agent")));
    }
}

TEST_F(ServiceFormats, SpotifyGoesOnBehindABrokenRecord) {
  auto asked =
      request(write("log.json", "[\n{\"ts\": \"never ends\n," + spotifyPlay(R"("skipped":true)") +
                                    ",\n{\"ms_played\": , \"spotify_track_uri\": 1},\n{\"a\": 1,\n" +
                                    spotifyPlay(R"("ts":"2024-01-02T00:00:00Z")") + ",\n{\"ts\": \"cut"));
  asked.maxRejected = 1;
  const auto result = read(asked);
  EXPECT_EQ(result.summary.events, 2);
  ASSERT_THAT(result.rejections, SizeIs(1));
  EXPECT_EQ(result.rejections[0].reason, "broken JSON record");
  EXPECT_EQ(result.rejections[0].rows, 4);
  EXPECT_EQ(result.rejections[0].examples[0].line, 2);
  EXPECT_EQ(result.rejections[0].examples[1].line, 4);
}

TEST_F(ServiceFormats, SpotifyZipAndFoldersAreAListenerEach) {
  const std::string play = "[" + spotifyPlay(R"("skipped":true)") + "]";
  const std::string other = "[" + spotifyPlay(R"("ts":"2024-02-01T00:01:00Z")") + "]";
  auto asked = request(pack("anna.zip", {{"MyData/Userdata.json", "{}"},
                                         {"MyData/Streaming_History_Audio_2023_1.json", play},
                                         {"MyData/Streaming_History_Audio_2024_2.json", other}}));
  asked.files.push_back(pack("carl.tar.gz", {{"Streaming_History_Audio_2023_1.json", play}}));
  std::filesystem::rename(asked.files.back(), m_folder / "carl.history"); // the content tells, not the name
  asked.files.back() = (m_folder / "carl.history").string();
  std::filesystem::create_directory(m_folder / "bob");
  asked.files.push_back(write("bob/Streaming_History_Audio_2023_1.json", play));
  asked.files.push_back(write("bob/Streaming_History_Audio_2024_2.json", other));
  const auto result = read(asked);
  EXPECT_EQ(result.summary.events, 5);
  EXPECT_THAT(result.dataset.listenerIds, ElementsAre("1", "2", "3"));
}

TEST_F(ServiceFormats, SpotifyPreviewShowsPlaysWithoutPersonalFields) {
  const auto preview = previewLog(
      request(write("log.json", "[" + spotifyPlay(R"("reason_end":"fwdbtn","skipped":null)") + "]")), 5);
  EXPECT_EQ(preview.format, "spotify");
  EXPECT_THAT(preview.header, SizeIs(6));
  EXPECT_FALSE(preview.mapsColumns);
  EXPECT_THAT(preview.rows,
              ElementsAre(ElementsAre("2024-01-01T00:01:00Z", "Band", "One", "60000", "fwdbtn", "")));
  EXPECT_THAT(preview.problem, IsEmpty());
}

std::string listen(int at, const std::string& title, const std::string& more) {
  return R"({"listened_at":)" + std::to_string(at) + R"(,"recording_msid":"ms-)" + title +
         R"(","track_metadata":{"artist_name":"Band","track_name":")" + title + "\"" + more + "}}\n";
}

TEST_F(ServiceFormats, ListenBrainzVotesFindTheirSongByEitherId) {
  const auto result = read(request(pack(
      "export.zip",
      {{"user.json", "{\"username\":\"sample\"}"},
       {"feedback.jsonl", R"({"recording_msid":"ms-A","recording_mbid":null,"score":1,"created":1700000100})"
                          "\n"
                          R"({"recording_msid":null,"recording_mbid":"mb-B","score":-1,"created":1700000400})"
                          "\n"
                          R"({"recording_msid":"ms-C","score":1,"created":1700000600})"
                          "\n"
                          R"({"recording_msid":"ms-C","score":0,"created":1700000700})"
                          "\n"
                          R"({"recording_msid":"ms-unheard","score":1,"created":1700000800})"
                          "\n"},
       {"listens/2023/11.jsonl",
        listen(1700000000, "A", "") +
            listen(1700000300, "B", R"(,"mbid_mapping":{"recording_mbid":"mb-B"})") +
            listen(1700000500, "C", R"(,"additional_info":{"duration_played":5,"duration_ms":200000})")}})));
  EXPECT_EQ(result.summary.format, "listenbrainz");
  EXPECT_THAT(historyText(result.dataset),
              ElementsAre("Band – A@1700000000000:like", "Band – B@1700000300000:dislike",
                          "Band – C@1700000500000:skip", "ms-unheard@1700000800000:like"));
}

TEST_F(ServiceFormats, ListenBrainzPlaysWithAndWithoutMbidAreOneSong) {
  const auto result = readNamed(
      "listens.jsonl", listen(1700000000, "A", "") + listen(1700001000, "A", R"(,"mbid_mapping":null)") +
                           listen(1700002000, "A", R"(,"mbid_mapping":{"recording_mbid":"mb-A"})"));
  EXPECT_EQ(result.summary.songs, 1);
  EXPECT_EQ(result.summary.listens, 3);
}

TEST_F(ServiceFormats, ListenBrainzRejectsBrokenLinesAlone) {
  auto asked = request(write("listens.jsonl", listen(1700000000, "A", "") + "{\"listened_at\": \n" +
                                                  "{\"listened_at\":1,\"track_metadata\":{}}\n" +
                                                  R"({"recording_msid":"m","score":7,"created":1})" + "\n" +
                                                  listen(1700000500, "B", "")));
  asked.maxRejected = 1;
  const auto result = read(asked);
  EXPECT_EQ(result.summary.events, 2);
  EXPECT_EQ(result.summary.rejected.at("broken JSON record"), 1);
  EXPECT_EQ(result.summary.rejected.at("missing song"), 1);
  EXPECT_EQ(result.summary.rejected.at("unknown feedback word"), 1);
}

TEST_F(ServiceFormats, ListenBrainzBearsAMarkAndDeepNesting) {
  const std::string deep = R"(,"x":)" + std::string(300'000, '[') + std::string(300'000, ']');
  const auto result = readText("\xEF\xBB\xBF" + listen(1700000000, "A", deep));
  EXPECT_EQ(result.summary.format, "listenbrainz");
  EXPECT_EQ(result.summary.events, 1);
}

TEST_F(ServiceFormats, ScrobblerArtistsMayBeginWithTheSignOfAComment) {
  EXPECT_THAT(
      historyText(readText("#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#1 Dads\t\tSong\t1\t200\tL\t1700000000\n").dataset),
      ElementsAre("#1 Dads – Song@1700000000000:listen"));
}

TEST_F(ServiceFormats, Lastfm1kHasNoHeaderAndTheNewestFirst) {
  const auto result = readText("user_000001\t2009-05-04T23:08:57Z\tf1\tDeep Dish\t\tFuck Me\n"
                               "user_000001\t2009-05-04T13:54:10Z\t\tDeep Dish\tm2\t\"Heroes\" (live)\n"
                               "user_000002\t2009-05-04T13:52:04Z\tf1\tDeep Dish\tm9\tFuck Me\n");
  EXPECT_EQ(result.summary.format, "lastfm1k");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("Deep Dish – \"Heroes\" (live)@1241445250000:listen",
                                                       "Deep Dish – Fuck Me@1241478537000:listen"));
  EXPECT_EQ(result.summary.songs, 2) << "one song, with an id and without";
}

TEST_F(ServiceFormats, ALogWithoutHeaderInAnArchiveMayHaveAnyNameWhereItsFormatIsGiven) {
  auto asked = request(pack("log.zip", {{"plays.tsv", "user_000001\t2009-05-04T23:08:57Z\tf1\tA\tm1\tB\n"}}));
  EXPECT_THAT(errorOf(asked), HasSubstr("recognised"));
  asked.format = "lastfm1k";
  EXPECT_EQ(read(asked).summary.events, 1);
}

TEST_F(ServiceFormats, LastfmExportWithMarkAndCrlf) {
  const auto result =
      readText("\xEF\xBB\xBF\"uts\",\"utc_time\",\"artist\",\"artist_mbid\",\"album\",\"track\"\r\n"
               "\"1700000500\",\"14 Nov 2023, 22:21\",\"Band\",\"\",\"\",\"B, again\"\r\n"
               "\"1700000000\",\"14 Nov 2023, 22:13\",\"Band\",\"x\",\"\",\"A\"\r\n");
  EXPECT_EQ(result.summary.format, "lastfm");
  EXPECT_THAT(historyText(result.dataset),
              ElementsAre("Band – A@1700000000000:listen", "Band – B, again@1700000500000:listen"));
  EXPECT_THAT(result.dataset.titles, Contains("B, again"));
}

TEST_F(ServiceFormats, LastfmExportsOfTwoFilesAreTwoListeners) {
  auto asked = request(write("anna.csv", "uts,utc_time,artist,track\n1700000000,,Band,A\n"));
  asked.files.push_back(write("bob.csv", "uts,utc_time,artist,track\n1700000000,,Band,A\n"));
  const auto result = read(asked);
  EXPECT_EQ(result.summary.events, 2);
  EXPECT_EQ(result.summary.listeners, 2);
}

TEST_F(ServiceFormats, ScrobblerLogTellsSkips) {
  const auto result = readText("#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox\n"
                               "Band\tAlbum\t\"One\" more\t1\t200\tL\t1700000000\tmbid\n"
                               "Band\tAlbum\tTwo\t2\t180\tS\t1700000300\n");
  EXPECT_EQ(result.summary.format, "scrobbler");
  EXPECT_THAT(historyText(result.dataset),
              ElementsAre("Band – \"One\" more@1700000000000:listen", "Band – Two@1700000300000:skip"));
  EXPECT_EQ(result.dataset.events[0].durationMs, 200'000);
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("unknown zone")));
}

TEST_F(ServiceFormats, ScrobblerRowsThatAreNoneAreRejected) {
  auto asked = request(write("scrobbler.log", "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n"
                                              "Band\tAlbum\tOne\t1\t200\tX\t1700000000\n"
                                              "Band\tAlbum\t\t1\t200\tL\t1700000000\n"
                                              "Band\tAlbum\tOne\t1\t200\n"
                                              "Band\tAlbum\tOne\t1\t200\tL\t1700000000\n"));
  asked.maxRejected = 1;
  const auto result = read(asked);
  EXPECT_EQ(result.summary.rejected.at("unknown feedback word"), 1);
  EXPECT_EQ(result.summary.rejected.at("missing song"), 1);
  EXPECT_EQ(result.summary.rejected.at("wrong number of fields"), 1);
  EXPECT_EQ(result.summary.events, 1);
}

TEST_F(ServiceFormats, AreReadCompressed) {
  const std::string play = "[" + spotifyPlay(R"("skipped":true)") + "]";
  for (const char* name : {"log.json.gz", "log.json.bz2", "log.json.xz", "log.json.zst", "log.tar.gz"})
    EXPECT_EQ(read(request(pack(name, {{"log.json", play}}))).summary.skips, 1) << name;
}

TEST_F(ServiceFormats, CsvTellsSkipsByAShareInPercent) {
  const auto result = readText("user,song,time,played_pct\n1,a,10,12.5\n1,b,20,100\n1,c,30,\n");
  EXPECT_THAT(historyText(result.dataset), ElementsAre("a@10000:skip", "b@20000:listen", "c@30000:listen"));
}

} // namespace skipscope::listening
