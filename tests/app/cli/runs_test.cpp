// launch without workers, and everything that looks at runs or changes their state. The runs are ended by the
// test in the worker's place, so no training is needed here.

#include "core/evaluation/outcomes.h"
#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "tests/app/cli/cli_test.h"

#include <algorithm>
#include <set>

namespace skipscope::tests {
namespace {

namespace fs = std::filesystem;

class Runs : public CliTest {
protected:
  Runs() : m_workspace(workspaceWithLog()) {}

  /// Four queued runs: N = 1 and 16 of `hardest`, seeds 1 and 2.
  void launchFour() {
    done({"launch", m_workspace, "--dataset", "log", "--experiment", "=Four", "--set",
          "negatives.strategy=hardest", "--sweep", "negatives.count=1,16", "--seeds", "1,2"});
  }

  std::vector<std::string> ids() {
    std::vector<std::string> list;
    for (const auto& run : doneJson({"runs", m_workspace, "--json"}))
      list.push_back(run.at("id"));
    return list;
  }

  /// Ends the next queued run as a worker would: finished with this accuracy, or failed.
  void endNext(std::optional<double> accuracy) {
    auto workspace = store::Workspace::open(m_workspace);
    store::Queue queue(workspace);
    const store::WorkerLock worker(workspace);
    const auto claim = queue.claim(worker);
    ASSERT_TRUE(claim.has_value());
    if (!accuracy) {
      ASSERT_TRUE(queue.fail(*claim, "The loss is not a number;\nlower the learning rate."));
      return;
    }
    store::Progress progress;
    progress.step = 50;
    progress.maxSteps = 100;
    progress.trainSeconds = 5;
    store::Validation validation;
    validation.step = 50;
    validation.metrics = {{"accuracy", *accuracy}};
    evaluation::Outcomes outcomes;
    outcomes.coverage.resize(101);
    evaluation::PairOutcome pair;
    pair.p = 1;
    pair.scoreP = -0.5F;
    outcomes.pairs = {pair};
    ASSERT_TRUE(queue.addValidation(*claim, validation));
    ASSERT_TRUE(
        queue.finish(*claim, progress, 50, {{"accuracy", *accuracy}, {"hr@10", 0.25}}, outcomes, "A note."));
  }

  /// Refused, and the workspace is as it was.
  void refusedUnchanged(const Words& words, int code, const std::string& word) {
    const auto before = snapshot(m_workspace);
    refused(words, code, word);
    EXPECT_EQ(snapshot(m_workspace), before) << words.at(0);
  }

  std::string m_workspace;
};

TEST_F(Runs, launchQueuesEveryCombinationOnce) {
  launchFour();
  const auto runs = doneJson({"runs", m_workspace, "--json"});
  ASSERT_EQ(runs.size(), 4U);
  const auto& last = runs.at(3);
  EXPECT_EQ(last.at("state"), "queued");
  EXPECT_EQ(last.at("experiment"), "=Four");
  EXPECT_EQ(last.at("dataset"), "log");
  EXPECT_EQ(last.at("config").at("negatives.count"), 16);
  EXPECT_EQ(last.at("config").at("inputs"), nlohmann::json::array({"like"}));
  EXPECT_EQ(last.at("validation"), nlohmann::json::object());
  EXPECT_EQ(last.at("test"), nlohmann::json::object());
  EXPECT_EQ(last.at("steps"), 0);
  for (const char* key : {"id", "seed", "epochs", "best_step", "train_seconds", "message", "progress"})
    EXPECT_TRUE(last.contains(key)) << key;

  const auto again = done({"launch", m_workspace, "--dataset", "log", "--set", "negatives.strategy=hardest",
                           "--set", "negatives.count=16", "--seeds", "1..3", "--experiment", "More"});
  EXPECT_NE(again.find("1 run queued in experiment More, 2 existed already"), std::string::npos) << again;
  EXPECT_EQ(ids().size(), 5U);
}

TEST_F(Runs, configFilesAreUnitedAndOptionsComeLast) {
  const auto file =
      write("study.json", R"([{"set": {"model.dimension": 16}, "sweep": {"inputs": ["like", "like,skip"]}},
                                             {"set": {"model": "popularity"}}])");
  done({"launch", m_workspace, "--dataset", "log", "--config", file, "--set", "model.dimension=8"});
  const auto runs = doneJson({"runs", m_workspace, "--json"});
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(runs.at(1).at("experiment"), "study");
  EXPECT_EQ(runs.at(1).at("config").at("model.dimension"), 8);
  EXPECT_EQ(runs.at(1).at("config").at("inputs"), nlohmann::json::parse(R"(["like","skip"])"));
}

TEST_F(Runs, presetsOfAnInstallationAreFound) {
  fs::create_directories(path("usr/bin"));
  fs::create_directories(path("usr/share/skipscope/presets"));
  fs::copy_file(program("skipscope-cli"), path("usr/bin/skipscope-cli"));
  write("usr/share/skipscope/presets/tiny.json", R"({"sweep": {"model": ["popularity", "like_rate"]}})");
  Words words = {
      path("usr/bin/skipscope-cli"), "launch", m_workspace, "--dataset", "log", "--preset", "tiny"};
  EXPECT_EQ(ChildProcess(words).wait().code, 0);
  EXPECT_EQ(ids().size(), 2U);
  words.back() = "big";
  const auto ended = ChildProcess(words).wait();
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("there are tiny"), std::string::npos) << ended.err;
}

