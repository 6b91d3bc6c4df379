// The Compare page on a real workspace, driven by object names.

#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "tests/ui/plots/sample_records.h"
#include "ui/models/figure_table_model.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/figure_card.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/workspace_tasks.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;

class ComparePageTest : public testing::Test {
protected:
  template <class Widget> Widget* find(const char* name) {
    auto* found = m_page.findChild<Widget*>(name);
    EXPECT_NE(found, nullptr) << name;
    return found;
  }

  void open() {
    m_tasks = std::make_unique<WorkspaceTasks>(m_sample.folder());
    m_page.setWorkspace(m_tasks.get());
  }

  bool shows(const QString& experiment, int rows) {
    return QTest::qWaitFor([&] {
      return find<QComboBox>("experimentComboBox")->currentText() == experiment &&
             find<QTableView>("summaryTableView")->model()->rowCount() == rows &&
             find<QStackedWidget>("compareStack")->currentIndex() == 1;
    });
  }

  bool saysEmpty(const QString& words) {
    return QTest::qWaitFor([&] {
      return find<QStackedWidget>("compareStack")->currentIndex() == 0 &&
             find<QLabel>("compareEmptyLabel")->text().contains(words);
    });
  }

  SampleWorkspace m_sample;
  std::unique_ptr<WorkspaceTasks> m_tasks;
  ComparePage m_page;
};

std::vector<experiment::Configuration> two() {
  return {hears({Feedback::Like}, NegativeStrategy::Random), hears({Feedback::Like}, NegativeStrategy::Real)};
}

TEST_F(ComparePageTest, saysWhatToDoWhereThereIsNothing) {
  EXPECT_TRUE(saysEmpty("No workspace is open"));
  open();
  EXPECT_TRUE(saysEmpty("Launch runs"));
  m_sample.run("waiting", two(), {1}, 2);
  m_page.refresh();
  EXPECT_TRUE(saysEmpty("No run of this experiment has results yet"));
  EXPECT_TRUE(find<QComboBox>("experimentComboBox")->isEnabled());
  EXPECT_FALSE(find<QPushButton>("addFigureButton")->isEnabled());
}

TEST_F(ComparePageTest, showsTheNewestExperimentAndThenTheOneChosen) {
  m_sample.run("first", two(), {1, 2});
  m_sample.run("second", {hears({Feedback::Skip}, NegativeStrategy::Random)}, {1});
  open();
  EXPECT_TRUE(shows("second", 1));
  m_page.showExperiment("first");
  EXPECT_TRUE(shows("first", 2));
  EXPECT_EQ(find<QLabel>("compareCountsLabel")->text(), "4 of 4 runs finished · 2 configurations");
}

TEST_F(ComparePageTest, choosingInTheListShowsThatExperiment) {
  m_sample.run("first", two(), {1});
  m_sample.run("second", {hears({Feedback::Skip}, NegativeStrategy::Random)}, {1});
  open();
  ASSERT_TRUE(shows("second", 1));
  auto* box = find<QComboBox>("experimentComboBox");
  box->setCurrentText("first");
  emit box->activated(box->currentIndex());
  EXPECT_TRUE(shows("first", 2));
}

TEST_F(ComparePageTest, refreshShowsNewResultsAndKeepsTheChoices) {
  m_sample.run("inputs", two(), {1, 2}, 1);
  open();
  ASSERT_TRUE(shows("inputs", 2));
  auto* axis = find<QComboBox>("axisComboBox");
  axis->setCurrentIndex(axis->findText("Epochs"));
  EXPECT_TRUE(find<QLabel>("compareCaptionLabel")->text().contains("1 queued"));
  store::Queue queue(m_sample.workspace());
  const store::WorkerLock worker(m_sample.workspace());
  const auto claim = queue.claim(worker);
  ASSERT_TRUE(claim.has_value());
  m_page.refresh();
  m_page.refresh();
  EXPECT_TRUE(
      QTest::qWaitFor([&] { return find<QLabel>("compareCaptionLabel")->text().contains("1 running"); }));
  EXPECT_EQ(axis->currentText(), "Epochs");
  EXPECT_EQ(find<QComboBox>("metricComboBox")->currentData().toString(), "accuracy");
}

