// The real window, offscreen, by objectName: what a person does from an empty start to a curve.

#include "core/store/queue.h"
#include "tests/ui/sample_workspace.h"
#include "tests/ui/window_fixture.h"
#include "ui/import_dialog.h"
#include "ui/models/view.h"

#include <gtest/gtest.h>

#include <QAbstractItemModel>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <fstream>

namespace {

using namespace skipscope;

class WindowTest : public tests::WindowFixture {
protected:
  void TearDown() override {
    WindowFixture::TearDown();
    // Workers of this workspace must be gone before its folder is.
    EXPECT_TRUE(eventually([&] { return tests::programsAt(m_sample.folder()) == 0; }));
  }

  void openSample() { openWorkspace(m_sample.folder()); }
  void openSampleWithData() {
    m_sample.importLog();
    openSample();
    ASSERT_TRUE(eventually([&] { return text("datasetTitleLabel") == "radio"; }));
    m_window.showPage(ui::MainWindow::Experiment);
  }

  tests::SampleWorkspace m_sample;
};

TEST_F(WindowTest, beginsWithoutAWorkspaceAndSaysWhatToDo) {
  EXPECT_TRUE(find<QPushButton>("tryDemoButton")->isVisible());
  EXPECT_FALSE(find<QAction>("importLogAction")->isEnabled());
  openSample();
  EXPECT_TRUE(find<QPushButton>("importFirstLogButton")->isVisible());
  click("experimentPageButton");
  EXPECT_TRUE(find<QPushButton>("wantDatasetButton")->isVisible());
  click("wantDatasetButton");
  EXPECT_TRUE(find<QPushButton>("importFirstLogButton")->isVisible());
  m_window.closeWorkspace();
  EXPECT_TRUE(find<QPushButton>("tryDemoButton")->isVisible());
}

TEST_F(WindowTest, fromAnImportedLogToACurve) {
  openSample();
  auto* dialog = openImport(QString::fromStdString(m_sample.logFile()));
  auto* import = dialog->findChild<QPushButton*>("importButton");
  ASSERT_TRUE(eventually([&] { return import->isEnabled(); }));
  EXPECT_GT(dialog->findChild<QTableView*>("previewView")->model()->rowCount(), 5);
  EXPECT_EQ(dialog->findChild<QComboBox*>("listenerColumnCombo")->currentText(), "listener");
  EXPECT_EQ(dialog->focusWidget(), dialog->findChild<QLineEdit*>("filesEdit"));
  auto* name = dialog->findChild<QLineEdit*>("datasetNameEdit");
  EXPECT_EQ(name->placeholderText().toStdString(), listening::nameFromFile(m_sample.logFile()));
  name->setText("radio");
  QTest::mouseClick(import, Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return text("datasetTitleLabel") == "radio" && idle(); }));

  click("experimentPageButton");
  type("experimentEdit", "Window");
  type("seedsEdit", "1");
  type("modelDimensionEdit", "8");
  type("modelBlocksEdit", "1");
  type("modelMaxLengthEdit", "10");
  type("trainingMaxStepsEdit", "20");
  type("trainingMinStepsEdit", "10");
  type("trainingValidateEveryEdit", "5");
  ASSERT_TRUE(eventually([&] { return text("runCountLabel") == "1 run"; }));
  m_window.activateWindow(); // shortcuts belong to the active window
  ASSERT_TRUE(QTest::qWaitForWindowActive(&m_window));
  QTest::keyClick(&m_window, Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(eventually([&] { return runs()->rowCount() == 1; }));
  const auto state = [&] { return runs()->index(0, 0).data().toString(); };
  ASSERT_TRUE(eventually([&] { return state() == "Finished"; }))
      << state().toStdString() << ": " << runs()->index(0, 0).data(Qt::ToolTipRole).toString().toStdString();
  EXPECT_TRUE(eventually([&] { return text("runDetailLabel").contains("all exist already"); }));

  click("comparePageButton");
  auto* curves = find<QWidget>("learningCurvesPlot");
  ASSERT_TRUE(eventually([&] { return curves->isVisible(); }));
  EXPECT_TRUE(eventually([&] { return text("compareCountsLabel").contains("1 of 1 run"); }))
      << text("compareCountsLabel").toStdString();
  EXPECT_TRUE(messages().filter("'Window'").size() == 1 && messages().size() == 1)
      << messages().join(" | ").toStdString();
}

