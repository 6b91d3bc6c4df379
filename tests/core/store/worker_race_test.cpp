#include "core/store/database.h"
#include "core/store/worker_process.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <memory>
#include <set>
#include <thread>

namespace skipscope::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST_F(StoreTest, FourWorkersNeverTakeTheSameRunWhileAWindowWatches) {
  constexpr int kWorkers = 4;
  constexpr int kRuns = 200;
  {
    Workspace workspace = open();
    launch(workspace, kRuns);
  }
  std::vector<std::unique_ptr<Child>> children;
  for (int i = 0; i < kWorkers; ++i)
    children.push_back(std::make_unique<Child>([this](const Child::Tell& tell) {
      Workspace workspace = open();
      Queue queue(workspace);
      const WorkerLock worker(workspace);
      while (const std::optional<Claim> claim = queue.claim(worker)) {
        Progress progress;
        progress.step = 1;
        Validation validation;
        validation.metrics = {{"accuracy", 0.5}};
        if (!queue.progress(*claim, progress) || !queue.addValidation(*claim, validation) ||
            queue.cancelRequested(*claim) ||
            !queue.finish(*claim, progress, 1, {{"accuracy", 0.5}}, tinyOutcomes(), ""))
          tell("lost " + claim->run.id);
        else
          tell("did " + claim->run.id);
      }
      tell("end");
    }));

  Workspace window = open(Access::ReadOnly);
  const RunStore store(window);
  std::int64_t stamp = 0;
  std::set<std::string> finished;
  while (finished.size() < kRuns) {
    const std::int64_t version = window.dataVersion();
    const Changes changes = store.newerThan(stamp);
    ASSERT_GE(changes.stamp, stamp);
    stamp = changes.stamp;
    for (const StoredRun& run : changes.runs) {
      ASSERT_NE(run.state, RunState::Failed);
      if (run.state == RunState::Finished) {
        EXPECT_TRUE(finished.insert(run.id).second) << "a finished run changed again";
        EXPECT_EQ(run.attempt, 1);
      }
    }
    if (finished.size() < kRuns && window.dataVersion() == version)
      std::this_thread::yield(); // nothing new: the workers need the processor
  }

  std::set<std::string> done;
  for (const auto& child : children) {
    std::vector<std::string> lines = child->lines();
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines.back(), "end") << "an error, or killed";
    lines.pop_back();
    for (const std::string& line : lines) {
      EXPECT_THAT(line, testing::StartsWith("did "));
      EXPECT_TRUE(done.insert(line).second) << line << " twice";
    }
  }
  EXPECT_EQ(done.size(), static_cast<std::size_t>(kRuns));
  EXPECT_EQ(Queue(window).liveWorkers(), 0);
}

