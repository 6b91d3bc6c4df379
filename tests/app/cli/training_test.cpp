// From a log to finished runs with real workers: waiting, a worker killed in the middle, four workers at
// once.

#include "tests/app/cli/cli_test.h"

#include <signal.h>

#include <algorithm>
#include <memory>

namespace skipscope::tests {
namespace {

namespace fs = std::filesystem;

class Training : public CliTest {
protected:
  /// A simulated radio in a workspace; returns its path.
  std::string radio() const {
    done({"simulate", "--listeners", "60", "--songs", "80", "--stations", "4", "--events-per-listener", "40",
          "--set", "habit.never_vote=0", "-o", path("radio.csv"), "--truth", path("radio.json")});
    done({"import", path("radio.skipscope"), path("radio.csv"), "--truth", path("radio.json")});
    return path("radio.skipscope");
  }
  /// launch with a model so small that a run takes about a second.
  static Words launchTiny(const std::string& workspace, const Words& more) {
    Words words = {"launch", workspace, "--dataset", "radio"};
    for (const char* setting :
         {"model.dimension=8", "model.blocks=1", "model.max_length=10", "training.min_steps=1",
          "training.validate_every=10", "evaluation.minimum_history=1"})
      words.insert(words.end(), {"--set", setting});
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  static nlohmann::json runs(const std::string& workspace) { return doneJson({"runs", workspace, "--json"}); }
};

TEST_F(Training, simulateImportLaunchWaitGivesMetrics) {
  const auto workspace = radio();
  const auto table =
      done(launchTiny(workspace, {"--set", "training.max_steps=20", "--wait", "--experiment", "First"}));
  EXPECT_NE(table.find("finished"), std::string::npos) << table;
  const auto list = runs(workspace);
  ASSERT_EQ(list.size(), 1U);
  const auto& run = list.at(0);
  EXPECT_EQ(run.at("state"), "finished");
  EXPECT_EQ(run.at("steps"), 20);
  EXPECT_GT(run.at("best_step"), 0);
  for (const char* metric : {"accuracy", "coverage", "reach_weighted_accuracy", "hr@10", "ndcg@10", "mrr",
                             "oracle_accuracy", "share_of_oracle", "false_negative_drawn_truth"})
    EXPECT_TRUE(run.at("test").contains(metric)) << metric;
  EXPECT_TRUE(run.at("validation").contains("accuracy"));
  EXPECT_EQ(done({"check", workspace}), "No problems found.\n");

  // Nothing is left to do the second time, so no worker is needed either.
  EXPECT_EQ(
      done(launchTiny(workspace, {"--set", "training.max_steps=20", "--wait", "--experiment", "First"})),
      table);
  const auto id = run.at("id").get<std::string>();
  const auto log = filesOf(m_folder).at("radio.csv");
  const auto row = log.substr(log.find('\n') + 1);
  const auto listener = row.substr(0, row.find(','));
  const auto songs = doneJson({"recommend", workspace, id, "--listener", listener, "--top", "3", "--json"});
  EXPECT_EQ(songs.at("items").size(), 3U);
  refused({"recommend", workspace, id, "--listener", "nobody"}, 2, "nobody");
}

TEST_F(Training, waitFailsWhenARunFails) {
  done({"import", path("w.skipscope"),
        write("radio.csv", "user_id,song_id,time,feedback\na,x,1000000000,dislike\n"
                           "a,y,1000000001,like\n")}); // the pair leaves nothing to learn from
  const auto ended = cli(launchTiny(path("w.skipscope"), {"--wait"}));
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("1 run did not finish"), std::string::npos) << ended.err;
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_EQ(runs(path("w.skipscope")).at(0).at("state"), "failed");
}

TEST_F(Training, waitTellsHowStoppedRunsGoOn) {
  const auto workspace = radio();
  done(launchTiny(workspace, {}));
  const auto id = runs(workspace).at(0).at("id").get<std::string>();
  done({"cancel", workspace, id});
  const auto ended = cli(launchTiny(workspace, {"--wait"}));
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("'resume'"), std::string::npos) << ended.err;
}

TEST_F(Training, waitRefusesAPausedQueue) {
  const auto workspace = radio();
  done({"queue", workspace, "--pause"});
  const auto ended = cli(launchTiny(workspace, {"--wait"}));
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("paused"), std::string::npos) << ended.err;
}