TEST_F(WindowTest, badLogsAreToldInTheDialogAndLeaveNothingBehind) {
  openSample();
  auto* dialog = openImport("/no/such/log.csv");
  const auto problem = [&] { return dialog->findChild<QLabel*>("importProblemLabel")->text(); };
  ASSERT_TRUE(eventually([&] { return problem().contains("log.csv"); }));
  EXPECT_FALSE(dialog->findChild<QPushButton*>("importButton")->isEnabled());
  EXPECT_TRUE(dialog->findChild<QLabel*>("readingLabel")->isHidden());
  const std::string empty = (m_sample.folder() / "empty.csv").string();
  std::ofstream(empty).close();
  dialog->setFiles({QString::fromStdString(empty)});
  ASSERT_TRUE(eventually([&] { return problem().contains("empty"); }));
  EXPECT_TRUE(dialog->findChild<QLabel*>("readingLabel")->isHidden());
  // A rule out of range is told beside its field.
  dialog->setFiles({QString::fromStdString(m_sample.logFile())});
  auto* import = dialog->findChild<QPushButton*>("importButton");
  ASSERT_TRUE(eventually([&] { return import->isEnabled(); }));
  dialog->findChild<QLineEdit*>("skipMaxPlayedRatioEdit")->setText("many");
  EXPECT_FALSE(dialog->findChild<QLabel*>("skipMaxPlayedRatioProblemLabel")->isHidden());
  EXPECT_FALSE(import->isEnabled());
  EXPECT_TRUE(idle());
}

TEST_F(WindowTest, anImportThatFailsLaterIsToldAboveThePage) {
  openSample();
  const std::string file = (m_sample.folder() / "bad.csv").string();
  {
    std::ofstream log(file);
    log << "listener,song,time,feedback\n";
    for (int row = 0; row < 40; ++row)
      log << "1," << row << ',' << row + 1 << ",like\n";
    for (int row = 0; row < 40; ++row)
      log << "1," << row << ",yesterday,like\n";
  }
  auto* dialog = openImport(QString::fromStdString(file));
  auto* import = dialog->findChild<QPushButton*>("importButton");
  ASSERT_TRUE(eventually([&] { return import->isEnabled(); }));
  QTest::mouseClick(import, Qt::LeftButton);
  EXPECT_TRUE(eventually([&] { return messages().size() == 1; }));
  EXPECT_TRUE(eventually([&] { return idle(); }));
  auto workspace = m_sample.open();
  EXPECT_TRUE(workspace.datasets().empty());
}

TEST_F(WindowTest, simulatesALog) {
  openSample();
  find<QAction>("simulateLogAction")->trigger();
  type("listenersEdit", "30");
  type("songsEdit", "50");
  type("eventsPerListenerEdit", "20");
  type("simulationNameEdit", "Invented");
  click("simulateButton");
  EXPECT_TRUE(eventually([&] { return text("datasetTitleLabel") == "Invented" && idle(); }))
      << messages().join(" | ").toStdString();
  EXPECT_FALSE(m_sample.open().datasets().at(0).summary.truth.empty());
}

TEST_F(WindowTest, aWorkspaceThatIsNoneIsToldAndThePresentOneStays) {
  openSample();
  m_window.openWorkspace(QString::fromStdString((m_sample.folder() / "datasets").string()));
  EXPECT_TRUE(eventually([&] { return messages().size() == 1; }));
  EXPECT_TRUE(find<QPushButton>("importFirstLogButton")->isVisible());
}

