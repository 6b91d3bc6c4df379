// What is looked at outlives the window, killed or closed.

#include "core/store/queue.h"
#include "tests/ui/fresh_settings.h"
#include "tests/ui/sample_workspace.h"
#include "ui/main_window.h"
#include "ui/session.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

namespace {

using namespace skipscope;
using ui::MainWindow;
using ui::Session;

constexpr int kPatienceMs = 20'000;

struct Part {
  QJsonObject state;
  QJsonObject viewState() const { return state; }
  void restoreViewState(const QJsonObject& kept) { state = kept; }
};
bool eventually(const std::function<bool()>& condition) {
  return QTest::qWaitFor(condition, kPatienceMs);
}

QString sessionFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/skipscope/sessions";
}

TEST(Session, writesWhatChangesWithoutBeingAsked) {
  const QString workspace = "/somewhere/one.skipscope";
  Part part{{{"page", 2}}};
  auto session = std::make_unique<Session>(workspace);
  session->add("part", &part);
  const auto kept = [&] { return Session::read(workspace)["part"].toObject(); };
  ASSERT_TRUE(eventually([&] { return kept()["page"] == 2; }));
  part.state["page"] = 1;
  ASSERT_TRUE(eventually([&] { return kept()["page"] == 1; })); // a killed window comes back to this
  part.state["page"] = 0;
  session.reset();
  EXPECT_EQ(kept()["page"], 0);
  EXPECT_TRUE(Session::read("/somewhere/another.skipscope").isEmpty());

  Part other;
  Session next(workspace);
  next.add("part", &other);
  next.restore(Session::read(workspace));
  EXPECT_EQ(other.state, part.state);
}

TEST(Session, damagedFilesAreNone) {
  const QString workspace = "/somewhere/damaged.skipscope";
  QDir(sessionFolder()).removeRecursively();
  {
    Part part{{{"page", 2}}};
    Session session(workspace);
    session.add("part", &part);
  }
  ASSERT_FALSE(Session::read(workspace).isEmpty());
  const auto files = QDir(sessionFolder()).entryInfoList(QDir::Files);
  ASSERT_EQ(files.size(), 1);
  QFile file(files.front().filePath());
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("{\"view\": [");
  file.close();
  EXPECT_TRUE(Session::read(workspace).isEmpty());
}

TEST(Session, aFolderThatCannotBeWrittenIsTold) {
  QDir(sessionFolder()).removeRecursively();
  QFile inTheWay(sessionFolder());
  ASSERT_TRUE(QDir().mkpath(QFileInfo(sessionFolder()).path()) && inTheWay.open(QIODevice::WriteOnly));
  Part part;
  Session session("/somewhere/one.skipscope");
  session.add("part", &part);
  const QSignalSpy failed(&session, &Session::failed);
  EXPECT_TRUE(eventually([&] { return failed.count() > 0; }));
  inTheWay.remove();
}

class WindowSessionTest : public testing::Test {
protected:
  static void open(MainWindow& window, const tests::SampleWorkspace& sample) {
    const QSignalSpy opened(&window, &MainWindow::workspaceOpened);
    window.show();
    window.openWorkspace(QString::fromStdString(sample.folder().string()));
    ASSERT_TRUE(eventually([&] { return opened.count() == 1; }));
  }
  template <class Widget> static Widget* find(const MainWindow& window, const char* name) {
    return window.findChild<Widget*>(name);
  }

  tests::FreshSettings m_fresh;
  tests::SampleWorkspace m_sample;
};

TEST_F(WindowSessionTest, comesBackAfterTheWindowWasKilled) {
  m_sample.importLog("first", 40);
  m_sample.importLog("second", 60);
  {
    auto workspace = m_sample.open();
    store::Queue(workspace).setPaused(true);
  }
  const auto launched = m_sample.launch("Baseline", {1, 2, 3}, "first");
  MainWindow killed; // never closed while the next one opens, so nothing is written at its end
  open(killed, m_sample);
  auto* datasets = find<QListView>(killed, "datasetsView");
  auto* runs = find<QTableView>(killed, "runsView");
  ASSERT_TRUE(
      eventually([&] { return datasets->model()->rowCount() == 2 && runs->model()->rowCount() == 3; }));
  ASSERT_TRUE(eventually([&] { return find<QLabel>(killed, "datasetTitleLabel")->text() == "second"; }));
  datasets->setCurrentIndex(datasets->model()->index(0, 0));
  find<QComboBox>(killed, "datasetCombo")->setCurrentIndex(1);
  find<QLineEdit>(killed, "seedsEdit")->setText("7..9");
  find<QLineEdit>(killed, "experimentEdit")->setText("Kept");
  find<QLineEdit>(killed, "negativesCountEdit")->setText("2, 8");
  find<QLineEdit>(killed, "filterEdit")->setText("seed>1");
  runs->sortByColumn(0, Qt::DescendingOrder);
  runs->selectRow(1);
  const QString chosen = runs->model()->index(1, 0).data(Qt::UserRole + 1).toString();
  killed.showPage(MainWindow::Experiment);
  const QString folder = QString::fromStdString(m_sample.folder().string());
  ASSERT_TRUE(eventually([&] {
    const auto kept = Session::read(folder);
    return kept["runs"]["selected"].toArray().size() == 1 && kept["experiment"]["seeds"] == "7..9" &&
           kept["window"]["page"] == "experimentPage" && !kept["data"]["dataset"].toString().isEmpty();
  }));

  MainWindow next;
  next.show();
  const QSignalSpy opened(&next, &MainWindow::workspaceOpened);
  next.reopenLast();
  ASSERT_TRUE(eventually([&] { return opened.count() == 1; }));
  EXPECT_TRUE(find<QWidget>(next, "experimentPage")->isVisible());
  auto* table = find<QTableView>(next, "runsView");
  ASSERT_TRUE(eventually([&] { return table->selectionModel()->selectedRows().size() == 1; }));
  EXPECT_EQ(table->selectionModel()->selectedRows().front().data(Qt::UserRole + 1).toString(), chosen);
  EXPECT_EQ(table->model()->rowCount(), 2);
  EXPECT_TRUE(eventually([&] { return find<QLabel>(next, "datasetTitleLabel")->text() == "first"; }));
  EXPECT_EQ(find<QComboBox>(next, "datasetCombo")->currentText(), "second");
  EXPECT_EQ(find<QLineEdit>(next, "seedsEdit")->text(), "7..9");
  EXPECT_EQ(find<QLineEdit>(next, "experimentEdit")->text(), "Kept");
  EXPECT_EQ(find<QLineEdit>(next, "negativesCountEdit")->text(), "2, 8");
  EXPECT_EQ(find<QLineEdit>(next, "filterEdit")->text(), "seed>1");
}

TEST_F(WindowSessionTest, aClosedWorkspaceIsNotReopened) {
  MainWindow window;
  open(window, m_sample);
  EXPECT_FALSE(ui::Settings().value(ui::Setting::OpenWorkspace).toString().isEmpty());
  find<QAction>(window, "closeWorkspaceAction")->trigger();
  EXPECT_TRUE(ui::Settings().value(ui::Setting::OpenWorkspace).toString().isEmpty());
}

} // namespace
