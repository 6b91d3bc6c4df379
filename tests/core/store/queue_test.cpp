#include "core/error.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace skipscope::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Progress at(std::int64_t step) {
  Progress progress;
  progress.step = step;
  progress.maxSteps = 1000;
  progress.epochs = static_cast<double>(step) / 100;
  progress.targets = step * 64;
  progress.trainSeconds = static_cast<double>(step) / 10;
  progress.trainingLoss = 1.25;
  return progress;
}

Validation validation(std::int64_t step, double accuracy) {
  Validation made;
  made.step = step;
  made.epochs = static_cast<double>(step) / 100;
  made.targets = step * 64;
  made.trainSeconds = 2;
  made.metrics = {{"accuracy", accuracy}, {"mrr", std::numeric_limits<double>::quiet_NaN()}};
  return made;
}

class QueueTest : public StoreTest {
protected:
  RunState state(const std::string& id) { return store.run(id).state; }

  /// Brings a new run into a state the way programs do.
  std::string runIn(RunState wanted) {
    const std::string id = launch(workspace, ++m_launched).back();
    if (wanted == RunState::Queued)
      return id;
    queue.runNext({id});
    const Claim claim = *queue.claim(worker);
    if (wanted == RunState::Finished)
      queue.finish(claim, at(10), 10, {{"accuracy", 0.5}}, tinyOutcomes(), "");
    else if (wanted == RunState::Failed)
      queue.fail(claim, "no");
    else if (wanted == RunState::Cancelled)
      queue.cancelled(claim, at(10));
    else if (wanted == RunState::Interrupted)
      queue.interrupted(claim, at(10));
    return id;
  }

  Workspace workspace = open();
  RunStore store{workspace};
  Queue queue{workspace};
  WorkerLock worker{workspace};

private:
  int m_launched = 0;
};

TEST_F(QueueTest, ClaimTakesHighestPriorityThenOldest) {
  const std::vector<std::string> ids = launch(workspace, 4);
  EXPECT_EQ(queue.queued(), 4);
  queue.runNext({ids[2]});
  EXPECT_EQ(queue.claim(worker)->run.id, ids[2]);
  EXPECT_EQ(queue.claim(worker)->run.id, ids[0]);
  queue.runNext({ids[3]});
  const Claim last = *queue.claim(worker);
  EXPECT_EQ(last.run.id, ids[3]);
  EXPECT_EQ(last.attempt, 1);
  EXPECT_EQ(last.run.state, RunState::Running);
  EXPECT_GT(last.run.startedMs, 0);
  EXPECT_TRUE(last.checkpoint.empty());
  EXPECT_EQ(queue.claim(worker)->run.id, ids[1]);
  EXPECT_FALSE(queue.claim(worker));
}

TEST_F(QueueTest, PausedQueueGivesNothing) {
  launch(workspace, 1);
  queue.setPaused(true);
  EXPECT_TRUE(queue.paused());
  EXPECT_FALSE(queue.claim(worker));
  queue.setPaused(false);
  EXPECT_TRUE(queue.claim(worker));
}

TEST_F(QueueTest, AskingAnEmptyQueueWritesNothing) {
  const std::int64_t stamp = workspace.stamp();
  EXPECT_FALSE(queue.claim(worker));
  EXPECT_EQ(workspace.stamp(), stamp);
}