TEST_F(WindowTest, countsTheRunsOfASweepAndShowsProblemsInline) {
  openSampleWithData();
  type("seedsEdit", "1..3");
  type("negativesCountEdit", "1, 4");
  click("inputsAddButton");
  EXPECT_TRUE(eventually([&] { return text("runCountLabel") == "12 runs"; }));
  EXPECT_EQ(text("runDetailLabel"), QStringLiteral("4 configurations × 3 seeds"));
  type("modelDropoutEdit", "2");
  EXPECT_TRUE(eventually([&] { return !find<QLabel>("modelDropoutProblemLabel")->isHidden(); }));
  EXPECT_FALSE(find<QPushButton>("launchButton")->isEnabled());
  type("modelDropoutEdit", "0.1");
  type("seedsEdit", "none");
  EXPECT_TRUE(eventually([&] { return !find<QLabel>("experimentProblemLabel")->isHidden(); }));
  type("seedsEdit", "1");
  EXPECT_TRUE(eventually([&] { return find<QPushButton>("launchButton")->isEnabled(); }));
}

TEST_F(WindowTest, runsAreFilteredCancelledResumedDeletedAndBroughtBack) {
  m_sample.importLog();
  {
    auto workspace = m_sample.open();
    store::Queue(workspace).setPaused(true); // nothing trains behind this test's back
  }
  m_sample.launch("Baseline", {1, 2, 3});
  openSample();
  ASSERT_TRUE(eventually([&] { return runs()->rowCount() == 3; }));
  EXPECT_TRUE(eventually([&] { return text("queueStatusLabel").contains("paused"); }));
  type("filterEdit", "seed>1");
  EXPECT_EQ(runs()->rowCount(), 2);
  type("filterEdit", "\"broken");
  EXPECT_FALSE(find<QLabel>("filterProblemLabel")->isHidden());
  type("filterEdit", "");
  EXPECT_TRUE(find<QLabel>("filterProblemLabel")->isHidden());

  find<QTableView>("runsView")->selectRow(0);
  const auto state = [&] { return runs()->index(0, 0).data().toString(); };
  EXPECT_FALSE(find<QToolButton>("resumeButton")->isEnabled());
  click("cancelButton");
  EXPECT_TRUE(eventually([&] { return state() == "Cancelled"; }));
  click("resumeButton");
  EXPECT_TRUE(eventually([&] { return state() == "Queued"; }));
  click("deleteButton");
  EXPECT_TRUE(eventually([&] { return runs()->rowCount() == 2; }));
  EXPECT_EQ(messages().filter("bin").size(), 1);
  find<QAction>("undoAction")->trigger();
  EXPECT_TRUE(eventually([&] { return runs()->rowCount() == 3; }));
  EXPECT_TRUE(messages().filter("bin").isEmpty()) << "its button would undo something else now";
}