TEST_F(Runs, badLaunchesChangeNothing) {
  const auto bad = [&](const Words& more, int code, const std::string& word) {
    Words words = {"launch", m_workspace, "--dataset", "log"};
    words.insert(words.end(), more.begin(), more.end());
    refusedUnchanged(words, code, word);
  };
  bad({"--set", "negative.count=4"}, 2, "negatives.count");
  bad({"--set", "negatives.count=0"}, 2, "negatives.count");
  bad({"--set", "model.dropout=1.5"}, 2, "model.dropout");
  bad({"--set", "loss=hinge"}, 2, "hinge");
  bad({"--set", "inputs="}, 2, "inputs");
  bad({"--set", "seed=3"}, 2, "seed");
  bad({"--set", "model.dimension"}, 2, "key=value");
  bad({"--set", "model.heads=3"}, 2, "model.heads");
  bad({"--sweep", "model.dimension=8,x"}, 2, "model.dimension");
  bad({"--seeds", "5..1"}, 2, "5..1");
  bad({"--seeds", "one"}, 2, "one");
  bad({"--config", path("no.json")}, 1, "no.json");
  bad({"--config", write("broken.json", "{\"set\": ")}, 2, "broken.json");
  bad({"--config", write("odd.json", "{\"sets\": {}}")}, 2, "sets");
  bad({"--config", write("twice.json", "{\"set\": {\"loss\": \"bce\", \"loss\": \"bce\"}}")}, 2,
      "loss stands twice");
  bad({"--estimate", "--wait"}, 2, "exclude");
  bad({"--preset", ""}, 2, "--preset is empty");
  bad({"--config", ""}, 2, "--config is empty");
  bad({"--config", write("wide.json", R"({"set": {"model.dropout": 7}})")}, 2, "wide.json: ");
  bad({"--config", write("deep.json", R"({"sweep": {"model.blocks": [1, 9000]}})")}, 2, "deep.json: ");
  refusedUnchanged({"launch", m_workspace, "--dataset", "radio"}, 2, "radio");
}

TEST_F(Runs, hopelessLogsAreRefused) {
  const std::string header = "user_id,song_id,time,feedback\n";
  const auto refusal = [&](const std::string& name, const std::string& rows, const std::string& word,
                           Words more = {}) {
    done({"import", m_workspace, write(name + ".csv", header + rows), "--name", name});
    Words words = {"launch", m_workspace, "--dataset", name};
    words.insert(words.end(), more.begin(), more.end());
    refusedUnchanged(words, 1, word);
  };
  refusal("no likes", "a,x,1,dislike\na,y,2,skip\n", "neither like nor listen");
  refusal("only listens", "a,x,1,dislike\na,y,2,listen\n", "has no likes, which inputs=like asks for");
  refusal("nothing to learn", "a,x,1,dislike\na,y,3,listen\n", "targets.positive",
          {"--set", "inputs=listen"});
  refusal("only likes", "a,x,1,like\na,y,2,like\n", "neither dislike nor skip");
  refusal("one event", "a,x,1,like\n", "neither dislike nor skip");
  refusal("one time", "a,x,5,like\na,y,5,dislike\na,z,5,like\n", "at one time");
  refusal("no skips", "a,x,1,like\na,y,2,dislike\na,z,3,like\n", "evaluation.negative=auto",
          {"--set", "evaluation.negative=skip"});
  refusal("no dislikes", "a,x,1,like\na,y,2,skip\na,z,3,like\n", "targets.negative",
          {"--set", "negatives.strategy=real"});
}

