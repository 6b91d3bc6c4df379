// What can go wrong around an open window: each is told in one sentence, nothing keeps turning, and the
// window stays usable.

#include "core/store/queue.h"
#include "tests/ui/sample_workspace.h"
#include "tests/ui/window_fixture.h"
#include "ui/import_dialog.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <csignal>

namespace {

using namespace skipscope;

/// As on a disk with no room for more than a few pages.
class FullDisk {
public:
  FullDisk() {
    std::signal(SIGXFSZ, SIG_IGN); // as the program does
    getrlimit(RLIMIT_FSIZE, &m_before);
    rlimit small = m_before;
    small.rlim_cur = 12'000;
    setrlimit(RLIMIT_FSIZE, &small);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }

private:
  rlimit m_before{};
};

class WindowFaultsTest : public tests::WindowFixture {
protected:
  QString state() const { return runs()->index(0, 0).data().toString(); }
  void open(const tests::SampleWorkspace& sample) { openWorkspace(sample.folder()); }
  void pauseQueue() const {
    auto workspace = m_sample.open();
    store::Queue(workspace).setPaused(true);
  }

  tests::SampleWorkspace m_sample;
};

TEST_F(WindowFaultsTest, aKilledWorkerInterruptsItsRunWhichCanBeResumed) {
  m_sample.importLog();
  store::LaunchRequest request;
  request.experiment = "Long";
  request.dataset = "radio";
  request.configurations.emplace_back();
  experiment::setField(request.configurations.back(), "model.dimension", "8");
  experiment::setField(request.configurations.back(), "training.max_steps", "1000000");
  experiment::setField(request.configurations.back(), "training.min_steps", "1000000");
  request.seeds = {1};
  {
    auto workspace = m_sample.open();
    store::RunStore(workspace).launch(request);
  }
  open(m_sample);
  QProcess worker;
  worker.start(SKIPSCOPE_BIN_DIR "/skipscope-learn",
               {"work", QString::fromStdString(m_sample.folder().string()), "--until-empty"});
  ASSERT_TRUE(eventually([&] { return runs()->rowCount() == 1 && state() == "Running"; })) << told();
  ASSERT_TRUE(eventually([&] { return find<QLabel>("queueStatusLabel")->text().startsWith("1 worker"); }));
  worker.kill();
  ASSERT_TRUE(eventually([&] { return state() == "Interrupted"; }));
  ASSERT_TRUE(eventually([&] { return messages().size() == 1; }));
  EXPECT_TRUE(messages().front().contains("1 run interrupted")) << told();
  EXPECT_TRUE(eventually([&] { return worker.state() == QProcess::NotRunning; }));

  pauseQueue(); // resumed, yet not begun behind this test's back
  find<QTableView>("runsView")->selectRow(0);
  find<QAction>("resumeAction")->trigger();
  EXPECT_TRUE(eventually([&] { return state() == "Queued"; }));
}

TEST_F(WindowFaultsTest, aDeletedWorkspaceIsClosedAndAnotherCanBeOpened) {
  m_sample.importLog();
  open(m_sample);
  ASSERT_TRUE(eventually([&] { return find<QLabel>("datasetTitleLabel")->text() == "radio"; }));
  std::filesystem::remove_all(m_sample.folder());
  ASSERT_TRUE(eventually([&] { return messages().size() == 1; }));
  EXPECT_TRUE(messages().front().contains("deleted or moved")) << told();
  EXPECT_TRUE(find<QPushButton>("tryDemoButton")->isVisible());
  EXPECT_TRUE(idle());
  const tests::SampleWorkspace another;
  open(another);
  EXPECT_TRUE(find<QPushButton>("importFirstLogButton")->isVisible());
  EXPECT_EQ(messages().size(), 1) << told();
}

TEST_F(WindowFaultsTest, aDatasetFileThatIsGoneIsToldAndNothingCountsForEver) {
  m_sample.importLog();
  for (const auto& file : std::filesystem::directory_iterator(m_sample.folder() / "datasets"))
    std::filesystem::remove(file);
  open(m_sample);
  ASSERT_TRUE(eventually([&] { return messages().size() == 1; }));
  EXPECT_EQ(find<QLabel>("datasetTitleLabel")->text(), "radio");
  ASSERT_TRUE(eventually([&] { return !find<QLabel>("countingLabel")->text().startsWith("Counting"); }));
  m_window.showPage(ui::MainWindow::Experiment);
  find<QLineEdit>("seedsEdit")->setText("1..2");
  EXPECT_TRUE(eventually([&] { return find<QLabel>("runCountLabel")->text() == "2 runs"; })) << told();
  EXPECT_EQ(messages().size(), 1) << told();
}

TEST_F(WindowFaultsTest, aFullDiskIsToldAndWhatFailedWorksWhenThereIsRoom) {
  m_sample.importLog();
  pauseQueue();
  open(m_sample);
  m_window.showPage(ui::MainWindow::Experiment);
  auto* launch = find<QPushButton>("launchButton");
  ASSERT_TRUE(eventually([&] { return launch->isEnabled(); }));
  const QString log = QString::fromStdString(m_sample.logFile(90));
  {
    const FullDisk full;
    QTest::mouseClick(launch, Qt::LeftButton);
    ASSERT_TRUE(eventually([&] { return messages().size() == 1; }));
    EXPECT_TRUE(messages().front().contains("disk is full")) << told();
    EXPECT_EQ(runs()->rowCount(), 0);

    find<QAction>("importLogAction")->trigger();
    auto* dialog = m_window.findChild<ui::ImportDialog*>();
    dialog->setFiles({log});
    auto* import = dialog->findChild<QPushButton*>("importButton");
    ASSERT_TRUE(eventually([&] { return import->isEnabled(); }));
    QTest::mouseClick(import, Qt::LeftButton);
    ASSERT_TRUE(eventually([&] { return messages().size() == 2 && idle(); })) << told();
  }
  m_window.showPage(ui::MainWindow::Experiment);
  QTest::mouseClick(launch, Qt::LeftButton);
  EXPECT_TRUE(eventually([&] { return runs()->rowCount() == 3; })) << told();
  EXPECT_EQ(find<QListView>("datasetsView")->model()->rowCount(), 1);
}

} // namespace