TEST_F(WindowTest, runsAreTaggedNotedAndClonedIntoTheForm) {
  m_sample.importLog();
  {
    auto workspace = m_sample.open();
    store::Queue(workspace).setPaused(true);
  }
  m_sample.launch("Baseline", {1, 2, 3});
  openSample();
  ASSERT_TRUE(eventually([&] { return runs()->rowCount() == 3; }));
  EXPECT_FALSE(find<QAction>("editTagsAction")->isEnabled());
  find<QTableView>("runsView")->selectRow(1);
  const auto answer = [&](const char* action, const char* name, const QString& line) {
    find<QAction>(action)->trigger();
    auto* dialog = find<QInputDialog>(name);
    dialog->setTextValue(line);
    dialog->accept();
    dialog->setObjectName(QString()); // it goes by and by; the next one shall be found
  };
  const auto stored = [&] {
    auto workspace = m_sample.open();
    return store::RunStore(workspace).runs().at(1);
  };
  answer("editTagsAction", "tagsDialog", "night, best, night");
  EXPECT_TRUE(eventually([&] { return stored().tags == std::vector<std::string>{"best", "night"}; }));
  answer("editNoteAction", "noteDialog", "for the talk\nin two lines");
  EXPECT_TRUE(eventually([&] { return stored().note == "for the talk\nin two lines"; }));
  type("filterEdit", "night talk"); // until the window knows: what it changes begins with what it shows
  EXPECT_TRUE(eventually([&] { return runs()->rowCount() == 1; }));
  type("filterEdit", "");
  find<QTableView>("runsView")->selectAll();
  answer("editTagsAction", "tagsDialog", "all");
  EXPECT_TRUE(eventually([&] {
    return stored().tags == std::vector<std::string>{"all", "best", "night"};
  })) << "what only one run has stays";
  type("filterEdit", "tags=all");
  EXPECT_TRUE(eventually([&] { return runs()->rowCount() == 3; })) << "among others, too";
  find<QTableView>("runsView")->selectAll(); // the filter may have hidden them for a moment
  find<QAction>("editTagsAction")->trigger();
  EXPECT_EQ(find<QInputDialog>("tagsDialog")->textValue(), "all");
  find<QInputDialog>("tagsDialog")->reject();
  find<QInputDialog>("tagsDialog")->setObjectName(QString());
  find<QAction>("undoAction")->trigger();
  EXPECT_TRUE(eventually([&] { return stored().tags == std::vector<std::string>{"best", "night"}; }));
  type("filterEdit", "night talk");
  EXPECT_TRUE(eventually([&] { return runs()->rowCount() == 1; }));
  type("filterEdit", "");
  find<QAction>("undoAction")->trigger();
  EXPECT_TRUE(eventually([&] { return stored().note.empty(); }));
  find<QAction>("undoAction")->trigger();
  EXPECT_TRUE(eventually([&] { return stored().tags.empty(); }));

  find<QTableView>("runsView")->selectRow(1);
  type("seedsEdit", "7");
  find<QAction>("cloneRunAction")->trigger();
  EXPECT_EQ(find<QLineEdit>("seedsEdit")->text(), "2");
  EXPECT_TRUE(eventually([&] { return text("runDetailLabel").contains("reused"); })) << "the very same run";
}

TEST_F(WindowTest, deletedRunsComeBackFromTheBinAfterARestart) {
  m_sample.importLog();
  {
    auto workspace = m_sample.open();
    store::Queue(workspace).setPaused(true);
  }
  const auto launched = m_sample.launch("Baseline", {1, 2, 3});
  {
    auto workspace = m_sample.open();
    store::RunStore(workspace).remove({launched.added[0], launched.added[1]});
  }
  EXPECT_FALSE(find<QAction>("binAction")->isEnabled());
  openSample();
  ASSERT_TRUE(eventually([&] { return runs()->rowCount() == 1; }));
  find<QAction>("binAction")->trigger();
  auto* bin = find<QTableView>("binView");
  ASSERT_TRUE(eventually([&] { return bin->model()->rowCount() == 2; }));
  EXPECT_FALSE(find<QPushButton>("restoreButton")->isEnabled());
  bin->selectRow(1);
  click("restoreButton");
  EXPECT_TRUE(eventually([&] { return runs()->rowCount() == 2; }));
  find<QAction>("undoAction")->trigger();
  EXPECT_TRUE(eventually([&] { return runs()->rowCount() == 1; }));
}

TEST_F(WindowTest, runsAreGroupedByConfigurationAndStayThatWay) {
  m_sample.importLog();
  {
    auto workspace = m_sample.open();
    store::Queue(workspace).setPaused(true);
  }
  m_sample.launch("Baseline", {1, 2, 3});
  openSample();
  ASSERT_TRUE(eventually([&] { return runs()->rowCount() == 3; }));
  find<QTableView>("runsView")->selectRow(1);
  EXPECT_TRUE(find<QAction>("deleteAction")->isEnabled());
  find<QCheckBox>("groupRunsCheck")->setChecked(true);
  ASSERT_EQ(runs()->rowCount(), 1);
  EXPECT_EQ(runs()->index(0, 0).data().toString(), "0 of 3");
  EXPECT_FALSE(find<QAction>("deleteAction")->isEnabled()) << "nothing is chosen any more";
  const ui::MainWindow later;
  EXPECT_TRUE(later.findChild<QCheckBox*>("groupRunsCheck")->isChecked());
  find<QTableView>("runsView")->selectRow(0);
  find<QAction>("cancelAction")->trigger(); // all three
  EXPECT_TRUE(eventually([&] { return runs()->index(0, 1).data().toString() == "3 cancelled"; }));
  find<QCheckBox>("groupRunsCheck")->setChecked(false);
  EXPECT_EQ(runs()->rowCount(), 3);
}