TEST_F(QueueTest, FinishedRunKeepsItsResults) {
  const std::string id = launch(workspace, 1).at(0);
  const Claim claim = *queue.claim(worker);
  EXPECT_TRUE(queue.recordPath(claim, "cpu-plain", "0.1.0"));
  EXPECT_TRUE(queue.progress(claim, at(50)));
  EXPECT_EQ(store.run(id).progress.step, 50);
  EXPECT_TRUE(queue.addValidation(claim, validation(100, 0.6)));
  EXPECT_TRUE(queue.addValidation(claim, validation(200, 0.7)));
  EXPECT_TRUE(queue.addValidation(claim, validation(300, 0.7)));
  EXPECT_TRUE(queue.nameCheckpoint(claim, "1-200.safetensors", at(300)));
  EXPECT_TRUE(queue.finish(claim, at(300), 200, {{"accuracy", 0.65}, {"mrr", std::nan("")}}, tinyOutcomes(),
                           "a note"));

  const StoredRun run = store.run(id);
  EXPECT_EQ(run.state, RunState::Finished);
  EXPECT_EQ(run.path, "cpu-plain");
  EXPECT_EQ(run.program, "0.1.0");
  EXPECT_FALSE(run.mixed);
  EXPECT_EQ(run.message, "a note");
  EXPECT_EQ(run.pairKinds, tinyOutcomes().kinds.name());
  EXPECT_EQ(run.bestStep, 200);
  EXPECT_EQ(run.checkpoint, "1-200.safetensors");
  EXPECT_EQ(run.progress.step, 300);
  EXPECT_EQ(run.progress.maxSteps, 1000);
  EXPECT_EQ(run.progress.epochs, 3);
  EXPECT_EQ(run.progress.targets, 300 * 64);
  EXPECT_EQ(run.progress.trainSeconds, 30);
  EXPECT_EQ(run.progress.trainingLoss, 1.25);
  EXPECT_GT(run.endedMs, 0);
  EXPECT_EQ(run.test, (std::map<std::string, double>{{"accuracy", 0.65}}))
      << "what is not a number is absent";
  ASSERT_EQ(run.validation.size(), 1U);
  EXPECT_EQ(run.validation.at("accuracy").value, 0.7);
  EXPECT_EQ(run.validation.at("accuracy").step, 200) << "the earliest on ties";

  const std::vector<Validation> validations = store.validations(id);
  ASSERT_EQ(validations.size(), 3U);
  EXPECT_EQ(validations[1].step, 200);
  EXPECT_EQ(validations[1].epochs, 2);
  EXPECT_EQ(validations[1].targets, 200 * 64);
  EXPECT_EQ(validations[1].trainSeconds, 2);
  EXPECT_GT(validations[1].wallMs, 0);
  EXPECT_EQ(validations[1].metrics, (std::map<std::string, double>{{"accuracy", 0.7}}));
  ASSERT_TRUE(store.outcomes(id));
  EXPECT_EQ(evaluation::pack(*store.outcomes(id)), evaluation::pack(tinyOutcomes()));
}

TEST_F(QueueTest, WeightsAreNamedTogetherWithTheEnd) {
  const std::string id = launch(workspace, 1).at(0);
  const Claim claim = *queue.claim(worker);
  queue.nameCheckpoint(claim, "1-150.safetensors", at(150));
  EXPECT_THAT(
      messageOf([&] { queue.finish(claim, at(200), 100, {}, tinyOutcomes(), "", "../x.safetensors"); }),
      HasSubstr("no name for a checkpoint"));
  EXPECT_EQ(state(id), RunState::Running);
  EXPECT_TRUE(queue.finish(claim, at(200), 100, {}, tinyOutcomes(), "", "1-best.safetensors"));
  EXPECT_EQ(store.run(id).checkpoint, "1-best.safetensors");
}

TEST_F(QueueTest, UnfinishedRunHasNoOutcomes) {
  const std::string id = launch(workspace, 1).at(0);
  EXPECT_FALSE(store.outcomes(id));
  EXPECT_THAT(store.validations(id), IsEmpty());
}

TEST_F(QueueTest, LossThatIsNotANumberIsKeptAsSuch) {
  launch(workspace, 1);
  const Claim claim = *queue.claim(worker);
  Progress progress = at(1);
  progress.trainingLoss = std::nan("");
  EXPECT_TRUE(queue.progress(claim, progress));
  EXPECT_TRUE(std::isnan(store.runs()[0].progress.trainingLoss));
}

TEST_F(QueueTest, CancelOfARunningRunSetsTheFlagThatTheNextClaimClears) {
  const std::string id = launch(workspace, 1).at(0);
  const Claim claim = *queue.claim(worker);
  EXPECT_FALSE(queue.cancelRequested(claim));
  EXPECT_THAT(queue.cancel({id.substr(0, 13)}), ElementsAre(id));
  EXPECT_TRUE(queue.cancelRequested(claim));
  EXPECT_EQ(state(id), RunState::Running);
  EXPECT_TRUE(store.run(id).cancelRequested);
  EXPECT_TRUE(queue.cancelled(claim, at(7)));
  EXPECT_EQ(state(id), RunState::Cancelled);
  EXPECT_EQ(store.run(id).progress.step, 7);
  EXPECT_TRUE(queue.cancelRequested(claim)) << "no longer this worker's: stop";
  queue.resume({id});
  const Claim next = *queue.claim(worker);
  EXPECT_FALSE(queue.cancelRequested(next));
}

