#include "core/error.h"
#include "core/learning/model_cache.h"
#include "core/learning/worker.h"
#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>
#include <spawn.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace skipscope::learning {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// A workspace with one log in it.
class Worker : public ::testing::Test {
protected:
  Worker() : m_dataset(tasteLog(30, 50, 40)), m_workspace(store::Workspace::create(folder())) {
    listening::ImportResult log;
    log.dataset = m_dataset;
    log.summary.fingerprint = std::string(32, 'a');
    log.summary.events = log.summary.kept = static_cast<std::int64_t>(m_dataset.events.size());
    m_workspace.addDataset(log, "taste", {}, {});
  }

  std::filesystem::path folder() const { return m_temporary.path() / "test.skipscope"; }

  std::string launch(const experiment::Configuration& configuration, std::uint64_t seed = 1) {
    return store::RunStore(m_workspace)
        .launch({"experiment", "taste", {configuration}, {seed}, 0})
        .added.at(0);
  }
  store::Run run(const std::string& id) { return store::RunStore(m_workspace).run(id); }
  int workUntilEmpty() {
    WorkerOptions options;
    options.untilEmpty = true;
    return work(m_workspace, options, {});
  }
  std::vector<std::string> files(const std::string& id) {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(m_workspace.checkpointFolder(id), none))
      names.push_back(entry.path().filename());
    return names;
  }

  /// The finished run has the numbers of one that nothing disturbed, bit by bit.
  void expectUndisturbed(const std::string& id) {
    const store::Run ended = run(id);
    ASSERT_EQ(ended.state, store::RunState::Finished) << ended.message;
    Told told;
    const auto whole = trainTelling(m_dataset, experiment::canonical(ended.configuration), told, {},
                                    std::nullopt, ended.seed);
    EXPECT_EQ(ended.test, whole->test);
    EXPECT_EQ(ended.bestStep, whole->bestStep);
    EXPECT_EQ(ended.progress.step, whole->progress.step);
    EXPECT_FALSE(ended.mixed);
    const auto validations = store::RunStore(m_workspace).validations(id);
    ASSERT_EQ(validations.size(), told.validations.size());
    for (std::size_t i = 0; i < validations.size(); ++i) {
      EXPECT_EQ(validations[i].step, told.validations[i].step);
      EXPECT_EQ(validations[i].metrics, told.validations[i].metrics);
    }
    const auto outcomes = store::RunStore(m_workspace).outcomes(id);
    ASSERT_TRUE(outcomes);
    EXPECT_EQ(evaluation::pack(*outcomes), evaluation::pack(whole->outcomes));
    ASSERT_THAT(files(id), SizeIs(1));
    const Checkpoint best = loadCheckpoint(m_workspace.checkpointFolder(id) / ended.checkpoint);
    for (const auto& [name, array] : whole->best.arrays)
      EXPECT_EQ(best.arrays.at(name).values, array.values) << name;
  }

  TemporaryFolder m_temporary;
  Dataset m_dataset;
  store::Workspace m_workspace;
};

experiment::Configuration dropping() {
  auto configuration = smallConfiguration();
  configuration.inputs = {Feedback::Like, Feedback::Skip};
  configuration.dropout = 0.2;
  return configuration;
}

experiment::Configuration endless() {
  auto configuration = dropping();
  configuration.maxSteps = configuration.minSteps = 1'000'000;
  configuration.validateEvery = 10'000;
  return configuration;
}

TEST_F(Worker, TrainsWhatIsQueuedAndWritesItsEnd) {
  const std::string encoder = launch(dropping());
  auto popularity = smallConfiguration();
  popularity.model = experiment::ModelKind::Popularity;
  const std::string baseline = launch(popularity);
  EXPECT_EQ(workUntilEmpty(), 2);
  expectUndisturbed(encoder);
  EXPECT_THAT(run(encoder).path, StartsWith("cpu/"));
  EXPECT_THAT(run(encoder).path, Not(HasSubstr("unknown")));
  EXPECT_EQ(run(encoder).program, SKIPSCOPE_VERSION);
  EXPECT_EQ(run(baseline).state, store::RunState::Finished);
  EXPECT_TRUE(run(baseline).test.contains("accuracy"));
  EXPECT_TRUE(store::checkWorkspace(m_workspace).empty());
}