TEST_F(Runs, estimateLaunchesNothing) {
  const Words words = {"launch",  m_workspace, "--dataset", "log", "--set", "training.max_steps=1000",
                       "--seeds", "1..4",      "--estimate"};
  const auto before = snapshot(m_workspace);
  auto text = done(words);
  EXPECT_NE(text.find("4 runs, 0 of them there"), std::string::npos) << text;
  EXPECT_NE(text.find("No time can be told yet"), std::string::npos) << text;
  EXPECT_EQ(snapshot(m_workspace), before);

  done({"launch", m_workspace, "--dataset", "log", "--set", "training.max_steps=1000"});
  endNext(0.5);
  text = done(words);
  EXPECT_NE(text.find("4 runs, 1 of them there"), std::string::npos) << text;
  EXPECT_NE(text.find("About "), std::string::npos)
      << text; // 3 runs × 1000 steps × 0.1 s, shared by the workers
  EXPECT_NE(text.find(" min "), std::string::npos) << text;
}

TEST_F(Runs, whereFiltersByWordsAndComparisons) {
  launchFour();
  endNext(0.5);
  endNext(0.75);
  const auto count = [&](const std::string& where) {
    return doneJson({"runs", m_workspace, "--where", where, "--json"}).size();
  };
  EXPECT_EQ(count(""), 4U);
  EXPECT_EQ(count("N>1"), 2U);
  EXPECT_EQ(count("negatives.count=1 seed=2"), 1U);
  EXPECT_EQ(count("state=finished"), 2U);
  EXPECT_EQ(count("queued hardest"), 2U);
  EXPECT_EQ(count("accuracy>0.7"), 1U);
  EXPECT_EQ(count("accuracy>0.7 state=queued"), 0U);
  EXPECT_EQ(count("reach_weighted_accuracy>0"), 0U);
  EXPECT_EQ(count("unheard-of"), 0U);
  refused({"runs", m_workspace, "--where", "acuracy>0.7"}, 2, "acuracy");
  refused({"runs", m_workspace, "--where", "accuracy>"}, 2, "value");
  refused({"runs", m_workspace, "--where", "accuracy>abc"}, 2, "'abc'");
  refused({"runs", m_workspace, "--where", "accuracy>>1"}, 2, "two signs");
  EXPECT_EQ(count("message=\"\""), 2U); // the two that ended tell something
}

TEST_F(Runs, runsOfSeveralExperimentsAreFoundByEach) {
  done({"launch", m_workspace, "--dataset", "log", "--experiment", "A", "--seeds", "1,2"});
  done({"launch", m_workspace, "--dataset", "log", "--experiment", "B", "--seeds", "2,3"});
  const auto count = [&](const std::string& where) {
    return doneJson({"runs", m_workspace, "--where", where, "--json"}).size();
  };
  EXPECT_EQ(count("experiment=A"), 2U);
  EXPECT_EQ(count("experiment=B"), 2U);
  EXPECT_EQ(count("experiment!=B"), 1U);
  EXPECT_NE(done({"runs", m_workspace}).find("A, B"), std::string::npos);
}

TEST_F(Runs, theTableShowsWhatDiffers) {
  launchFour();
  endNext(0.5);
  const auto table = done({"runs", m_workspace});
  const auto heading = table.substr(0, table.find('\n'));
  EXPECT_NE(heading.find("negatives.count"), std::string::npos);
  EXPECT_NE(heading.find("accuracy"), std::string::npos);
  EXPECT_EQ(heading.find("model.dimension"), std::string::npos);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 5);
}

TEST_F(Runs, csvIsSafeForSpreadsheets) {
  launchFour();
  endNext(0.5);
  const auto csv = done({"runs", m_workspace, "--csv"});
  EXPECT_TRUE(csv.starts_with("id,state,experiment,dataset,seed,inputs,")) << csv;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5);
  EXPECT_NE(csv.find(",'=Four,"), std::string::npos);
  EXPECT_NE(done({"runs", m_workspace, "--csv", "--raw"}).find(",=Four,"), std::string::npos);
  refused({"runs", m_workspace, "--csv", "--json"}, 2, "exclude");
  refused({"runs", m_workspace, "--raw"}, 2, "--csv");
}