TEST_F(QueueTest, ResumedRunGoesOnFromTheNamedCheckpoint) {
  const std::string id = launch(workspace, 1).at(0);
  const Claim first = *queue.claim(worker);
  queue.addValidation(first, validation(100, 0.9));
  queue.nameCheckpoint(first, "1-150.safetensors", at(150));
  queue.addValidation(first, validation(200, 0.95));
  queue.interrupted(first, at(220));
  EXPECT_EQ(store.run(id).progress.step, 220);
  EXPECT_THAT(queue.resume({id}), ElementsAre(id));
  EXPECT_EQ(state(id), RunState::Queued);
  EXPECT_EQ(store.validations(id).size(), 2U);

  const Claim second = *queue.claim(worker);
  EXPECT_EQ(second.attempt, 2);
  EXPECT_EQ(second.checkpoint, "1-150.safetensors");
  EXPECT_EQ(second.run.progress.step, 150);
  EXPECT_EQ(second.run.progress.trainSeconds, 15);
  ASSERT_EQ(store.validations(id).size(), 1U) << "the later one will be made again";
  EXPECT_EQ(second.run.validation.at("accuracy").value, 0.9);
  EXPECT_EQ(second.run.validation.at("accuracy").step, 100);
}

TEST_F(QueueTest, ResumedRunWithoutACheckpointStartsFromScratch) {
  const std::string id = launch(workspace, 1).at(0);
  const Claim first = *queue.claim(worker);
  queue.addValidation(first, validation(100, 0.9));
  queue.interrupted(first, at(120));
  queue.resume({id});
  const Claim second = *queue.claim(worker);
  EXPECT_TRUE(second.checkpoint.empty());
  EXPECT_EQ(second.run.progress.step, 0);
  EXPECT_THAT(second.run.validation, IsEmpty());
  EXPECT_THAT(store.validations(id), IsEmpty());
}

TEST_F(QueueTest, RetriedRunForgetsItsFirstAttempt) {
  const std::string id = launch(workspace, 1).at(0);
  const Claim first = *queue.claim(worker);
  queue.recordPath(first, "cpu-plain", "0.1.0");
  queue.addValidation(first, validation(100, 0.9));
  queue.nameCheckpoint(first, "1-150.safetensors", at(150));
  queue.fail(first, "The loss is not a number.");
  EXPECT_EQ(store.run(id).message, "The loss is not a number.");
  queue.retry({id});
  const StoredRun run = store.run(id);
  EXPECT_EQ(run.state, RunState::Queued);
  EXPECT_EQ(run.message, "");
  EXPECT_EQ(run.progress.step, 0);
  EXPECT_EQ(run.checkpoint, "");
  EXPECT_THAT(run.validation, IsEmpty());
  EXPECT_THAT(store.validations(id), IsEmpty());
  const Claim second = *queue.claim(worker);
  EXPECT_TRUE(second.checkpoint.empty());
  EXPECT_EQ(second.attempt, 2);
}

TEST_F(QueueTest, TheSameRunIsNotThereTwiceAfterARestoreOrARetry) {
  const std::string deleted = launch(workspace, 1).at(0);
  store.remove({deleted});
  const std::string again = launch(workspace, 1).at(0);
  EXPECT_NE(again, deleted);
  EXPECT_THAT(messageOf([&] { store.restore({deleted}); }), HasSubstr(again));
  EXPECT_EQ(store.bin().size(), 1U);
  queue.fail(*queue.claim(worker), "The loss is not a number.");
  EXPECT_EQ(store.restore({deleted}), 1U) << "a failed one is in nobody's way";
  EXPECT_THAT(messageOf([&] { queue.retry({again}); }), HasSubstr(deleted));
  EXPECT_EQ(store.run(again).state, RunState::Failed);
  store.remove({deleted});
  queue.retry({again});
  EXPECT_EQ(store.run(again).state, RunState::Queued);
}

