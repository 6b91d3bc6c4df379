// Workers are processes: a window knows only what it sees of their locks.

#include "core/store/queue.h"
#include "tests/ui/sample_workspace.h"
#include "tests/ui/window_fixture.h"
#include "ui/worker_starter.h"
#include "ui/workspace_tasks.h"

#include <gtest/gtest.h>

#include <QTest>

namespace {

using namespace skipscope;

TEST(WorkerStarter, aRunIsNotForgottenForAWorkerThatCameAndWentUnseen) {
  tests::SampleWorkspace sample;
  sample.importLog();
  ui::WorkspaceTasks tasks(sample.folder());
  ui::WorkerStarter starter;
  starter.setWorkspace(&tasks);
  auto workspace = sample.open();
  const auto computed = [&](const std::string& run) {
    return QTest::qWaitFor(
        [&] { return store::RunStore(workspace).run(run).state == store::RunState::Finished; },
        tests::kPatienceMs);
  };
  const auto first = sample.launch("First", {1}).added.front();
  starter.start(1);
  ASSERT_TRUE(computed(first));
  EXPECT_TRUE(QTest::qWaitFor([&] { return tests::programsAt(sample.folder()) == 0; }, tests::kPatienceMs));

  const auto second = sample.launch("Second", {2}).added.front();
  starter.start(1); // the worker before may still be on its way, for all that is known
  EXPECT_TRUE(computed(second));
  EXPECT_TRUE(QTest::qWaitFor([&] { return tests::programsAt(sample.folder()) == 0; }, tests::kPatienceMs));
}

} // namespace
