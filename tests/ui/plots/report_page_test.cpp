// The Report page on a real workspace, driven by object names.

#include "core/error.h"
#include "tests/ui/plots/sample_records.h"
#include "ui/embedded_view.h"
#include "ui/pages/report_page.h"
#include "ui/report_figures_list.h"
#include "ui/report_preview.h"
#include "ui/report_printing.h"
#include "ui/workspace_tasks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPrinter>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;

constexpr int kPatienceMs = 20'000;

class ReportPageTest : public testing::Test {
protected:
  ReportPageTest() {
    m_page.resize(1200, 700);
    m_page.show();
  }

  template <class Widget> Widget* find(const char* name) {
    auto* found = m_page.findChild<Widget*>(name);
    EXPECT_NE(found, nullptr) << name;
    return found;
  }

  void open() {
    m_tasks = std::make_unique<WorkspaceTasks>(m_sample.folder());
    m_page.setWorkspace(m_tasks.get());
  }

  void openWithRuns() {
    m_sample.run("first", two(), {1, 2});
    m_sample.run("second", {hears({Feedback::Skip}, NegativeStrategy::Random)}, {1});
    open();
    ASSERT_TRUE(showsPreviewOf("second"));
  }

  static std::vector<experiment::Configuration> two() {
    return {hears({Feedback::Like}, NegativeStrategy::Random),
            hears({Feedback::Like}, NegativeStrategy::Real)};
  }

  bool showsPreviewOf(const QString& experiment) {
    return QTest::qWaitFor(
        [&] {
          return find<QComboBox>("reportExperimentCombo")->currentText() == experiment &&
                 !find<ReportPreview>("reportPreview")->picture().isNull();
        },
        kPatienceMs);
  }

  /// Saves and reads the view back.
  View savedView(const char* name) {
    const QSignalSpy saved(&m_page, &ReportPage::saved);
    const QString file = m_files.filePath(name);
    m_page.saveReport(file);
    EXPECT_TRUE(QTest::qWaitFor([&] { return saved.count() == 1; }, kPatienceMs));
    return readEmbeddedView(file);
  }

  SampleWorkspace m_sample;
  QTemporaryDir m_files;
  std::unique_ptr<WorkspaceTasks> m_tasks;
  ReportPage m_page;
};

TEST_F(ReportPageTest, saysWhatToDoWhereThereIsNothing) {
  EXPECT_EQ(find<QStackedWidget>("reportStack")->currentIndex(), 0);
  const QSignalSpy wanted(&m_page, &ReportPage::experimentWanted);
  QTest::mouseClick(find<QPushButton>("reportWantExperimentButton"), Qt::LeftButton);
  EXPECT_EQ(wanted.count(), 1);
  m_sample.run("waiting", two(), {1}, 2);
  open();
  EXPECT_TRUE(QTest::qWaitFor(
      [&] { return find<QLabel>("reportProblemLabel")->text().contains("no finished run"); }, kPatienceMs));
  EXPECT_FALSE(find<QPushButton>("saveReportButton")->isEnabled());
  EXPECT_FALSE(find<QPushButton>("printReportButton")->isEnabled());
}

TEST_F(ReportPageTest, beginsWithTheNewestExperimentAndDefaultFigures) {
  openWithRuns();
  EXPECT_EQ(m_page.view().figures, defaultFigures());
  EXPECT_TRUE(find<QPushButton>("saveReportButton")->isEnabled());
  EXPECT_EQ(find<QLineEdit>("reportTitleEdit")->placeholderText(), "second");
}

TEST_F(ReportPageTest, nothingIsSavedBeforeItIsKnownOfWhat) {
  m_sample.run("first", two(), {1, 2});
  open();
  auto* save = find<QPushButton>("saveReportButton");
  EXPECT_FALSE(save->isEnabled());
  EXPECT_FALSE(find<QPushButton>("printReportButton")->isEnabled());
  EXPECT_TRUE(QTest::qWaitFor([&] { return save->isEnabled(); }, kPatienceMs));
  EXPECT_EQ(m_page.view().experiment, "first");
}

TEST_F(ReportPageTest, everyFormatHoldsWhatThePageSays) {
  openWithRuns();
  find<QLineEdit>("reportTitleEdit")->setText("What skips are worth");
  find<QPlainTextEdit>("reportNotesEdit")->setPlainText("**Much**\n\n- one");
  find<QCheckBox>("reportTableCheck")->click();
  auto* list = find<ReportFiguresList>("reportFiguresList");
  list->item(1)->setCheckState(Qt::Unchecked);
  for (const char* name : {"out.html", "out.png", "out.svg", "out.pdf"}) {
    const View view = savedView(name);
    EXPECT_EQ(view.experiment, "second") << name;
    EXPECT_EQ(view.dataset, std::string(32, 'a'));
    EXPECT_EQ(view.title, "What skips are worth");
    EXPECT_EQ(view.notes, "**Much**\n\n- one");
    EXPECT_FALSE(view.table);
    ASSERT_EQ(view.figures.size(), 2U);
    EXPECT_EQ(view.figures[1].kind, "coverage");
  }
}