TEST_F(QueueTest, RunIsMixedOnceAnotherPathGoesOnFromACheckpoint) {
  const std::string id = launch(workspace, 1).at(0);
  const Claim first = *queue.claim(worker);
  queue.recordPath(first, "cpu-plain", "0.1.0");
  queue.interrupted(first, at(1));
  queue.resume({id});
  const Claim second = *queue.claim(worker);
  queue.recordPath(second, "cuda", "0.1.0");
  EXPECT_FALSE(store.run(id).mixed) << "from scratch nothing is mixed";
  queue.nameCheckpoint(second, "2-10.safetensors", at(10));
  queue.interrupted(second, at(10));
  queue.resume({id});
  const Claim third = *queue.claim(worker);
  queue.recordPath(third, "cuda", "0.1.0");
  EXPECT_FALSE(store.run(id).mixed);
  queue.interrupted(third, at(10));
  queue.resume({id});
  queue.recordPath(*queue.claim(worker), "cuda", "0.2.0");
  EXPECT_TRUE(store.run(id).mixed);
}

TEST_F(QueueTest, CheckpointNamesAreFileNames) {
  launch(workspace, 1);
  const Claim claim = *queue.claim(worker);
  for (const char* bad :
       {"", "../../workspace.db", "/etc/x.safetensors", ".safetensors", "weights.pt", "a/b.safetensors"})
    EXPECT_THAT(messageOf([&] { queue.nameCheckpoint(claim, bad, at(1)); }),
                HasSubstr("no name for a checkpoint"))
        << bad;
  EXPECT_EQ(store.runs()[0].checkpoint, "");
}

TEST_F(QueueTest, WritesOfAnOlderAttemptAreRefused) {
  const std::string id = launch(workspace, 1).at(0);
  const Claim stale = *queue.claim(worker);
  queue.interrupted(stale, at(10));
  queue.resume({id});
  const Claim current = *queue.claim(worker);
  ASSERT_EQ(current.attempt, 2);
  const StoredRun before = store.run(id);
  const std::int64_t stamp = workspace.stamp();

  EXPECT_FALSE(queue.progress(stale, at(99)));
  EXPECT_FALSE(queue.addValidation(stale, validation(99, 0.99)));
  EXPECT_FALSE(queue.nameCheckpoint(stale, "1-99.safetensors", at(99)));
  EXPECT_FALSE(queue.finish(stale, at(99), 99, {{"accuracy", 1}}, tinyOutcomes(), "stale"));
  EXPECT_FALSE(queue.fail(stale, "stale"));
  EXPECT_FALSE(queue.cancelled(stale, at(99)));
  EXPECT_FALSE(queue.interrupted(stale, at(99)));
  EXPECT_FALSE(queue.recordPath(stale, "stale", "stale"));
  EXPECT_TRUE(queue.cancelRequested(stale));

  EXPECT_EQ(workspace.stamp(), stamp);
  const StoredRun after = store.run(id);
  EXPECT_EQ(after.stamp, before.stamp);
  EXPECT_EQ(after.state, RunState::Running);
  EXPECT_EQ(after.progress.step, 0);
  EXPECT_EQ(after.path, "");
  EXPECT_THAT(store.validations(id), IsEmpty());
  EXPECT_THAT(after.test, IsEmpty());
  EXPECT_TRUE(queue.progress(current, at(1)));
}