TEST_F(Worker, ARunQueuedWhileTheLastWorkerLeavesIsNotForgotten) {
  launch(dropping());
  std::string late;
  WorkerOptions options;
  options.untilEmpty = true;
  options.observer.note = [&](const std::string& sentence) {
    if (late.empty() && sentence.find("Nothing is left") != std::string::npos) {
      late = launch(dropping(), 2);
      EXPECT_EQ(store::Queue(m_workspace).liveWorkers(), 1) << "nobody would start another one";
    }
  };
  EXPECT_EQ(work(m_workspace, options, {}), 2);
  expectUndisturbed(late);
}

TEST_F(Worker, CancelKeepsTheCheckpoint) {
  const std::string id = launch(endless());
  WorkerOptions options;
  options.untilEmpty = true;
  options.observer.note = [&](const std::string& sentence) {
    if (sentence.find("begun") != std::string::npos) {
      store::Workspace window = store::Workspace::open(folder());
      store::Queue(window).cancel({id});
    }
  };
  EXPECT_EQ(work(m_workspace, options, {}), 1);
  EXPECT_EQ(run(id).state, store::RunState::Cancelled);
  EXPECT_THAT(files(id), SizeIs(1));
  EXPECT_EQ(files(id).at(0), run(id).checkpoint);
}

TEST_F(Worker, SoftStopInterruptsAndResumeEndsAsIfUndisturbed) {
  const std::string id = launch(dropping());
  std::stop_source stop;
  WorkerOptions options;
  options.checkpointInterval = std::chrono::seconds(0);
  options.observer.note = [&](const std::string&) { stop.request_stop(); };
  EXPECT_EQ(work(m_workspace, options, stop.get_token()), 1);
  EXPECT_EQ(run(id).state, store::RunState::Interrupted);
  EXPECT_FALSE(run(id).checkpoint.empty());
  store::Queue(m_workspace).resume({id});
  EXPECT_EQ(workUntilEmpty(), 1);
  expectUndisturbed(id);
}

TEST_F(Worker, WeightsThatCannotBeWrittenInterruptTheRunAndAreMadeAnew) {
  const std::string id = launch(dropping());
  const auto place = m_workspace.checkpointFolder(id);
  std::filesystem::create_directories(place.parent_path());
  std::ofstream(place) << "a file where the folder should be";
  WorkerOptions options;
  options.untilEmpty = true;
  options.checkpointInterval = std::chrono::seconds(0); // the faults on the way do not end it
  EXPECT_EQ(work(m_workspace, options, {}), 1);
  EXPECT_EQ(run(id).state, store::RunState::Interrupted);
  EXPECT_THAT(run(id).message, HasSubstr(place.string()));
  EXPECT_GT(run(id).progress.step, 0);
  std::filesystem::remove(place);
  store::Queue(m_workspace).resume({id});
  EXPECT_EQ(workUntilEmpty(), 1);
  expectUndisturbed(id);
}

TEST_F(Worker, AFaultFailsTheRunAndTheNextOneGoesOn) {
  const std::string good = launch(dropping());
  const std::string resumed = launch(dropping(), 2);
  // The second run is stopped, its checkpoint broken, and the run resumed.
  {
    store::Queue(m_workspace).runNext({resumed});
    std::stop_source stop;
    WorkerOptions options;
    options.observer.note = [&](const std::string&) { stop.request_stop(); };
    work(m_workspace, options, stop.get_token());
  }
  ASSERT_EQ(run(resumed).state, store::RunState::Interrupted);
  std::filesystem::resize_file(m_workspace.checkpointFolder(resumed) / run(resumed).checkpoint, 100);
  store::Queue(m_workspace).resume({resumed});
  EXPECT_EQ(workUntilEmpty(), 2);
  EXPECT_EQ(run(resumed).state, store::RunState::Failed);
  EXPECT_THAT(run(resumed).message, HasSubstr("damaged"));
  EXPECT_EQ(run(good).state, store::RunState::Finished);
  store::Queue(m_workspace).retry({resumed});
  EXPECT_EQ(workUntilEmpty(), 1);
  expectUndisturbed(resumed);
}