TEST_F(Runs, showTellsAllOfOne) {
  launchFour();
  endNext(0.625);
  const auto id = ids().at(0);
  const auto run = doneJson({"show", m_workspace, id.substr(0, 12), "--json"});
  EXPECT_EQ(run, doneJson({"runs", m_workspace, "--json"}).at(0));
  EXPECT_EQ(run.at("state"), "finished");
  EXPECT_EQ(run.at("test").at("accuracy"), 0.625);
  EXPECT_EQ(run.at("validation").at("accuracy"), nlohmann::json::parse(R"({"best":0.625,"step":50})"));
  EXPECT_EQ(run.at("best_step"), 50);
  EXPECT_EQ(run.at("train_seconds"), 5.0);
  EXPECT_EQ(run.at("message"), "A note.");
  EXPECT_NE(done({"show", m_workspace, id}).find("0.625"), std::string::npos);
}

TEST_F(Runs, unknownAndAmbiguousIdsAreRefused) {
  launchFour();
  for (const char* command : {"show", "cancel", "resume", "retry", "delete", "restore"})
    refusedUnchanged({command, m_workspace, "zzzz"}, 2, "zzzz");
  refusedUnchanged({"show", m_workspace, ""}, 2, "run");
  refusedUnchanged({"queue", m_workspace, "--next", "zzzz"}, 2, "zzzz");
}

TEST_F(Runs, statesChangeAsTheLifeOfARunHasIt) {
  launchFour();
  endNext(std::nullopt);
  const auto all = ids();
  const auto state = [&](std::size_t run) {
    return doneJson({"show", m_workspace, all.at(run), "--json"}).at("state").get<std::string>();
  };
  EXPECT_EQ(state(0), "failed");
  EXPECT_NE(done({"cancel", m_workspace, all.at(1), all.at(2)}).find("2 runs"), std::string::npos);
  EXPECT_EQ(state(1), "cancelled");
  refusedUnchanged({"cancel", m_workspace, all.at(3), all.at(0)}, 1, all.at(0).substr(0, 8));
  EXPECT_EQ(state(3), "queued");
  done({"resume", m_workspace, all.at(1)});
  EXPECT_EQ(state(1), "queued");
  refusedUnchanged({"resume", m_workspace, all.at(0)}, 1, all.at(0).substr(0, 8));
  done({"retry", m_workspace, all.at(0)});
  EXPECT_EQ(state(0), "queued");
  refusedUnchanged({"retry", m_workspace, all.at(2)}, 1, all.at(2).substr(0, 8));
  refusedUnchanged({"resume", m_workspace}, 2, "--interrupted");
  done({"resume", m_workspace, "--interrupted"});
  EXPECT_EQ(state(2), "cancelled");
}

TEST_F(Runs, deletedRunsComeBackUntilTheBinIsEmptied) {
  launchFour();
  const auto all = ids();
  refusedUnchanged({"restore", m_workspace, all.at(0)}, 1, "is in the bin");
  EXPECT_EQ(done({"delete", m_workspace, all.at(0), all.at(1), all.at(0)}), "2 runs deleted\n");
  refusedUnchanged({"delete", m_workspace, all.at(0)}, 1, "already");
  EXPECT_EQ(doneJson({"runs", m_workspace, "--deleted", "--json"}).size(), 2U);
  EXPECT_NE(done({"show", m_workspace, all.at(0)}).find("in the bin"), std::string::npos);
  EXPECT_TRUE(doneJson({"show", m_workspace, all.at(0), "--json"}).at("deleted").get<bool>());
  EXPECT_EQ(ids(), std::vector<std::string>(all.begin() + 2, all.end()));
  done({"restore", m_workspace, all.at(1)});
  EXPECT_EQ(ids().size(), 3U);
  EXPECT_NE(done({"clean", m_workspace}).find("1 run gone"), std::string::npos);
  refusedUnchanged({"restore", m_workspace, all.at(0)}, 2, all.at(0).substr(0, 8));
  EXPECT_EQ(done({"check", m_workspace}), "No problems found.\n");
}

