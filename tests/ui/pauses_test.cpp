// How long the window's thread answers nothing while workers train: measured and printed, never judged here,
// as a shared machine can stop any thread. docs/performance.md has the figures.

#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "tests/ui/fresh_settings.h"
#include "tests/ui/pause_watch.h"
#include "tests/ui/sample_workspace.h"
#include "ui/main_window.h"

#include <gtest/gtest.h>

#include <QEventLoop>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <functional>
#include <iostream>

namespace {

using namespace skipscope;

constexpr int kPatienceMs = 120'000;

/// Waits as the program does. QTest::qWaitFor would not do: it sleeps between events.
bool inAnEventLoop(const std::function<bool()>& condition) {
  QEventLoop loop;
  QTimer check;
  QObject::connect(&check, &QTimer::timeout, [&] {
    if (condition())
      loop.exit(1);
  });
  check.start(50);
  QTimer::singleShot(kPatienceMs, &loop, [&] { loop.exit(0); });
  return loop.exec() == 1;
}

TEST(PauseWatch, seesAThreadThatAnswersNothing) {
  tests::PauseWatch watch;
  ASSERT_TRUE(QTest::qWaitFor([&] { return watch.beats() > 5; }, kPatienceMs));
  watch.restart();
  QThread::msleep(80); // the pause that is to be seen
  EXPECT_GE(watch.longestMs(), 70);
  ASSERT_TRUE(QTest::qWaitFor([&] { return watch.beats() > 0; }, kPatienceMs));
  EXPECT_GE(watch.longestMs(), 70);
}

TEST(WindowPauses, areMeasuredWhileTwoWorkersTrain) {
  tests::FreshSettings fresh;
  tests::SampleWorkspace sample;
  sample.importLog();
  {
    ui::MainWindow window;
    window.show();
    window.openWorkspace(QString::fromStdString(sample.folder().string()));
    const auto find = [&]<class Widget>(const char* name, Widget*) {
      return window.findChild<Widget*>(name);
    };
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return find("datasetTitleLabel", static_cast<QLabel*>(nullptr))->text() == "radio"; },
        kPatienceMs));
    window.showPage(ui::MainWindow::Experiment);
    const std::pair<const char*, const char*> values[] = {
        {"experimentEdit", "Pauses"},    {"seedsEdit", "1..4"},
        {"modelDimensionEdit", "32"},    {"trainingMaxStepsEdit", "800"},
        {"trainingMinStepsEdit", "800"}, {"trainingValidateEveryEdit", "10"}};
    for (const auto& [name, value] : values)
      find(name, static_cast<QLineEdit*>(nullptr))->setText(value);
    auto* launch = find("launchButton", static_cast<QPushButton*>(nullptr));
    ASSERT_TRUE(QTest::qWaitFor([&] { return launch->isEnabled(); }, kPatienceMs));
    QTest::mouseClick(launch, Qt::LeftButton);
    window.showPage(ui::MainWindow::Compare);
    auto* runs = find("runsView", static_cast<QTableView*>(nullptr))->model();
    ASSERT_TRUE(QTest::qWaitFor([&] { return runs->rowCount() == 4; }, kPatienceMs));

    tests::PauseWatch watch;
    const auto ended = [&] {
      for (int row = 0; row < runs->rowCount(); ++row)
        if (runs->index(row, 0).data().toString() != "Finished")
          return false;
      return true;
    };
    ASSERT_TRUE(inAnEventLoop(ended));
    EXPECT_GT(watch.beats(), 0);
    std::cout << "Longest pause of the window's thread while two workers trained: " << watch.longestMs()
              << " ms in " << watch.beats() << " beats\n";
    testing::Test::RecordProperty("longest_pause_ms", std::to_string(watch.longestMs()));
    window.closeWorkspace();
  }
  auto workspace = sample.open();
  EXPECT_TRUE(QTest::qWaitFor([&] { return store::Queue(workspace).liveWorkers() == 0; }, kPatienceMs));
}

} // namespace