TEST_F(Training, ctrlCStopsWaitingWhileTheRunGoesOn) {
  const auto workspace = radio();
  const auto words = launchTiny(
      workspace, {"--set", "training.max_steps=1000000", "--set", "training.patience=10000", "--wait"});
  Words all = {program("skipscope-cli")};
  all.insert(all.end(), words.begin(), words.end());
  ChildProcess launch(all);
  waitUntil([&] { return runs(workspace).size() == 1 && runs(workspace).at(0).at("state") == "running"; });
  launch.signal(SIGINT);
  const auto ended = launch.wait();
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("the runs go on"), std::string::npos) << ended.err;
  const auto steps = runs(workspace).at(0).at("steps").get<std::int64_t>();
  waitUntil([&] { return runs(workspace).at(0).at("steps").get<std::int64_t>() > steps; });
  done({"cancel", workspace, runs(workspace).at(0).at("id")});
  waitUntil([&] { return runs(workspace).at(0).at("state") == "cancelled"; });
  waitUntil([&] { return done({"queue", workspace}).find("0 workers alive") != std::string::npos; });
}

TEST_F(Training, workersEndWithTheProgramThatStartedThem) {
  const auto workspace = radio();
  ChildProcess group({program("skipscope-learn"), "work", workspace, "--jobs", "2"});
  waitUntil([&] { return done({"queue", workspace}).find("2 workers alive") != std::string::npos; });
  group.signal(SIGKILL);
  EXPECT_EQ(group.wait().signal, SIGKILL);
  waitUntil([&] { return done({"queue", workspace}).find("0 workers alive") != std::string::npos; });
}

TEST_F(Training, aKilledWorkerChangesNoNumber) {
  const auto workspace = radio();
  const Words settings = {"--set", "training.max_steps=400", "--set", "training.patience=10000"};
  done(launchTiny(workspace, settings));
  const auto undisturbed = path("undisturbed.skipscope");
  fs::copy(workspace, undisturbed, fs::copy_options::recursive);
  done({"work", undisturbed, "--until-empty"});

  const auto id = runs(workspace).at(0).at("id").get<std::string>();
  ChildProcess worker(
      {program("skipscope-learn"), "work", workspace, "--until-empty", "--checkpoint-seconds", "0"});
  waitUntil([&] { return runs(workspace).at(0).at("validation").contains("accuracy"); });
  worker.signal(SIGKILL);
  EXPECT_EQ(worker.wait().signal, SIGKILL);
  ASSERT_EQ(runs(workspace).at(0).at("state"), "running") << "killed too late to show anything";
  done({"resume", workspace, id});
  EXPECT_EQ(runs(workspace).at(0).at("state"), "queued");
  done({"work", workspace, "--until-empty"});

  const auto resumed = doneJson({"show", workspace, id, "--json"});
  const auto expected = doneJson({"show", undisturbed, id, "--json"});
  EXPECT_EQ(resumed.at("state"), "finished");
  EXPECT_EQ(resumed.at("attempt"), 2);
  for (const char* key : {"test", "validation", "best_step", "steps", "epochs"})
    EXPECT_EQ(resumed.at(key), expected.at(key)) << key;
  EXPECT_FALSE(resumed.at("test").empty());
}

TEST_F(Training, fourWorkersShareTwelveRuns) {
  const auto workspace = radio();
  done(launchTiny(workspace,
                  {"--set", "training.max_steps=10", "--sweep", "inputs=like/like,dislike/like,skip",
                   "--sweep", "negatives.count=1,2", "--seeds", "1,2"}));
  std::vector<std::unique_ptr<ChildProcess>> workers;
  for (int i = 0; i < 4; ++i)
    workers.push_back(
        std::make_unique<ChildProcess>(Words{program("skipscope-cli"), "work", workspace, "--until-empty"}));
  for (const auto& worker : workers) {
    const auto ended = worker->wait();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err.find("lock"), std::string::npos) << ended.err;
  }
  const auto list = runs(workspace);
  ASSERT_EQ(list.size(), 12U);
  for (const auto& run : list) {
    EXPECT_EQ(run.at("state"), "finished") << run.at("message");
    EXPECT_EQ(run.at("attempt"), 1);
  }
  EXPECT_EQ(done({"check", workspace}), "No problems found.\n");
}

} // namespace
} // namespace skipscope::tests