TEST_F(Worker, RecommendsFromAFinishedRun) {
  const std::string id = launch(dropping());
  ModelCache models(m_workspace);
  EXPECT_THROW(models.of(id), core::Error);
  workUntilEmpty();
  Recommender& model = models.of(id.substr(0, 8));
  const auto best = model.recommend("l3", 5);
  ASSERT_THAT(best, SizeIs(5));
  for (std::size_t i = 1; i < best.size(); ++i)
    EXPECT_GE(best[i - 1].score, best[i].score);
  const auto all = model.recommend("l3", 1000);
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const auto& each) { return each.playedBefore; }), 40);
  EXPECT_THROW(model.recommend("nobody", 5), core::UsageError);
  EXPECT_THROW(models.of("0123"), core::UsageError);
}

std::vector<float> scoresOf(const std::vector<Recommendation>& list) {
  std::vector<float> scores;
  for (const auto& each : list)
    scores.push_back(each.score);
  return scores;
}

class HearingModels : public Worker, public ::testing::WithParamInterface<experiment::ModelKind> {};
INSTANTIATE_TEST_SUITE_P(Models, HearingModels,
                         ::testing::Values(experiment::ModelKind::Sasrec, experiment::ModelKind::ItemKnn));

TEST_P(HearingModels, AnotherPastGivesOtherSongs) {
  auto configuration = dropping();
  configuration.model = GetParam();
  const std::string id = launch(configuration);
  workUntilEmpty();
  ModelCache models(m_workspace);
  Recommender& model = models.of(id);
  const auto index =
      static_cast<std::size_t>(std::find(m_dataset.listenerIds.begin(), m_dataset.listenerIds.end(), "l3") -
                               m_dataset.listenerIds.begin());
  const auto history = m_dataset.history(index);
  const auto asItIs = scoresOf(model.recommend("l3", 5));
  // The same past said again changes nothing; the newest vote turned around does.
  HistoryEdits same;
  HistoryEdits turned;
  for (std::size_t i = 0; i < history.size(); ++i) {
    same[i] = history[i].feedback;
    turned[i] = history[i].feedback == Feedback::Like ? Feedback::Skip : Feedback::Like;
  }
  EXPECT_EQ(scoresOf(model.recommend("l3", 5, same)), asItIs);
  const auto other = scoresOf(model.recommend("l3", 5, turned));
  EXPECT_NE(other, asItIs);
  ModelCache unasked(m_workspace); // what was asked before does not matter
  EXPECT_EQ(scoresOf(unasked.of(id).recommend("l3", 5, turned)), other);
  HistoryEdits emptied;
  for (std::size_t i = 0; i < history.size(); ++i)
    emptied[i] = std::nullopt;
  const auto fresh = model.recommend("l3", 1000, emptied);
  EXPECT_TRUE(std::none_of(fresh.begin(), fresh.end(), [](const auto& each) { return each.playedBefore; }));
  EXPECT_EQ(scoresOf(model.recommend("l3", 5)), asItIs);
  EXPECT_THROW(model.recommend("l3", 5, {{history.size(), std::nullopt}}), core::UsageError);
}

TEST_F(Worker, TheModelNotUsedForLongestLeavesAndDatasetsAreShared) {
  auto popularity = smallConfiguration();
  popularity.model = experiment::ModelKind::Popularity;
  const std::vector<std::string> ids = {launch(popularity, 1), launch(popularity, 2), launch(popularity, 3)};
  workUntilEmpty();
  ModelCache models(m_workspace, 2);
  const Recommender* first = &models.of(ids[0]);
  models.of(ids[1]);
  // A second reading would need the file.
  std::filesystem::rename(folder() / "datasets" / (std::string(32, 'a') + ".db"), folder() / "hidden");
  EXPECT_EQ(&models.of(ids[0]), first);
  models.of(ids[2]);
  EXPECT_EQ(models.size(), 2U);
  EXPECT_EQ(&models.of(ids[0]), first); // the second one left
}