TEST_F(ComparePageTest, tracesAreDrawnWhenTicked) {
  m_sample.run("inputs", two(), {1, 2, 3, 4});
  open();
  ASSERT_TRUE(shows("inputs", 2));
  auto* curves = find<LearningCurvesPlot>("learningCurvesPlot");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !curves->table().rows.empty(); }));
  const QImage before = curves->image(QSize(600, 400), 1);
  find<QCheckBox>("tracesCheckBox")->setChecked(true);
  EXPECT_TRUE(QTest::qWaitFor([&] { return curves->image(QSize(600, 400), 1) != before; }));
}

TEST_F(ComparePageTest, closingTheWorkspaceWhileReadingLeavesNothingShown) {
  m_sample.run("inputs", two(), {1});
  open();
  m_page.setWorkspace(nullptr);
  m_tasks.reset();
  bool delivered = false; // what the reading had posted comes before this
  QMetaObject::invokeMethod(
      &m_page, [&] { delivered = true; }, Qt::QueuedConnection);
  ASSERT_TRUE(QTest::qWaitFor([&] { return delivered; }));
  EXPECT_TRUE(saysEmpty("No workspace is open"));
  EXPECT_EQ(find<QComboBox>("experimentComboBox")->count(), 0);
}

TEST_F(ComparePageTest, aWorkspaceThatGoesAwayIsForgotten) {
  m_sample.run("inputs", two(), {1});
  open();
  ASSERT_TRUE(shows("inputs", 2));
  m_tasks.reset();
  EXPECT_TRUE(saysEmpty("No workspace is open"));
  m_page.refresh();
}

TEST_F(ComparePageTest, metricsHaveTheirProtocolAsTooltip) {
  m_sample.run("inputs", two(), {1});
  open();
  ASSERT_TRUE(shows("inputs", 2));
  auto* metric = find<QComboBox>("metricComboBox");
  ASSERT_GT(metric->count(), 1);
  for (int i = 0; i < metric->count(); ++i)
    EXPECT_FALSE(metric->itemData(i, Qt::ToolTipRole).toString().isEmpty())
        << metric->itemText(i).toStdString();
}

TEST_F(ComparePageTest, everyControlHasNames) {
  for (const auto* control : m_page.findChildren<QComboBox*>()) {
    EXPECT_FALSE(control->objectName().isEmpty());
    EXPECT_FALSE(control->accessibleName().isEmpty());
  }
  for (const auto* plot : m_page.findChildren<PlotView*>()) {
    EXPECT_FALSE(plot->objectName().isEmpty());
    EXPECT_FALSE(plot->accessibleName().isEmpty());
  }
}

TEST_F(ComparePageTest, figuresAreAddedSetUpAndRemoved) {
  m_sample.run("inputs", two(), {1, 2});
  open();
  ASSERT_TRUE(shows("inputs", 2));
  const QSignalSpy changed(&m_page, &ComparePage::viewChanged);
  find<QAction>("negativesFigureAction")->trigger();
  ASSERT_EQ(m_page.view().figures.size(), 4U);
  EXPECT_EQ(m_page.view().figures.back().kind, "negatives");
  auto* card = find<FigureCard>("figureCard4");
  ASSERT_NE(card, nullptr);
  EXPECT_TRUE(QTest::qWaitFor([&] { return !card->view().table().rows.empty(); }));
  auto* metric = card->findChild<QComboBox*>("metricComboBox");
  metric->setCurrentIndex(metric->findData("hr@10"));
  EXPECT_EQ(m_page.view().figures.back().metric, "hr@10");
  EXPECT_EQ(m_page.view().figures.front().metric, "accuracy");
  EXPECT_EQ(changed.count(), 2);
  find<FigureCard>("figureCard2")->findChild<QToolButton*>("removeFigureButton")->click();
  EXPECT_TRUE(QTest::qWaitFor([&] { return m_page.view().figures.size() == 3; }));
  EXPECT_EQ(m_page.view().figures[1].kind, "coverage");
}

TEST_F(ComparePageTest, segmentsAndCosinesAreReadWhenAFigureWantsThem) {
  m_sample.run("inputs", two(), {1, 2});
  open();
  ASSERT_TRUE(shows("inputs", 2));
  find<QAction>("segmentsFigureAction")->trigger();
  find<QAction>("cosinesFigureAction")->trigger();
  auto* by = find<QComboBox>("segmentComboBox");
  by->setCurrentIndex(by->findData("skip_share"));
  find<QCheckBox>("centredCheckBox")->setChecked(false);
  const auto figures = m_page.view().figures;
  ASSERT_EQ(figures.size(), 5U);
  EXPECT_EQ(figures[3].segment, "skip_share");
  EXPECT_FALSE(figures[4].centred);
  auto* card = find<FigureCard>("figureCard4");
  EXPECT_TRUE(QTest::qWaitFor([&] { return card->view().content().settings == figures[3]; }))
      << "read, and drawn with what was chosen";
}

