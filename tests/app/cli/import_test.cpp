// import, datasets and coverage, and every log that cannot be used.

#include "tests/app/cli/cli_test.h"

#include <signal.h>

namespace skipscope::tests {
namespace {

class Import : public CliTest {
protected:
  /// Imports into a workspace that holds something already; expects a refusal and nothing changed.
  void badLog(const std::string& content, const std::string& word, const Words& more = {}, int code = 1) {
    const auto workspace = workspaceWithLog();
    const auto before = snapshot(workspace);
    Words words = {"import", workspace, write("bad.csv", content)};
    words.insert(words.end(), more.begin(), more.end());
    refused(words, code, word);
    EXPECT_EQ(snapshot(workspace), before);
    words[1] = path("missing.skipscope");
    refused(words, code, word);
    EXPECT_FALSE(std::filesystem::exists(path("missing.skipscope")));
  }
  /// Imports a strange but usable log.
  nlohmann::json strangeLog(const std::string& rows) {
    return doneJson({"import", path("w.skipscope"),
                     write("strange.csv", "user_id,song_id,time,feedback\n" + rows), "--json"});
  }
};

TEST_F(Import, makesTheWorkspaceAndCounts) {
  const auto document = doneJson(
      {"import", path("w.skipscope"), write("log.csv", sampleLog()), "--name", "Two stations", "--json"});
  EXPECT_EQ(document.at("name"), "Two stations");
  EXPECT_EQ(document.at("events"), 400);
  EXPECT_EQ(document.at("kept"), 400);
  EXPECT_EQ(document.at("listeners"), 20);
  EXPECT_EQ(document.at("songs"), 60);
  EXPECT_EQ(document.at("stations"), 2);
  EXPECT_EQ(document.at("likes"), 160);
  EXPECT_EQ(document.at("dislikes"), 80);
  EXPECT_EQ(document.at("skips"), 80);
  EXPECT_EQ(document.at("listens"), 80);
  EXPECT_EQ(document.at("duplicates"), 0);
  EXPECT_EQ(document.at("rejected"), nlohmann::json::object());
  EXPECT_EQ(document.at("from"), "2023-11-14T22:13:20Z");
  EXPECT_EQ(document.at("to"), "2023-11-15T01:26:49Z");
  EXPECT_EQ(document.at("fingerprint").get<std::string>().size(), 32U);
  EXPECT_EQ(doneJson({"datasets", path("w.skipscope"), "--json"}), nlohmann::json::array({document}));
  EXPECT_NE(done({"datasets", path("w.skipscope")}).find("Two stations"), std::string::npos);
}

TEST_F(Import, theSameLogTwiceIsOneDataset) {
  const auto workspace = workspaceWithLog();
  EXPECT_NE(done({"import", workspace, path("log.csv")}).find("Nothing new"), std::string::npos);
  EXPECT_NE(done({"import", workspace, path("log.csv"), "--name", "Another"}).find("Another is not used"),
            std::string::npos);
  EXPECT_EQ(doneJson({"datasets", workspace, "--json"}).size(), 1U);
}

TEST_F(Import, theTruthOfASimulatedLogIsKeptWithIt) {
  for (const std::string seed : {"1", "2"})
    done({"simulate", "--listeners", "20", "--songs", "50", "--seed", seed, "-o", path(seed + ".csv"),
          "--truth", path(seed + ".json")});
  EXPECT_EQ(doneJson({"import", path("w.skipscope"), path("1.csv"), "--json"}).at("truth"), false);
  const auto before = snapshot(path("w.skipscope"));
  refused({"import", path("w.skipscope"), path("1.csv"), "--truth", path("2.json")}, 1,
          "not the truth of this log");
  refused({"import", path("w.skipscope"), path("1.csv"), "--truth", path("1.csv")}, 1, "simulate --truth");
  refused({"import", path("w.skipscope"), path("1.csv"), "--truth", path("no.json")}, 1, "cannot be read");
  EXPECT_EQ(snapshot(path("w.skipscope")), before);
  const Words withTruth = {"import", path("w.skipscope"), path("1.csv"), "--truth", path("1.json")};
  EXPECT_NE(done(withTruth).find("and now its truth too"), std::string::npos);
  EXPECT_NE(done(withTruth).find("Nothing new"), std::string::npos);
  EXPECT_EQ(doneJson({"datasets", path("w.skipscope"), "--json"}).at(0).at("truth"), true);
  EXPECT_EQ(done({"check", path("w.skipscope")}).find("truth"), std::string::npos);
}

TEST_F(Import, aDatasetIsDescribed) {
  const auto workspace = workspaceWithLog();
  const auto document = doneJson({"describe", workspace, "log", "--json"});
  EXPECT_EQ(document.at("events"), 400);
  EXPECT_EQ(document.at("likes_share"), 0.4);
  EXPECT_EQ(document.at("likes_per_dislike"), 2);
  EXPECT_EQ(document.at("median_history"), 20);
  EXPECT_NE(done({"describe", workspace, "log"}).find("likes per dislike"), std::string::npos);
  refused({"describe", workspace, "nothing"}, 2, "nothing");
  refused({"describe", workspace}, 2, "DATASET is missing");
}

TEST_F(Import, columnsAndRulesCanBeGiven) {
  const auto log = write("votes.csv", "who;what;when;thumb\na;x;1000000000;up\na;y;1000000060;down\n"
                                      "a;x;1000000120;up\n");
  const auto document =
      doneJson({"import", path("w.skipscope"), log, "--format", "csv", "--map", "listener=who", "--map",
                "song=what", "--map", "time=when", "--map", "feedback=thumb", "--json"});
  EXPECT_EQ(document.at("likes"), 2);
  EXPECT_EQ(document.at("dislikes"), 1);
  EXPECT_EQ(document.at("rules").at("duplicates"), "drop");
}

TEST_F(Import, rejectedRowsAreCountedByReason) {
  auto log = sampleLog();
  log += "u1,,1700000000,jazz,like\n";
  const auto document = doneJson({"import", path("w.skipscope"), write("log.csv", log), "--json"});
  std::int64_t rejected = 0;
  for (const auto& [reason, rows] : document.at("rejected").items())
    rejected += rows.get<std::int64_t>();
  EXPECT_EQ(rejected, 1);
  EXPECT_EQ(document.at("rejected_examples").at(0).at("line"), 402);
  refused({"import", path("v.skipscope"), path("log.csv"), "--max-rejected", "0"}, 1, "reject");
  EXPECT_FALSE(std::filesystem::exists(path("v.skipscope")));
}

TEST_F(Import, emptyFile) {
  badLog("", "empty");
}
TEST_F(Import, fileOfZeros) {
  badLog(std::string(100'000, '\0'), "bad.csv");
}
TEST_F(Import, missingColumn) {
  badLog("user_id,time,feedback\na,1000000000,like\n", "song");
}
TEST_F(Import, noTimeAtAll) {
  badLog("user_id,song_id,time,feedback\na,x,yesterday,like\nb,y,tomorrow,dislike\n", "time");
}
TEST_F(Import, tenMegabytesOnOneLine) {
  badLog("user_id,song_id,time,feedback\n" + std::string(10'000'000, 'x'), "bad.csv");
}
TEST_F(Import, nulBytes) {
  std::string log = "user_id,song_id,time,feedback\n";
  for (int row = 0; row < 20; ++row)
    log += std::string("a\0b,x,1000000000,like\n", 22);
  badLog(log, "bad.csv");
}
TEST_F(Import, wrongFormatForced) {
  badLog(sampleLog(), "piki", {"--format", "piki"});
}
TEST_F(Import, unknownFormat) {
  badLog(sampleLog(), "mp3", {"--format", "mp3"}, 2);
}
TEST_F(Import, unknownField) {
  badLog(sampleLog(), "mood", {"--map", "mood=feedback"}, 2);
}
TEST_F(Import, fieldMappedTwice) {
  badLog(sampleLog(), "--map song is given twice", {"--map", "song=song_id", "--map", "song=user_id"}, 2);
}
TEST_F(Import, unknownColumn) {
  badLog(sampleLog(), "nowhere", {"--map", "song=nowhere"});
}
TEST_F(Import, unknownRule) {
  badLog(sampleLog(), "no.rule", {"--rule", "no.rule=1"}, 2);
}
TEST_F(Import, ruleOutOfRange) {
  badLog(sampleLog(), "skip.max_played_ratio", {"--rule", "skip.max_played_ratio=7"}, 2);
}
TEST_F(Import, shareOutOfRange) {
  badLog(sampleLog(), "--max-rejected", {"--max-rejected", "5"}, 2);
}
TEST_F(Import, missingFile) {
  refused({"import", path("w.skipscope"), path("no.csv")}, 1, "no.csv");
  EXPECT_FALSE(std::filesystem::exists(path("w.skipscope")));
}

TEST_F(Import, oneListenerWithOneEvent) {
  EXPECT_EQ(strangeLog("a,x,1000000000,like\n").at("events"), 1);
  EXPECT_EQ(doneJson({"coverage", path("w.skipscope"), "strange", "--json"}).at(0).at("covered"), 1);
}
TEST_F(Import, aSingleStation) {
  EXPECT_EQ(strangeLog("a,x,1000000000,like\nb,y,1000000001,skip\n").at("stations"), 0);
}
TEST_F(Import, allEventsAtTheSameTime) {
  const auto document = strangeLog("a,x,1000000000,like\na,y,1000000000,dislike\nb,x,1000000000,skip\n");
  EXPECT_EQ(document.at("from"), document.at("to"));
}
TEST_F(Import, noDislikesAtAll) {
  EXPECT_EQ(strangeLog("a,x,1000000000,like\nb,y,1000000001,like\n").at("dislikes"), 0);
}
TEST_F(Import, noLikesAtAll) {
  EXPECT_EQ(strangeLog("a,x,1000000000,skip\nb,y,1000000001,listen\n").at("likes"), 0);
}

TEST_F(Import, namesCannotSteerATerminal) {
  const auto text =
      done({"import", path("w.skipscope"), write("log.csv", sampleLog()), "--name", "red\x1b[31m"});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(done({"datasets", path("w.skipscope")}).find('\x1b'), std::string::npos);
}

TEST_F(Import, pipesAreRefused) {
  ASSERT_EQ(ChildProcess({"mkfifo", path("pipe.csv")}).wait().code, 0);
  refused({"import", path("w.skipscope"), path("pipe.csv")}, 1, "pipe.csv");
}

TEST_F(Import, ctrlCChangesNothing) {
  const auto workspace = workspaceWithLog();
  const auto before = snapshot(workspace);
  const auto log = write("long.csv", sampleLog(100'000));
  ChildProcess import({program("skipscope-cli"), "import", workspace, log});
  waitUntil([&] { return import.hasOpen(log); });
  import.signal(SIGINT);
  const auto ended = import.wait();
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(ended.err, "skipscope-cli: Stopped on request; nothing was changed.\n");
  EXPECT_EQ(snapshot(workspace), before);
}

class Coverage : public CliTest {};

TEST_F(Coverage, countsListenersWithEnoughEvents) {
  const auto log =
      write("log.csv", "user_id,song_id,time,feedback\na,x,1000000000,like\na,y,1000000001,skip\n"
                       "b,x,1000000000,skip\nc,x,1000000000,listen\nc,y,1000000001,like\n"
                       "c,z,1000000002,like\n");
  done({"import", path("w.skipscope"), log});
  const auto likes = doneJson({"coverage", path("w.skipscope"), "log", "--json"});
  ASSERT_EQ(likes.size(), 100U);
  EXPECT_EQ(likes.at(0),
            nlohmann::json::parse(R"({"m":1,"covered":2,"listeners":3,"share":0.6666666666666666})"));
  EXPECT_EQ(likes.at(1).at("covered"), 1);
  EXPECT_EQ(likes.at(2).at("covered"), 0);
  const auto both = doneJson({"coverage", path("w.skipscope"), "log", "--inputs", "skip,like", "--json"});
  EXPECT_EQ(both.at(0).at("covered"), 3);
  EXPECT_EQ(both.at(1).at("covered"), 2);
  EXPECT_NE(done({"coverage", path("w.skipscope"), "log"}).find("66.7 %"), std::string::npos);
}

TEST_F(Coverage, refusesUnknownWords) {
  const auto workspace = workspaceWithLog();
  refused({"coverage", workspace, "nothing"}, 2, "nothing");
  refused({"coverage", workspace, "log", "--inputs", "like,hate"}, 2, "like,hate");
  refused({"coverage", workspace, "log", "--inputs", ""}, 2, "--inputs");
}

} // namespace
} // namespace skipscope::tests
