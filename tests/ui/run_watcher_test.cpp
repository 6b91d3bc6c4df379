#include "core/store/queue.h"
#include "tests/ui/sample_workspace.h"
#include "ui/models/runs_model.h"
#include "ui/run_watcher.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <optional>

namespace {

using namespace skipscope;

/// A watcher that keeps what it was told.
class RunWatcherTest : public testing::Test {
protected:
  void watch(const std::filesystem::path& folder) {
    m_watcher.emplace(folder);
    QObject::connect(&*m_watcher, &ui::RunWatcher::changed, &m_model,
                     [this](const std::shared_ptr<const ui::WorkspaceNews>& news) {
                       m_model.apply(news->changes);
                       m_last = news;
                     });
    m_watcher->start();
  }

  tests::SampleWorkspace m_sample;
  ui::RunsModel m_model;
  std::shared_ptr<const ui::WorkspaceNews> m_last;
  std::optional<ui::RunWatcher> m_watcher;
};

TEST_F(RunWatcherTest, beginsWithEverythingAndFollowsAnotherConnection) {
  m_sample.importLog();
  m_sample.launch("first", {1, 2});
  watch(m_sample.folder());
  ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.rowCount() == 2; }));
  EXPECT_EQ(m_last->changes.datasets.size(), 1U);
  const auto launched = m_sample.launch("second", {3});
  ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.rowCount() == 3; }));
  EXPECT_EQ(m_last->changes.runs.size(), 1U) << "only what changed is read again";
  auto workspace = m_sample.open();
  store::RunStore(workspace).remove(launched.added);
  EXPECT_TRUE(QTest::qWaitFor([&] { return m_model.rowCount() == 2; }));
  store::RunStore(workspace).restore(launched.added);
  EXPECT_TRUE(QTest::qWaitFor([&] { return m_model.rowCount() == 3; }));
}

TEST_F(RunWatcherTest, seesStatesPauseAndLiveWorkers) {
  m_sample.importLog();
  m_sample.launch("first", {1});
  watch(m_sample.folder());
  ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.rowCount() == 1; }));
  EXPECT_EQ(m_last->liveWorkers, 0);
  auto workspace = m_sample.open();
  store::Queue queue(workspace);
  {
    const store::WorkerLock worker(workspace);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_last->liveWorkers == 1; }));
    const auto claim = queue.claim(worker);
    ASSERT_TRUE(claim);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.count(store::RunState::Running) == 1; }));
    queue.fail(*claim, "The test said so.");
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.count(store::RunState::Failed) == 1; }));
  }
  EXPECT_TRUE(QTest::qWaitFor([&] { return m_last->liveWorkers == 0; }));
  queue.setPaused(true);
  EXPECT_TRUE(QTest::qWaitFor([&] { return m_last->paused; }));
}

TEST_F(RunWatcherTest, saysOnceWhatCannotBeRead) {
  m_watcher.emplace(m_sample.folder() / "nothing.skipscope");
  QSignalSpy failed(&*m_watcher, &ui::RunWatcher::failed);
  m_watcher->start();
  ASSERT_TRUE(failed.wait());
  EXPECT_FALSE(failed.wait(1000)) << "the same sentence four times a second helps nobody";
}

} // namespace