TEST_F(ComparePageTest, aViewComesBackAsItWas) {
  m_sample.run("first", two(), {1});
  m_sample.run("second", two(), {1});
  open();
  ASSERT_TRUE(shows("second", 2));
  View view;
  view.experiment = "first";
  view.figures.resize(2);
  view.figures[0].axis = CurveAxis::Epochs;
  view.figures[1].kind = "accuracy_coverage";
  view.notes = "two of them";
  m_page.showView(view);
  ASSERT_TRUE(shows("first", 2));
  view.dataset = std::string(32, 'a');
  EXPECT_EQ(m_page.view(), view);
  const QJsonObject state = m_page.viewState();
  m_page.showView(View());
  EXPECT_EQ(m_page.view().figures.size(), 3U);
  m_page.restoreViewState({{"no", "view"}});
  EXPECT_EQ(m_page.view().figures.size(), 3U);
  m_page.restoreViewState(state);
  EXPECT_EQ(m_page.view().figures, view.figures);
}

TEST_F(ComparePageTest, theWheelScrollsThePageOverAFigureToo) {
  m_sample.run("inputs", two(), {1});
  open();
  m_page.resize(900, 400);
  m_page.show();
  ASSERT_TRUE(shows("inputs", 2));
  auto* area = m_page.findChild<QScrollArea*>();
  ASSERT_TRUE(area);
  auto* figure = m_page.findChild<PlotView*>()->findChild<QWidget*>();
  ASSERT_TRUE(QTest::qWaitFor([&] { return area->verticalScrollBar()->maximum() > 0; }));
  const QPointF place(50, 50);
  QWheelEvent down(place, figure->mapToGlobal(place), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                   Qt::NoScrollPhase, false);
  QSpontaneKeyEvent::setSpontaneous(&down); // only what comes from outside goes on to parents
  qApp->notify(figure, &down);
  EXPECT_GT(area->verticalScrollBar()->value(), 0);
}

TEST_F(ComparePageTest, aSelectedRunStandsOut) {
  m_sample.run("inputs", two(), {1, 2, 3});
  open();
  ASSERT_TRUE(shows("inputs", 2));
  auto* curves = find<LearningCurvesPlot>("learningCurvesPlot");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !curves->content().curves.empty(); }));
  const QImage before = curves->image(QSize(600, 400), 1);
  m_page.select(curves->content().curves.front().traces.front().run);
  EXPECT_NE(curves->image(QSize(600, 400), 1), before);
  m_page.select({});
  EXPECT_EQ(curves->image(QSize(600, 400), 1), before);
}

TEST_F(ComparePageTest, aFigureIsCopiedAndSavedAsData) {
  m_sample.run("inputs", two(), {1, 2});
  open();
  ASSERT_TRUE(shows("inputs", 2));
  auto* card = find<FigureCard>("figureCard2");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !card->view().table().rows.empty(); }));
  card->findChild<QAction*>("copyDataAction")->trigger();
  EXPECT_TRUE(QApplication::clipboard()->text().startsWith("Configuration\tRun\tAccuracy"));
  const QTemporaryDir folder;
  card->view().save(folder.filePath("bars.csv"));
  QFile file(folder.filePath("bars.csv"));
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll().count('\n'), 7); // header, two means, four runs
}

TEST(FigureTableModel, keepsTheRulesOfModels) {
  FigureTableModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setTable(
      summaryTable(sampleRecords({sampleRun(two().front(), 1, store::RunState::Finished, {{10, 0.5}}, 0.6),
                                  sampleRun(two().back(), 1, store::RunState::Queued, {})})));
  EXPECT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.index(0, 2).data().toString(), "0.600");
  EXPECT_EQ(model.index(1, 0).data(FigureTableModel::SeriesRole).toInt(), 1);
  EXPECT_FALSE(model.index(1, 2).data(FigureTableModel::SortRole).isValid());
  model.setTable({});
  EXPECT_EQ(model.rowCount(), 0);
}

} // namespace
} // namespace skipscope::ui