TEST_F(ReportPageTest, theNextReportMayBeSavedAsSoonAsOneIsThere) {
  openWithRuns();
  const QSignalSpy saved(&m_page, &ReportPage::saved);
  const QString second = m_files.filePath("second.html");
  const auto again = QObject::connect(&m_page, &ReportPage::saved, &m_page, [&] {
    if (saved.count() == 1)
      m_page.saveReport(second);
  });
  m_page.saveReport(m_files.filePath("first.html"));
  EXPECT_TRUE(QTest::qWaitFor([&] { return saved.count() == 2; }, kPatienceMs));
  EXPECT_TRUE(QFile::exists(second));
  QObject::disconnect(again);
}

TEST_F(ReportPageTest, aFigureHasItsOwnMetricAndAxis) {
  openWithRuns();
  auto* metric = find<QComboBox>("reportMetricCombo");
  auto* axis = find<QComboBox>("reportAxisCombo");
  auto* list = find<ReportFiguresList>("reportFiguresList");
  list->setCurrentRow(2);
  EXPECT_FALSE(metric->isEnabled());
  list->setCurrentRow(0);
  ASSERT_TRUE(metric->isEnabled());
  ASSERT_GT(metric->count(), 1);
  metric->setCurrentIndex(1);
  emit metric->activated(1);
  axis->setCurrentIndex(1);
  emit axis->activated(1);
  const auto figures = m_page.view().figures;
  EXPECT_EQ(figures[0].metric, metric->itemData(1).toString().toStdString());
  EXPECT_EQ(figures[0].axis, CurveAxis::Epochs);
  EXPECT_EQ(figures[1].metric, "accuracy");
}

TEST_F(ReportPageTest, showsTheViewOfAReportAndOfTheLastSession) {
  openWithRuns();
  View view;
  view.experiment = "first";
  view.figures = {{"coverage"}, {"learning_curves", "accuracy", CurveAxis::Targets, true}};
  view.table = false;
  view.title = "Title";
  view.notes = "Notes";
  m_page.showView(view);
  EXPECT_EQ(m_page.view(), view);
  ASSERT_TRUE(showsPreviewOf("first"));
  EXPECT_EQ(m_page.view(), view);
  const QJsonObject state = m_page.viewState();
  m_page.showView({});
  m_page.restoreViewState(state);
  EXPECT_EQ(m_page.view(), view);
  m_page.restoreViewState({{"no", "view"}});
  EXPECT_EQ(m_page.view(), view);
}

TEST_F(ReportPageTest, aFaultIsOneSentenceAndThePageGoesOn) {
  openWithRuns();
  const QSignalSpy failed(&m_page, &ReportPage::failed);
  m_page.saveReport(m_files.filePath("missing/out.html"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() == 1; }, kPatienceMs));
  EXPECT_TRUE(failed[0][0].toString().contains("could not be written"));
  EXPECT_TRUE(
      QTest::qWaitFor([&] { return find<QPushButton>("saveReportButton")->isEnabled(); }, kPatienceMs));
  m_page.saveReport(m_files.filePath("out.docx"));
  ASSERT_EQ(failed.count(), 2);
  EXPECT_TRUE(find<QPushButton>("saveReportButton")->isEnabled());
  EXPECT_EQ(savedView("out.png").experiment, "second");
}

TEST_F(ReportPageTest, theButtonAsksWhereTo) {
  openWithRuns();
  find<QPushButton>("saveReportButton")->click();
  auto* dialog = find<QFileDialog>("saveReportDialog");
  ASSERT_TRUE(dialog);
  const QSignalSpy saved(&m_page, &ReportPage::saved);
  emit dialog->fileSelected(m_files.filePath("chosen.html"));
  EXPECT_TRUE(QTest::qWaitFor([&] { return saved.count() == 1; }, kPatienceMs));
  dialog->close();
}

TEST_F(ReportPageTest, closingTheWorkspaceEmptiesThePage) {
  openWithRuns();
  m_page.setWorkspace(nullptr);
  EXPECT_EQ(find<QStackedWidget>("reportStack")->currentIndex(), 0);
  EXPECT_TRUE(find<ReportPreview>("reportPreview")->picture().isNull());
  m_page.saveReport(m_files.filePath("none.png"));
  EXPECT_FALSE(QFile::exists(m_files.filePath("none.png")));
}

TEST_F(ReportPageTest, printsOnSeveralPages) {
  m_sample.run("first", two(), {1, 2});
  View view;
  view.experiment = "first";
  ReportDrawing drawing(makeReport(m_sample.workspace(), view), "print.pdf");
  while (drawing.drawNext()) {
  }
  QPrinter printer;
  printer.setOutputFormat(QPrinter::PdfFormat);
  printer.setOutputFileName(m_files.filePath("printed.pdf"));
  printer.setPageSize(QPageSize(QPageSize::A5));
  printer.setPageOrientation(QPageLayout::Landscape);
  printReport(drawing, printer);
  QFile file(m_files.filePath("printed.pdf"));
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_GE(file.readAll().count("/Type /Page\n"), 2);
}

} // namespace
} // namespace skipscope::ui