TEST_F(WindowTest, closingAsksWhetherWorkersGoOn) {
  m_sample.importLog();
  m_sample.launch("Baseline", {1});
  openSample();
  ASSERT_TRUE(eventually([&] { return runs()->rowCount() == 1; }));
  auto workspace = m_sample.open();
  store::Queue queue(workspace);
  const auto state = [&] { return runs()->index(0, 0).data().toString(); };
  {
    const store::WorkerLock worker(workspace); // this test is the worker
    const auto claim = queue.claim(worker);
    ASSERT_TRUE(claim);
    ASSERT_TRUE(eventually([&] { return state() == "Running"; }));
    EXPECT_FALSE(m_window.close());
    ASSERT_TRUE(
        eventually([&] { return m_window.findChild<QAbstractButton*>("stopWorkersButton") != nullptr; }));
    click("stopWorkersButton");
    ASSERT_TRUE(eventually([&] { return queue.cancelRequested(*claim); }));
    EXPECT_TRUE(eventually([&] { return !m_window.isVisible(); }));
    EXPECT_TRUE(queue.cancelled(*claim, {}));
  }
  EXPECT_TRUE(eventually([&] { return state() == "Cancelled"; }));
}

TEST_F(WindowTest, themesSwitchInTheMenu) {
  find<QAction>("darkThemeAction")->trigger();
  EXPECT_LT(m_window.palette().color(QPalette::Window).lightness(), 100);
  find<QAction>("lightThemeAction")->trigger();
  EXPECT_GT(m_window.palette().color(QPalette::Window).lightness(), 200);
}

TEST_F(WindowTest, aReportReopensWhatItShows) {
  m_window.openReport("report.png");
  EXPECT_TRUE(messages().join(' ').contains("open the workspace first"));
  m_sample.importLog();
  m_sample.launch("first", {1});
  m_sample.launch("second", {1});
  openSample();
  const QString file = QString::fromStdString(m_sample.folder().string()) + "/../view.json";
  ui::View view;
  view.experiment = "first";
  view.title = "What skips are worth";
  view.figures = {{"coverage"}};
  std::ofstream(file.toStdString()) << ui::viewJson(view);
  m_window.openReport(file);
  EXPECT_TRUE(eventually([&] { return find<QComboBox>("experimentComboBox")->currentText() == "first"; }));
  EXPECT_TRUE(find<QComboBox>("experimentComboBox")->isVisible());
  click("reportPageButton");
  EXPECT_EQ(find<QLineEdit>("reportTitleEdit")->text(), "What skips are worth");
  EXPECT_TRUE(eventually([&] { return find<QComboBox>("reportExperimentCombo")->currentText() == "first"; }));
  EXPECT_TRUE(messages().filter("was made of").isEmpty());
  view.finishedRuns = 5;
  std::ofstream(file.toStdString()) << ui::viewJson(view);
  m_window.openReport(file);
  EXPECT_TRUE(
      eventually([&] { return messages().join(' ').contains("made of 5 runs; the experiment has 0"); }));
  std::ofstream(file.toStdString()) << "nothing";
  m_window.openReport(file);
  EXPECT_TRUE(eventually([&] { return messages().join(' ').contains("no view of Skipscope"); }));
}

TEST_F(WindowTest, aReportMayBeDroppedButOtherFilesAreLeftToTheWindow) {
  const auto drop = [&](const QString& name) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(name)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.setAccepted(false);
    QApplication::sendEvent(&m_window, &enter);
    QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    event.setAccepted(false);
    QApplication::sendEvent(&m_window, &event);
    return messages().join(' ').contains("open the workspace first");
  };
  EXPECT_FALSE(drop("/log.csv"));
  EXPECT_TRUE(drop("/report.png"));
}

} // namespace