/// Waits until files were moved into a folder so many times: every checkpoint is.
void awaitMoves(const std::filesystem::path& watched, int moves, const std::function<void()>& begin) {
  const int notices = ::inotify_init1(IN_CLOEXEC);
  ASSERT_GE(notices, 0);
  ASSERT_GE(::inotify_add_watch(notices, watched.c_str(), IN_MOVED_TO), 0);
  begin();
  alignas(inotify_event) char buffer[4096];
  while (moves > 0) {
    const ssize_t size = ::read(notices, buffer, sizeof buffer);
    ASSERT_GT(size, 0);
    for (ssize_t at = 0; at < size; --moves)
      at += static_cast<ssize_t>(sizeof(inotify_event) + reinterpret_cast<inotify_event*>(buffer + at)->len);
  }
  ::close(notices);
}

pid_t startLearnProgram(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {SKIPSCOPE_BIN_DIR "/skipscope-learn"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  EXPECT_EQ(::posix_spawn(&child, words[0].c_str(), nullptr, nullptr, pointers.data(), environ), 0);
  return child;
}

TEST_F(Worker, KilledInTheMiddleItsRunResumesAsIfUndisturbed) {
  auto configuration = dropping();
  configuration.maxSteps = configuration.minSteps = 300;
  const std::string id = launch(configuration);
  std::filesystem::create_directories(m_workspace.checkpointFolder(id));
  pid_t child = 0;
  awaitMoves(m_workspace.checkpointFolder(id), 30, [&] {
    child = startLearnProgram({"work", folder().string(), "--until-empty", "--checkpoint-seconds", "0"});
  });
  ASSERT_GT(child, 0);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(run(id).state, store::RunState::Running);
  store::Queue queue(m_workspace);
  EXPECT_EQ(queue.reap(), 1);
  EXPECT_EQ(run(id).state, store::RunState::Interrupted);
  EXPECT_FALSE(run(id).checkpoint.empty());
  queue.resume({id});
  EXPECT_EQ(workUntilEmpty(), 1);
  EXPECT_EQ(run(id).attempt, 2);
  expectUndisturbed(id);
}

TEST_F(Worker, SignalStopsTheProgramSoftly) {
  const std::string id = launch(endless());
  std::filesystem::create_directories(m_workspace.checkpointFolder(id));
  pid_t child = 0;
  awaitMoves(m_workspace.checkpointFolder(id), 3, [&] {
    child = startLearnProgram(
        {"work", folder().string(), "--jobs", "2", "--until-empty", "--checkpoint-seconds", "0"});
  });
  ASSERT_GT(child, 0);
  ::kill(child, SIGTERM);
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(run(id).state, store::RunState::Interrupted);
  EXPECT_GE(run(id).progress.step, 2);
  EXPECT_EQ(store::Queue(m_workspace).liveWorkers(), 0);
}

TEST(LearnProgram, RefusesWrongUsageWithTwo) {
  const TemporaryFolder folder;
  const std::vector<std::pair<std::vector<std::string>, int>> expected = {
      {{"dance"}, 2},
      {{"work", folder.path().string(), "--jobs", "0"}, 2},
      {{"work", folder.path().string(), "--quickly"}, 2},
      {{"work", (folder.path() / "none").string()}, 1},
      {{"recommend", folder.path().string(), "x", "--listener", "l1"}, 1},
      {{"work", "--help"}, 0}};
  for (const auto& [arguments, code] : expected) {
    int status = 0;
    ::waitpid(startLearnProgram(arguments), &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), code) << ::testing::PrintToString(arguments);
  }
}

} // namespace

} // namespace skipscope::learning