TEST_F(QueueTest, EveryRequestAllowsTheStatesOfItsArrowOnly) {
  using Request = std::vector<std::string> (Queue::*)(const std::vector<std::string>&);
  struct Arrow {
    const char* name;
    Request request;
    std::map<RunState, RunState> allowed; ///< from → to
  };
  const std::vector<Arrow> arrows = {
      {"cancel",
       &Queue::cancel,
       {{RunState::Queued, RunState::Cancelled}, {RunState::Running, RunState::Running}}},
      {"resume",
       &Queue::resume,
       {{RunState::Interrupted, RunState::Queued}, {RunState::Cancelled, RunState::Queued}}},
      {"retry", &Queue::retry, {{RunState::Failed, RunState::Queued}}}};
  for (const Arrow& arrow : arrows)
    for (const RunState from : {RunState::Queued, RunState::Running, RunState::Finished, RunState::Failed,
                                RunState::Cancelled, RunState::Interrupted}) {
      const std::string what = std::string(arrow.name) + " of " + std::string(runStateName(from));
      const std::string id = runIn(from);
      ASSERT_EQ(state(id), from) << what;
      const auto allowed = arrow.allowed.find(from);
      if (allowed != arrow.allowed.end()) {
        EXPECT_THAT((queue.*arrow.request)({id}), ElementsAre(id)) << what;
        EXPECT_EQ(state(id), allowed->second) << what;
      } else {
        const std::int64_t stamp = workspace.stamp();
        EXPECT_THAT(messageOf([&] { (queue.*arrow.request)({id}); }),
                    HasSubstr("is " + std::string(runStateName(from)) + " and cannot be"))
            << what;
        EXPECT_EQ(state(id), from) << what;
        EXPECT_EQ(workspace.stamp(), stamp) << what;
      }
    }
}

TEST_F(QueueTest, RequestsForSeveralRunsChangeAllOrNone) {
  const std::string queued = runIn(RunState::Queued);
  const std::string finished = runIn(RunState::Finished);
  EXPECT_THAT(messageOf([&] { queue.cancel({queued, finished}); }), HasSubstr(finished));
  EXPECT_EQ(state(queued), RunState::Queued);
  EXPECT_THROW(queue.cancel({queued, "nope"}), core::UsageError);
  EXPECT_EQ(state(queued), RunState::Queued);
  EXPECT_THAT(queue.cancel({queued, queued}), ElementsAre(queued)) << "named twice, changed once";
}

TEST_F(QueueTest, AllInterruptedRunsGoOnTogether) {
  const std::string first = runIn(RunState::Interrupted);
  const std::string cancelled = runIn(RunState::Cancelled);
  const std::string second = runIn(RunState::Interrupted);
  EXPECT_THAT(queue.resumeAllInterrupted(), testing::UnorderedElementsAre(first, second));
  EXPECT_EQ(state(first), RunState::Queued);
  EXPECT_EQ(state(second), RunState::Queued);
  EXPECT_EQ(state(cancelled), RunState::Cancelled);
}

TEST_F(QueueTest, RunNextIsForQueuedRuns) {
  EXPECT_THAT(messageOf([&] { queue.runNext({runIn(RunState::Finished)}); }),
              HasSubstr("cannot be run next"));
}

TEST_F(QueueTest, WorkerThatGoesLeavesItsRunInterrupted) {
  const std::string id = launch(workspace, 1).at(0);
  std::optional<Claim> claim;
  {
    const WorkerLock other(workspace);
    EXPECT_EQ(queue.liveWorkers(), 2);
    EXPECT_EQ(queue.busyWorkers(), 1) << "there is one run";
    claim = queue.claim(other);
    EXPECT_EQ(queue.busyWorkers(), 1);
    EXPECT_EQ(queue.reap(), 0) << "it lives";
  }
  EXPECT_EQ(state(id), RunState::Interrupted);
  EXPECT_FALSE(queue.progress(*claim, at(1)));
  EXPECT_EQ(queue.liveWorkers(), 1);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder() / "workers"))
    ++files;
  EXPECT_EQ(files, 1U);
}

TEST_F(QueueTest, CancelledRunOfAWorkerThatDiesStaysCancelled) {
  const std::string id = launch(workspace, 1).at(0);
  {
    const WorkerLock other(workspace);
    ASSERT_TRUE(queue.claim(other));
    queue.cancel({id});
  }
  EXPECT_EQ(state(id), RunState::Cancelled);
  EXPECT_THAT(queue.resumeAllInterrupted(), testing::IsEmpty());
}

TEST_F(QueueTest, InterruptedRunMayTellWhy) {
  const std::string id = launch(workspace, 1).at(0);
  ASSERT_TRUE(queue.interrupted(*queue.claim(worker), at(5), "The disk is full."));
  EXPECT_EQ(store.run(id).message, "The disk is full.");
  queue.resume({id});
  EXPECT_EQ(store.run(id).message, "");
}

} // namespace
} // namespace skipscope::store