TEST_F(Runs, tagsAndNotesAreFoundAgain) {
  launchFour();
  const auto all = ids();
  done({"tag", m_workspace, all.at(0), all.at(1), all.at(0), "--add", "night", "--add", "best"});
  done({"tag", m_workspace, all.at(1), "--remove", "best"});
  done({"note", m_workspace, all.at(2), "--text", "the one for the talk"});
  const auto found = [&](const std::string& where) {
    return doneJson({"runs", m_workspace, "--where", where, "--json"}).size();
  };
  EXPECT_EQ(found("night"), 2U);
  EXPECT_EQ(found("best"), 1U);
  EXPECT_EQ(found("tags=night"), 2U) << "one of them among others";
  EXPECT_EQ(found("tags=best"), 1U);
  EXPECT_EQ(found("tags=nigh"), 0U);
  EXPECT_EQ(found("talk"), 1U);
  EXPECT_EQ(doneJson({"show", m_workspace, all.at(2), "--json"}).at("note"), "the one for the talk");
  done({"note", m_workspace, all.at(2), "--text", ""});
  EXPECT_EQ(found("talk"), 0U);
  refusedUnchanged({"tag", m_workspace, all.at(0)}, 2, "--add");
  refusedUnchanged({"tag", m_workspace, all.at(0), "--add", "  "}, 2, "--add");
  refusedUnchanged({"note", m_workspace, all.at(0)}, 2, "--text");
  refusedUnchanged({"tag", m_workspace, all.at(0), "no-such-run", "--add", "x"}, 2, "no-such-run");
}

TEST_F(Runs, comparingNeedsFinishedRunsOnSeveralListeners) {
  launchFour();
  const auto all = ids();
  refusedUnchanged({"compare", m_workspace, all.at(0), all.at(2)}, 1, "no finished run");
  refusedUnchanged({"compare", m_workspace, all.at(0), "no-such-run"}, 2, "no-such-run");
  for (int i = 0; i < 4; ++i)
    endNext(0.5); // each with a pair of one listener
  refusedUnchanged({"compare", m_workspace, all.at(0), all.at(2)}, 1, "Fewer than two listeners");
}

TEST_F(Runs, theQueueIsPausedAndReordered) {
  launchFour();
  EXPECT_EQ(done({"queue", m_workspace}), "4 runs queued, 0 workers alive\n");
  EXPECT_EQ(done({"queue", m_workspace, "--pause"}), "4 runs queued, 0 workers alive, paused\n");
  refusedUnchanged({"queue", m_workspace, "--pause", "--continue"}, 2, "exclude");
  done({"queue", m_workspace, "--continue", "--next", ids().at(2)});
  endNext(0.5);
  EXPECT_EQ(doneJson({"runs", m_workspace, "--json"}).at(2).at("state"), "finished");
}

TEST_F(Runs, checkTellsOfDamage) {
  EXPECT_EQ(done({"check", m_workspace}), "No problems found.\n");
  fs::remove_all(fs::path(m_workspace) / "datasets");
  const auto ended = cli({"check", m_workspace});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_FALSE(ended.out.empty());
}

TEST_F(Runs, exportWritesEverythingAndHidesListeners) {
  launchFour();
  endNext(0.5);
  const auto id = ids().at(0);
  done({"export", m_workspace, "-o", path("out")});
  done({"export", m_workspace, "-o", path("named"), "--listener-ids", "--raw"});
  const auto hidden = filesOf(path("out")), named = filesOf(path("named"));
  std::set<std::string> files;
  for (const auto& [file, content] : hidden)
    files.insert(file);
  EXPECT_EQ(files, (std::set<std::string>{"runs.csv", "validations.csv", "configurations.json",
                                          "datasets.json", "outcomes/" + id + ".csv"}));
  EXPECT_EQ(hidden.at("runs.csv"), done({"runs", m_workspace, "--csv"}));
  EXPECT_NE(hidden.at("validations.csv").find(id + ",50,"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(hidden.at("configurations.json")).size(), 4U);
  EXPECT_EQ(nlohmann::json::parse(hidden.at("datasets.json")), doneJson({"datasets", m_workspace, "--json"}));
  const auto &plain = named.at("outcomes/" + id + ".csv"), &secret = hidden.at("outcomes/" + id + ".csv");
  EXPECT_NE(plain.find("like>dislike,u0,"), std::string::npos) << plain;
  EXPECT_EQ(secret.find("u0"), std::string::npos) << secret;
  EXPECT_NE(secret.find(",-0.5,"), std::string::npos) << secret;

  refusedUnchanged({"export", m_workspace, "-o", path("out")}, 1, "not empty");
  refusedUnchanged({"export", m_workspace, "-o", path("log.csv") + "/out"}, 1, "out");
  done({"export", m_workspace, "-o", path("again")});
  EXPECT_EQ(filesOf(path("again")), hidden);
}

TEST_F(Runs, anEmptyWorkspaceSaysSo) {
  EXPECT_EQ(done({"runs", m_workspace}), "No runs.\n");
  EXPECT_EQ(doneJson({"runs", m_workspace, "--json"}), nlohmann::json::array());
}

} // namespace
} // namespace skipscope::tests
