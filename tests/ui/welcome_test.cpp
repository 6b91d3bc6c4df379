// The first page: each of its ways leads into a workspace.

#include "core/store/queue.h"
#include "core/store/workspace.h"
#include "tests/ui/fresh_settings.h"
#include "tests/ui/sample_workspace.h"
#include "ui/import_dialog.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"

#include <gtest/gtest.h>

#include <QAbstractItemModel>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

namespace {

using namespace skipscope;

constexpr int kPatienceMs = 120'000;

class WelcomeTest : public testing::Test {
protected:
  WelcomeTest() {
    ui::Settings settings;
    settings.set(ui::Setting::WorkspaceFolder, m_place.path());
    settings.set(ui::Setting::Workers, 1);
    m_window = std::make_unique<ui::MainWindow>();
    m_window->show();
  }
  QPushButton* button(const char* name) const { return m_window->findChild<QPushButton*>(name); }
  QStringList messages() const { return m_window->findChild<ui::MessageBar*>()->sentences(); }
  bool idle() const { return m_window->findChildren<QProgressBar*>("jobProgressBar").isEmpty(); }
  static bool eventually(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, kPatienceMs);
  }

  tests::FreshSettings m_fresh;
  QTemporaryDir m_place;
  std::unique_ptr<ui::MainWindow> m_window;
};

TEST_F(WelcomeTest, theDemoLogBecomesAStudyWhoseCurvesAreShown) {
  QTest::mouseClick(button("tryDemoButton"), Qt::LeftButton);
  EXPECT_FALSE(button("tryDemoButton")->isEnabled());
  EXPECT_FALSE(idle());
  auto* runs = m_window->findChild<QTableView*>("runsView")->model();
  ASSERT_TRUE(eventually([&] { return runs->rowCount() == 27; })) << messages().join(" | ").toStdString();
  EXPECT_TRUE(m_window->findChild<QWidget*>("comparePage")->isVisible());
  EXPECT_TRUE(idle());
  EXPECT_TRUE(m_window->windowTitle().startsWith("Demo"));
  EXPECT_EQ(messages().filter("27 runs queued").size(), 1);

  auto workspace = store::Workspace::open(m_place.filePath("Demo.skipscope").toStdString());
  EXPECT_EQ(workspace.datasets().size(), 1U);
  store::Queue queue(workspace);
  queue.setPaused(true); // a worker of this demo must be gone before its folder is
  std::vector<std::string> all;
  for (const auto& run : store::RunStore(workspace).runs())
    if (run.state == store::RunState::Queued || run.state == store::RunState::Running)
      all.push_back(run.id);
  queue.cancel(all);
  m_window->closeWorkspace();
  EXPECT_TRUE(eventually([&] { return queue.liveWorkers() == 0 || queue.reap() > 0; }));
}

TEST_F(WelcomeTest, aCancelledDemoLeavesNothing) {
  QTest::mouseClick(button("tryDemoButton"), Qt::LeftButton);
  QTest::mouseClick(button("cancelJobButton"), Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return idle(); }));
  EXPECT_TRUE(button("tryDemoButton")->isEnabled());
  EXPECT_TRUE(button("tryDemoButton")->isVisible());
  EXPECT_TRUE(QDir(m_place.path()).isEmpty());
  EXPECT_TRUE(messages().isEmpty()) << messages().join(" | ").toStdString();
}

TEST_F(WelcomeTest, aDemoThatFindsNoPlaceIsTold) {
  QFile inTheWay(m_place.filePath("taken"));
  ASSERT_TRUE(inTheWay.open(QIODevice::WriteOnly));
  ui::Settings().set(ui::Setting::WorkspaceFolder, inTheWay.fileName());
  QTest::mouseClick(button("tryDemoButton"), Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return idle(); }));
  EXPECT_EQ(messages().size(), 1);
  EXPECT_TRUE(button("tryDemoButton")->isEnabled());
}

TEST_F(WelcomeTest, importingMakesAWorkspaceAndAsksForTheLog) {
  QTest::mouseClick(button("importFirstButton"), Qt::LeftButton);
  auto* dialog = m_window->findChild<QFileDialog*>("newWorkspaceDialog");
  ASSERT_TRUE(dialog);
  emit dialog->fileSelected(m_place.filePath("mine.skipscope"));
  dialog->close();
  EXPECT_TRUE(eventually([&] { return m_window->findChild<ui::ImportDialog*>() != nullptr; }));
  EXPECT_TRUE(store::Workspace::isWorkspace(m_place.filePath("mine.skipscope").toStdString()));
}

TEST_F(WelcomeTest, listsTheRecentOnes) {
  const tests::SampleWorkspace sample;
  auto* recent = m_window->findChild<QListWidget*>("recentView");
  EXPECT_FALSE(recent->isVisible());
  const QSignalSpy opened(m_window.get(), &ui::MainWindow::workspaceOpened);
  m_window->openWorkspace(QString::fromStdString(sample.folder().string()));
  ASSERT_TRUE(eventually([&] { return opened.count() == 1; }));
  m_window->closeWorkspace();
  ASSERT_EQ(recent->count(), 1);
  emit recent->itemActivated(recent->item(0));
  EXPECT_TRUE(eventually([&] { return opened.count() == 2; }));
}

} // namespace