TEST_F(StoreTest, OpeningWhileTheDatabaseGrowsMeetsNoError) {
  open();
  Child writer([this](const Child::Tell& tell) {
    Workspace workspace = open();
    Database& database = workspace.database();
    database.exec("CREATE TABLE growth (bytes BLOB); PRAGMA wal_autocheckpoint = 1");
    const std::string bytes(100'000, 'x');
    for (int row = 0; row < 300; ++row)
      database.run("INSERT INTO growth VALUES (?)", {Blob(bytes)});
    tell("end");
  });
  std::atomic<bool> ended = false;
  std::thread waiting([&] {
    writer.line();
    ended = true;
  });
  int opened = 0;
  while (!ended) {
    EXPECT_EQ(messageOf([&] { open(Access::ReadOnly); }), "") << "after " << opened;
    ++opened;
  }
  waiting.join();
  EXPECT_GT(opened, 10);
}

TEST_F(StoreTest, RunOfAKilledWorkerIsInterruptedByWhoeverGetsItsLock) {
  std::string id;
  {
    Workspace workspace = open();
    id = launch(workspace, 1).at(0);
  }
  Child worker([this](const Child::Tell& tell) {
    Workspace workspace = open();
    const WorkerLock lock(workspace);
    const std::optional<Claim> claim = Queue(workspace).claim(lock);
    Progress progress;
    progress.step = 42;
    Queue(workspace).progress(*claim, progress);
    tell(lock.id());
    ::pause();
  });
  const std::string workerId = worker.line();
  ASSERT_EQ(workerId.size(), 36U);
  Workspace workspace = open();
  Queue queue(workspace);
  const RunStore store(workspace);
  EXPECT_EQ(queue.liveWorkers(), 1);
  EXPECT_EQ(queue.reap(), 0);
  EXPECT_EQ(store.run(id).state, RunState::Running);
  EXPECT_THAT(messageOf([&] { queue.resume({id}); }), HasSubstr("is running"));

  worker.kill();
  EXPECT_EQ(queue.liveWorkers(), 0);
  EXPECT_EQ(queue.reap(), 1);
  EXPECT_EQ(queue.reap(), 0);
  const StoredRun run = store.run(id);
  EXPECT_EQ(run.state, RunState::Interrupted);
  EXPECT_EQ(run.progress.step, 42);
  EXPECT_FALSE(fs::exists(folder() / "workers" / (workerId + ".lock")));
}

TEST_F(StoreTest, ResumeReapsFirst) {
  std::string id;
  {
    Workspace workspace = open();
    id = launch(workspace, 1).at(0);
  }
  Child worker([this](const Child::Tell& tell) {
    Workspace workspace = open();
    const WorkerLock lock(workspace);
    tell(Queue(workspace).claim(lock)->run.id);
    ::pause();
  });
  ASSERT_EQ(worker.line(), id);
  worker.kill();
  Workspace workspace = open();
  EXPECT_THAT(Queue(workspace).resume({id}), testing::ElementsAre(id));
  EXPECT_EQ(RunStore(workspace).run(id).state, RunState::Queued);
}

TEST_F(StoreTest, WorkerKilledInTheMiddleOfAWriteLeavesASoundWorkspace) {
  {
    Workspace workspace = open();
    launch(workspace, 1);
  }
  Child worker([this](const Child::Tell& tell) {
    Workspace workspace = open();
    Database& database = workspace.database();
    database.exec("BEGIN IMMEDIATE; UPDATE runs SET state = 'failed'; UPDATE workspace SET stamp = 1000");
    tell("writing");
    ::pause();
  });
  ASSERT_EQ(worker.line(), "writing");
  worker.kill();
  Workspace workspace = open();
  EXPECT_EQ(RunStore(workspace).runs().at(0).state, RunState::Queued);
  EXPECT_LT(workspace.stamp(), 1000);
  EXPECT_THAT(checkWorkspace(workspace), testing::IsEmpty());
}

TEST_F(StoreTest, StartedWorkersAreDetachedAndWriteTheirLog) {
  // Stands in for the learning program: tells its arguments and its session, then waits for a reader of the
  // pipe.
  const fs::path program = root() / "learn";
  const fs::path pipe = root() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  writeFile(program, "#!/bin/sh\necho \"$@\"\necho \"session $(ps -o sid= -p $$ 2>/dev/null || cut -d' ' -f6 "
                     "/proc/$$/stat)\"\n"
                     "echo done > '" +
                         pipe.string() + "'\n");
  fs::permissions(program, fs::perms::owner_all);
  startWorkers(program, folder(), 1);
  std::string done;
  std::ifstream(pipe) >> done; // opens when the program writes to it
  EXPECT_EQ(done, "done");
  const std::string log = readFile(folder() / "workers" / "worker-1.log");
  EXPECT_THAT(log, HasSubstr("work " + folder().string() + " --until-empty\n"));
  EXPECT_THAT(log, HasSubstr("session "));
  EXPECT_THAT(log, testing::Not(HasSubstr("session " + std::to_string(::getsid(0)) + "\n")));
}

TEST_F(StoreTest, TheEndOfAStartedWorkerIsSeenHoweverItEnds) {
  // Stands in for the learning program: tells its process, then waits for a word on the pipe.
  const fs::path program = root() / "learn";
  const fs::path pipe = root() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  writeFile(program, "#!/bin/sh\necho $$\nread word < '" + pipe.string() + "'\n");
  fs::permissions(program, fs::perms::owner_all);
  const auto started = startWorkers(program, folder(), 1);
  ASSERT_EQ(started.size(), 1U);
  const auto over = [&](int milliseconds) {
    pollfd end = {started[0].descriptor(), POLLIN, 0};
    return ::poll(&end, 1, milliseconds) == 1;
  };
  const std::ofstream word(pipe); // opens when the program reads from it
  EXPECT_FALSE(over(0));
  ASSERT_EQ(::kill(std::stoi(readFile(folder() / "workers" / "worker-1.log")), SIGKILL), 0);
  EXPECT_TRUE(over(60'000));
}

TEST_F(StoreTest, WorkerThatCannotBeStartedIsToldAtOnce) {
  EXPECT_THAT(messageOf([&] { startWorkers(root() / "nothing", folder(), 1); }),
              HasSubstr("could not be started"));
  EXPECT_THAT(messageOf([&] { startWorkers(root() / "nothing", root() / "nowhere", 1); }),
              HasSubstr("could not be started"));
  EXPECT_THAT(messageOf([] { siblingProgram("skipscope-nothing"); }),
              HasSubstr("skipscope-nothing is missing beside"));
  const fs::path self = fs::read_symlink("/proc/self/exe");
  EXPECT_EQ(siblingProgram(self.filename().string()), self);
}

} // namespace
} // namespace skipscope::store
