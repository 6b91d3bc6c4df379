// The test that decides: the whole way through the real window, from a log to a report that opens again, with
// what is shown held against what the command line says of the same workspace.

#include "core/store/listener_history.h"
#include "tests/ui/command_line.h"
#include "tests/ui/sample_workspace.h"
#include "tests/ui/window_fixture.h"
#include "ui/import_dialog.h"
#include "ui/models/recommendations_model.h"
#include "ui/models/run_choices_model.h"
#include "ui/models/runs_model.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/report_page.h"
#include "ui/report_figures_list.h"

#include <gmock/gmock.h>

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace {

using namespace skipscope;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr int kRuns = 8; ///< two inputs, two strategies, two seeds
constexpr int kCancelled = 3;
constexpr int kSongs = 10;

/// One row of a figure copied as data: a run's value, or over all seeds a mean with its interval.
struct FigureRow {
  QString configuration;
  QString run; ///< empty: the mean
  double x = 0;
  double value = 0;
  double low = 0, high = 0;
  int seeds = 0;
};

/// Student's interval over two seeds, by another way than the program's: its quantile is a tangent.
double halfInterval(double first, double second) {
  return std::tan(0.475 * std::numbers::pi) * std::abs(first - second) / 2;
}

std::string meanText(double first, double second) {
  const QLocale english(QLocale::English);
  QString text = english.toString((first + second) / 2, 'f', 3);
  if (first != second)
    text += " ± " + english.toString(halfInterval(first, second), 'f', 3);
  return text.toStdString();
}

class WholePathTest : public tests::WindowFixture {
protected:
  void TearDown() override {
    WindowFixture::TearDown();
    EXPECT_TRUE(eventually([&] { return tests::programsAt(folder().toStdString()) == 0; }))
        << "a worker or the server of the Listeners page is left";
  }

  QString place(const QString& name) const {
    return QString::fromStdString((m_sample.folder().parent_path() / name.toStdString()).string());
  }
  QString folder() const { return place("whole.skipscope"); }

  void answerFileDialog(const char* name, const QString& file) const {
    auto* dialog = find<QFileDialog>(name);
    emit dialog->fileSelected(file);
    dialog->close();
    dialog->setObjectName(QString()); // it goes by and by; the next one shall be found
  }
  /// As with the keyboard, so that the list tells of it.
  void stepTo(const char* name, const std::function<bool(const QComboBox&)>& wanted) const {
    auto* list = find<QComboBox>(name);
    QTest::keyClick(list, Qt::Key_Home);
    for (int step = 1; step < list->count() && !wanted(*list); ++step)
      QTest::keyClick(list, Qt::Key_Down);
    EXPECT_TRUE(wanted(*list)) << name << " stays at " << list->currentText().toStdString();
  }

  void makeAWorkspace() {
    const QSignalSpy opened(&m_window, &ui::MainWindow::workspaceOpened);
    find<QAction>("newWorkspaceAction")->trigger();
    answerFileDialog("newWorkspaceDialog", folder());
    ASSERT_TRUE(eventually([&] { return opened.count() == 1; })) << told();
  }
  /// However many processors there are: every worker loads LibTorch.
  void workWithTwoAtMost() const {
    const auto counts = find<QMenu>("workersMenu")->actions();
    counts.at(std::min<qsizetype>(2, counts.size() - 1))->trigger();
  }

  void importALog() {
    auto* dialog = openImport(QString::fromStdString(m_sample.logFile(100)));
    auto* import = findIn<QPushButton>(dialog, "importButton");
    ASSERT_TRUE(eventually([&] { return import->isEnabled(); }));
    findIn<QLineEdit>(dialog, "datasetNameEdit")->setText("radio");
    QTest::mouseClick(import, Qt::LeftButton);
    ASSERT_TRUE(eventually([&] { return text("datasetTitleLabel") == "radio" && idle(); })) << told();
    const auto logs = tests::objectsOf(tests::jsonOf({"datasets", folder(), "--json"}).array());
    ASSERT_THAT(logs, SizeIs(1));
    for (const char* feedback : {"likes", "dislikes", "skips"})
      EXPECT_GT(logs[0][feedback].toInt(), 0) << feedback;
  }

  void setUpATwoByTwoSweep() {
    click("experimentPageButton");
    type("experimentEdit", "Whole");
    type("seedsEdit", "1, 2");
    find<QCheckBox>("inputsSkipCheck")->click();
    click("inputsAddButton"); // what is heard so far, and dislikes
    click("negativesStrategyAddButton");
    auto* second = find<QComboBox>("negativesStrategy2Combo");
    second->setCurrentIndex(second->findData("real"));
    const std::map<const char*, QString> small = {
        {"modelDimensionEdit", "8"},          {"modelBlocksEdit", "1"},
        {"modelMaxLengthEdit", "10"},         {"trainingMaxStepsEdit", "20"},
        {"trainingMinStepsEdit", "10"},       {"trainingValidateEveryEdit", "5"},
        {"evaluationMinimumHistoryEdit", "1"}};
    for (const auto& [name, value] : small)
      type(name, value);
    ASSERT_TRUE(eventually([&] { return text("runCountLabel") == "8 runs"; }))
        << text("runCountLabel").toStdString();
    EXPECT_TRUE(text("runDetailLabel").startsWith("4 configurations × 2 seeds"));
  }

  void pauseTheQueue() {
    find<QAction>("pauseAction")->trigger();
    ASSERT_TRUE(eventually([&] { return text("queueStatusLabel").contains("paused"); })) << told();
  }
  void launchByKeyboard() {
    m_window.activateWindow(); // shortcuts belong to the active window
    ASSERT_TRUE(QTest::qWaitForWindowActive(&m_window));
    QTest::keyClick(&m_window, Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(eventually([&] { return runs()->rowCount() == kRuns; })) << told();
  }
  int runsThatAre(const QString& state) const {
    int count = 0;
    for (int row = 0; row < runs()->rowCount(); ++row)
      count += runs()->index(row, 0).data().toString() == state ? 1 : 0;
    return count;
  }
  std::string states() const {
    QStringList all;
    for (int row = 0; row < runs()->rowCount(); ++row)
      all << runs()->index(row, 0).data().toString();
    return all.join(", ").toStdString() + " | " + told();
  }
  /// Which one, by its id.
  void cancelAWaitingRun(QString& cancelled) {
    find<QTableView>("runsView")->selectRow(kCancelled);
    cancelled = runs()->index(kCancelled, 0).data(ui::RunsModel::IdRole).toString();
    click("cancelButton");
    ASSERT_TRUE(eventually([&] { return runsThatAre("Cancelled") == 1; })) << states();
    EXPECT_EQ(runsThatAre("Queued"), kRuns - 1);
  }
  void letWorkersDoTheOthers() {
    find<QAction>("pauseAction")->trigger();
    ASSERT_TRUE(eventually([&] { return runsThatAre("Finished") == kRuns - 1; })) << states();
    EXPECT_EQ(runs()->index(kCancelled, 0).data().toString(), "Cancelled");
  }
  void resumeIt() {
    click("resumeButton");
    ASSERT_TRUE(eventually([&] { return runsThatAre("Finished") == kRuns; })) << states();
  }

  /// `skipscope-cli runs --json`, by id.
  std::map<QString, QJsonObject> runsOfTheCommandLine() const {
    std::map<QString, QJsonObject> all;
    for (const QJsonObject& run : tests::objectsOf(tests::jsonOf({"runs", folder(), "--json"}).array()))
      all.emplace(run["id"].toString(), run);
    return all;
  }

  /// What "copy as data" of a card of the Compare page gives, once it has so many rows.
  std::vector<FigureRow> copied(const char* card, int rows) const {
    auto* copy = findIn<QAction>(find<QWidget>(card), "copyDataAction");
    QStringList lines;
    EXPECT_TRUE(eventually([&] {
      copy->trigger();
      lines = QApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
      return lines.size() == rows + 1;
    })) << card
        << ": " << lines.join('\n').toStdString();
    const QStringList header = lines.takeFirst().split('\t');
    const qsizetype value = header.indexOf("Accuracy");
    EXPECT_EQ(header.mid(value + 1).join(", "), "Low (95 %), High (95 %), Seeds");
    std::vector<FigureRow> all;
    for (const QString& line : lines) {
      const QStringList cells = line.split('\t');
      all.push_back({cells[0], cells[1], value == 3 ? cells[2].toDouble() : 0, cells[value].toDouble(),
                     cells[value + 1].toDouble(), cells[value + 2].toDouble(), cells[value + 3].toInt()});
    }
    return all;
  }
  /// Every mean and interval of a figure is that of its two runs.
  static void expectBandsOfTheirRuns(const std::vector<FigureRow>& rows) {
    double widest = 0;
    for (const FigureRow& band : rows) {
      if (!band.run.isEmpty())
        continue;
      std::vector<double> seeds;
      for (const FigureRow& row : rows)
        if (!row.run.isEmpty() && row.configuration == band.configuration && row.x == band.x)
          seeds.push_back(row.value);
      SCOPED_TRACE(band.configuration.toStdString() + " at " + std::to_string(band.x));
      ASSERT_THAT(seeds, SizeIs(2));
      EXPECT_EQ(band.seeds, 2);
      const double half = halfInterval(seeds[0], seeds[1]);
      EXPECT_NEAR(band.value, (seeds[0] + seeds[1]) / 2, 1e-9);
      EXPECT_NEAR(band.low, band.value - half, 1e-9);
      EXPECT_NEAR(band.high, band.value + half, 1e-9);
      widest = std::max(widest, half);
    }
    EXPECT_GT(widest, 0) << "seeds that are all the same tell nothing about intervals";
  }

  /// Test accuracy by configuration: four bands, eight runs.
  void expectBarsOfTheCommandLine(const std::map<QString, QJsonObject>& known) const {
    const auto rows = copied("figureCard2", 4 + kRuns);
    expectBandsOfTheirRuns(rows);
    std::map<QString, std::vector<QJsonObject>> configurations;
    for (const FigureRow& row : rows)
      if (!row.run.isEmpty()) {
        ASSERT_TRUE(known.contains(row.run));
        EXPECT_EQ(row.value, known.at(row.run)["test"]["accuracy"].toDouble()) << row.run.toStdString();
        configurations[row.configuration].push_back(known.at(row.run));
      }
    ASSERT_THAT(configurations, SizeIs(4));
    for (const auto& [label, both] : configurations) {
      ASSERT_THAT(both, SizeIs(2)) << label.toStdString();
      EXPECT_EQ(both[0]["configuration_hash"], both[1]["configuration_hash"]) << label.toStdString();
      EXPECT_NE(both[0]["seed"], both[1]["seed"]) << label.toStdString();
      expectInTheTable(label, both[0]["test"]["accuracy"].toDouble(), both[1]["test"]["accuracy"].toDouble());
    }
  }
  void expectInTheTable(const QString& configuration, double first, double second) const {
    const auto* table = find<QTableView>("summaryTableView")->model();
    for (int row = 0; row < table->rowCount(); ++row)
      if (table->index(row, 0).data().toString() == configuration) {
        EXPECT_EQ(table->index(row, 2).data().toString().toStdString(), meanText(first, second));
        return;
      }
    ADD_FAILURE() << "no row of the table is " << configuration.toStdString();
  }
  /// Validation accuracy while training: with a line for each run, each as high as the best that is known.
  void expectCurvesOfTheCommandLine(const std::map<QString, QJsonObject>& known) const {
    findIn<QCheckBox>(find<QWidget>("figureCard1"), "tracesCheckBox")->click();
    const int validations = 4; // every 5 of 20 steps
    const auto rows = copied("figureCard1", (4 + kRuns) * validations);
    expectBandsOfTheirRuns(rows);
    for (const auto& [id, run] : known) {
      const QJsonObject best = run["validation"]["accuracy"].toObject();
      double highest = 0;
      for (const FigureRow& row : rows)
        if (row.run == id) {
          highest = std::max(highest, row.value);
          if (row.x == best["step"].toDouble()) {
            EXPECT_EQ(row.value, best["best"].toDouble()) << id.toStdString();
          }
        }
      EXPECT_EQ(highest, best["best"].toDouble()) << id.toStdString();
    }
  }

  void chooseAListenerAndARun(const QString& listener, const QString& run) {
    click("listenersPageButton");
    auto* search = find<QLineEdit>("listenerSearchEdit");
    ASSERT_TRUE(eventually([&] { return search->placeholderText().contains("among"); })) << told();
    search->setText(listener);
    QTest::keyClick(search, Qt::Key_Return);
    const auto id = ui::RunChoicesModel::IdRole;
    ASSERT_TRUE(eventually([&] { return find<QComboBox>("runACombo")->findData(run, id) >= 0; }));
    stepTo("runACombo", [&](const QComboBox& list) { return list.currentData(id).toString() == run; });
    const auto* songs = find<QTableView>("recommendationsAView")->model();
    ASSERT_TRUE(eventually([&] { return songs->rowCount() == kSongs; }))
        << text("recommendationsAStatusLabel").toStdString() << told();
  }
  /// Rank, song, score and whether it was heard before, as shown.
  std::vector<std::string> shownSongs() const {
    const auto* songs = find<QTableView>("recommendationsAView")->model();
    using Column = ui::RecommendationsModel::Column;
    std::vector<std::string> lines;
    for (int row = 0; row < songs->rowCount(); ++row) {
      QStringList cells = {songs->index(row, 0).data(ui::RecommendationsModel::SongRole).toString()};
      for (const Column column : {Column::Rank, Column::Song, Column::Score, Column::PlayedBefore})
        cells << songs->index(row, column).data().toString();
      lines.push_back(cells.join(" | ").toStdString());
    }
    return lines;
  }
  std::vector<std::string> songsOfTheCommandLine(const QString& listener, const QString& run) const {
    const auto answer = tests::jsonOf(
        {"recommend", folder(), run, "--listener", listener, "--top", QString::number(kSongs), "--json"});
    EXPECT_EQ(answer["run"].toString(), run);
    std::vector<std::string> lines;
    for (const QJsonObject& item : tests::objectsOf(answer["items"].toArray())) {
      const QString id = item["song"].toString(), title = item["title"].toString(),
                    artist = item["artist"].toString();
      const QString song = title.isEmpty() ? id : title;
      const QStringList cells = {
          id, QString::number(item["rank"].toInt()), artist.isEmpty() ? song : artist + " – " + song,
          QLocale().toString(item["score"].toDouble(), 'f', 3), item["played_before"].toBool() ? "✓" : ""};
      lines.push_back(cells.join(" | ").toStdString());
    }
    EXPECT_THAT(lines, SizeIs(kSongs));
    return lines;
  }
  QString aListener() const {
    const auto workspace = store::Workspace::open(folder().toStdString());
    const auto ids = store::listenerIds(workspace, workspace.dataset("radio").summary.fingerprint);
    return QString::fromStdString(ids.at(ids.size() / 2));
  }

  void writeAReport() {
    click("reportPageButton");
    ASSERT_TRUE(eventually([&] { return find<QPushButton>("saveReportButton")->isEnabled(); })) << told();
    type("reportTitleEdit", "What skips are worth");
    find<QPlainTextEdit>("reportNotesEdit")->setPlainText("**Much**\n\n- one & two");
    auto* figures = find<ui::ReportFiguresList>("reportFiguresList");
    figures->item(2)->setCheckState(Qt::Unchecked);
    figures->setCurrentRow(0);
    stepTo("reportAxisCombo", [](const QComboBox& list) { return list.currentText() == "Epochs"; });
  }
  void writeAnotherReport() {
    click("reportPageButton");
    type("reportTitleEdit", "Another");
    find<QPlainTextEdit>("reportNotesEdit")->clear();
    find<QCheckBox>("reportTableCheck")->click();
    find<ui::ReportFiguresList>("reportFiguresList")->item(1)->setCheckState(Qt::Unchecked);
  }
  void saveReport(const QString& name) {
    auto* save = find<QPushButton>("saveReportButton");
    ASSERT_TRUE(eventually([&] { return save->isEnabled(); })) << told();
    QTest::mouseClick(save, Qt::LeftButton);
    answerFileDialog("saveReportDialog", place(name));
    ASSERT_TRUE(eventually([&] { return messages().join(' ').contains(place(name)); })) << told();
  }
  ui::View reportView() const { return find<ui::ReportPage>("reportPage")->view(); }
  /// The figures on the Compare page, title and notes on the Report page.
  void expectReopened(ui::View wanted) {
    auto* compare = find<ui::ComparePage>("comparePage");
    ASSERT_TRUE(eventually([&] { return compare->isVisible(); })) << told();
    EXPECT_EQ(reportView(), wanted);
    wanted.dataset = compare->view().dataset;
    EXPECT_FALSE(wanted.dataset.empty());
    EXPECT_EQ(compare->view(), wanted);
    EXPECT_EQ(findIn<QComboBox>(find<QWidget>("figureCard1"), "axisComboBox")->currentText(), "Epochs");
    EXPECT_FALSE(m_window.findChild<QWidget*>("figureCard3"));
    click("reportPageButton");
    EXPECT_EQ(find<QLineEdit>("reportTitleEdit")->text(), "What skips are worth");
    EXPECT_EQ(find<QPlainTextEdit>("reportNotesEdit")->toPlainText(), "**Much**\n\n- one & two");
  }

  tests::SampleWorkspace m_sample; ///< for its log; the window makes a workspace beside it
};

std::vector<std::string> requested(const std::map<QString, QJsonObject>& runs) {
  std::vector<std::string> all;
  for (const auto& [id, run] : runs) {
    const QJsonObject config = run["config"].toObject();
    QStringList inputs;
    for (const auto& input : config["inputs"].toArray())
      inputs << input.toString();
    all.push_back(QString("%1 · %2 · %3")
                      .arg(inputs.join(','), config["negatives.strategy"].toString())
                      .arg(run["seed"].toInt())
                      .toStdString());
  }
  return all;
}

TEST_F(WholePathTest, fromALogToAReportThatOpensAgain) {
  ASSERT_NO_FATAL_FAILURE(makeAWorkspace());
  workWithTwoAtMost();
  ASSERT_NO_FATAL_FAILURE(importALog());
  ASSERT_NO_FATAL_FAILURE(setUpATwoByTwoSweep());
  ASSERT_NO_FATAL_FAILURE(pauseTheQueue());
  ASSERT_NO_FATAL_FAILURE(launchByKeyboard());
  QString resumed;
  ASSERT_NO_FATAL_FAILURE(cancelAWaitingRun(resumed));
  ASSERT_NO_FATAL_FAILURE(letWorkersDoTheOthers());
  ASSERT_NO_FATAL_FAILURE(resumeIt());

  const auto known = runsOfTheCommandLine();
  EXPECT_THAT(requested(known),
              UnorderedElementsAre("like,skip · random · 1", "like,skip · random · 2", "like,skip · real · 1",
                                   "like,skip · real · 2", "like,dislike,skip · random · 1",
                                   "like,dislike,skip · random · 2", "like,dislike,skip · real · 1",
                                   "like,dislike,skip · real · 2"));
  click("comparePageButton");
  ASSERT_TRUE(
      eventually([&] { return text("compareCountsLabel") == "8 of 8 runs finished · 4 configurations"; }));
  ASSERT_NO_FATAL_FAILURE(expectBarsOfTheCommandLine(known));
  ASSERT_NO_FATAL_FAILURE(expectCurvesOfTheCommandLine(known));

  const QString listener = aListener();
  ASSERT_NO_FATAL_FAILURE(chooseAListenerAndARun(listener, resumed));
  EXPECT_EQ(shownSongs(), songsOfTheCommandLine(listener, resumed));
  EXPECT_GE(tests::programsAt(folder().toStdString()), 1) << "one serves the page; none does in the end";

  ASSERT_NO_FATAL_FAILURE(writeAReport());
  const ui::View view = reportView();
  EXPECT_EQ(view.experiment, "Whole");
  ASSERT_NO_FATAL_FAILURE(saveReport("report.png"));
  ASSERT_NO_FATAL_FAILURE(saveReport("report.html"));
  writeAnotherReport();
  EXPECT_NE(reportView(), view);
  EXPECT_TRUE(tests::drop(&m_window, {QUrl::fromLocalFile(place("report.png"))}));
  ASSERT_NO_FATAL_FAILURE(expectReopened(view));
  ASSERT_NO_FATAL_FAILURE(saveReport("again.png"));
  EXPECT_EQ(QImage(place("again.png")), QImage(place("report.png")));
  EXPECT_FALSE(QImage(place("report.png")).isNull());

  writeAnotherReport();
  find<QAction>("openReportAction")->trigger();
  answerFileDialog("openReportDialog", place("report.html"));
  ASSERT_NO_FATAL_FAILURE(expectReopened(view));
}

} // namespace
