#include "core/error.h"
#include "tests/ui/sample_workspace.h"
#include "ui/background_job.h"
#include "ui/workspace_tasks.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <memory>

namespace {

using namespace skipscope;

TEST(WorkspaceTasks, worksInTheBackgroundAndAnswersHere) {
  const tests::SampleWorkspace sample;
  ui::WorkspaceTasks tasks(sample.folder());
  QObject receiver;
  bool elsewhere = false;
  bool here = false;
  tasks.run(
      &receiver,
      [window = QThread::currentThread()](store::Workspace& workspace) {
        return QThread::currentThread() != window && workspace.datasets().empty();
      },
      [&](bool answer) {
        elsewhere = answer;
        here = QThread::currentThread() == receiver.thread();
      });
  EXPECT_TRUE(QTest::qWaitFor([&] { return elsewhere && here; }));
}

TEST(WorkspaceTasks, whatIsThrownArrivesAsOneSentence) {
  const tests::SampleWorkspace sample;
  ui::WorkspaceTasks tasks(sample.folder());
  QSignalSpy failed(&tasks, &ui::WorkspaceTasks::failed);
  QObject receiver;
  tasks.run(
      &receiver, [](store::Workspace& workspace) { return workspace.dataset("none"); },
      [](const store::DatasetEntry&) { ADD_FAILURE() << "there is no such dataset"; });
  ASSERT_TRUE(failed.wait());
  EXPECT_FALSE(failed.first().first().toString().isEmpty());
}

TEST(WorkspaceTasks, nobodyIsToldAfterTheyHaveGone) {
  const tests::SampleWorkspace sample;
  ui::WorkspaceTasks tasks(sample.folder());
  auto receiver = std::make_unique<QObject>();
  tasks.run(
      receiver.get(), [](store::Workspace&) { return 1; },
      [](int) { ADD_FAILURE() << "the receiver is gone"; });
  receiver.reset();
  bool later = false;
  tasks.run(
      &tasks, [](store::Workspace&) { return true; }, [&](bool answer) { later = answer; });
  EXPECT_TRUE(QTest::qWaitFor([&] { return later; }));
}

TEST(BackgroundJob, reportsAnswersAndEnds) {
  ui::BackgroundJob job("Counting");
  QSignalSpy ended(&job, &ui::BackgroundJob::ended);
  const QSignalSpy progressed(&job, &ui::BackgroundJob::progressed);
  bool answered = false;
  job.start([&answered](std::stop_token, const core::Observer& observer) {
    observer.report(0.5, "half");
    return [&answered] { answered = true; };
  });
  ASSERT_TRUE(ended.wait());
  EXPECT_TRUE(answered);
  ASSERT_EQ(progressed.count(), 1);
  EXPECT_EQ(progressed.first().at(1).toString(), "half");
}

TEST(BackgroundJob, cancellingEndsWithoutAnError) {
  ui::BackgroundJob job("Waiting");
  QSignalSpy ended(&job, &ui::BackgroundJob::ended);
  const QSignalSpy failed(&job, &ui::BackgroundJob::failed);
  job.start([](const std::stop_token& stop, const core::Observer&) -> std::function<void()> {
    while (!stop.stop_requested())
      QThread::yieldCurrentThread();
    throw core::Stopped();
  });
  job.cancel();
  ASSERT_TRUE(ended.count() == 1 || ended.wait());
  EXPECT_EQ(failed.count(), 0);
}

TEST(BackgroundJob, aFaultIsToldAndTheJobEnds) {
  ui::BackgroundJob job("Failing");
  QSignalSpy ended(&job, &ui::BackgroundJob::ended);
  const QSignalSpy failed(&job, &ui::BackgroundJob::failed);
  job.start([](std::stop_token, const core::Observer&) -> std::function<void()> {
    throw core::Error("The file is gone; choose another.");
  });
  ASSERT_TRUE(ended.wait());
  ASSERT_EQ(failed.count(), 1);
  EXPECT_EQ(failed.first().first().toString(), "The file is gone; choose another.");
}

} // namespace
