// The Listeners page by objectName, with the real serving process.

#include "core/store/listener_history.h"
#include "tests/ui/command_line.h"
#include "tests/ui/sample_workspace.h"
#include "ui/models/datasets_model.h"
#include "ui/models/display_text.h"
#include "ui/models/history_model.h"
#include "ui/models/recommendations_model.h"
#include "ui/models/run_choices_model.h"
#include "ui/models/runs_model.h"
#include "ui/pages/listeners_page.h"
#include "ui/workspace_tasks.h"

#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

namespace {

using namespace skipscope;

constexpr int kPatienceMs = 60'000; ///< loads LibTorch, on a busy machine

class ListenersPageTest : public testing::Test {
protected:
  void open() {
    m_tasks = std::make_unique<ui::WorkspaceTasks>(m_sample.folder());
    QObject::connect(m_tasks.get(), &ui::WorkspaceTasks::failed,
                     [this](const QString& sentence) { m_failures.append(sentence); });
    m_page.setWorkspace(m_tasks.get());
    auto workspace = m_sample.open();
    const auto changes = store::RunStore(workspace).newerThan(0);
    m_datasets.apply(changes);
    m_runs.apply(changes);
    m_page.resize(1100, 500);
    m_page.show();
    m_page.activateWindow();
  }
  void TearDown() override { m_page.setWorkspace(nullptr); }

  template <class Widget> Widget* find(const char* name) const {
    auto* widget = m_page.findChild<Widget*>(name);
    EXPECT_TRUE(widget) << "there is no " << name;
    return widget;
  }
  static bool eventually(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, kPatienceMs);
  }
  QAbstractItemModel* table(const char* name) const { return find<QTableView>(name)->model(); }
  QString text(const char* name) const { return find<QLabel>(name)->text(); }
  /// Writes an id and presses Return, as soon as ids are known.
  void show(const QString& listener) {
    auto* edit = find<QLineEdit>("listenerSearchEdit");
    edit->setText(listener);
    QTest::keyClick(edit, Qt::Key_Return);
  }
  std::vector<std::string> listeners() const {
    const auto workspace = m_sample.open();
    return store::listenerIds(workspace, workspace.dataset("radio").summary.fingerprint);
  }
  /// Songs of `skipscope-cli recommend --json`.
  QStringList recommended(const std::string& run, const QString& listener) const {
    const auto answer = tests::jsonOf({"recommend", ui::fromCore(m_sample.folder().string()),
                                       ui::fromCore(run), "--listener", listener, "--top", "10", "--json"});
    QStringList songs;
    for (const QJsonObject& item : tests::objectsOf(answer["items"].toArray()))
      songs.append(item["song"].toString());
    return songs;
  }
  QStringList shown(const char* view) const {
    QStringList songs;
    for (int row = 0; row < table(view)->rowCount(); ++row)
      songs.append(table(view)->index(row, 0).data(ui::RecommendationsModel::SongRole).toString());
    return songs;
  }

  tests::SampleWorkspace m_sample;
  ui::DatasetsModel m_datasets;
  ui::RunsModel m_runs;
  std::unique_ptr<ui::WorkspaceTasks> m_tasks;
  ui::ListenersPage m_page{&m_datasets, &m_runs};
  QStringList m_failures;
};

TEST_F(ListenersPageTest, saysWhatToDoNextWhileSomethingIsMissing) {
  m_page.show();
  EXPECT_TRUE(text("listenersEmptyLabel").contains("workspace"));
  EXPECT_FALSE(find<QPushButton>("randomListenerButton")->isEnabled());
  open();
  EXPECT_TRUE(text("listenersEmptyLabel").contains("Import a log"));
  m_sample.importLog();
  auto workspace = m_sample.open();
  m_datasets.apply(store::RunStore(workspace).newerThan(0));
  EXPECT_TRUE(text("listenersEmptyLabel").contains("Random"));
  show(ui::fromCore(listeners().front()));
  ASSERT_TRUE(eventually([&] { return table("historyView")->rowCount() > 0; }));
  EXPECT_TRUE(find<QLabel>("recommendationsAStatusLabel")->isVisible());
  EXPECT_TRUE(text("recommendationsAStatusLabel").contains("Experiment page"));
  EXPECT_FALSE(find<QTableView>("recommendationsBView")->isVisible());
}

TEST_F(ListenersPageTest, topTenOfTwoRunsAreThoseOfTheCommandLine) {
  const auto runs = m_sample.finished("First", {1, 2});
  open();
  const QString listener = ui::fromCore(listeners().at(3));
  show(listener);
  ASSERT_TRUE(eventually([&] { return shown("recommendationsAView").size() == 10; }))
      << text("recommendationsAStatusLabel").toStdString();
  EXPECT_EQ(find<QComboBox>("runACombo")->currentData(ui::RunChoicesModel::IdRole).toString(),
            ui::fromCore(runs.at(1)))
      << "the newest run comes first";
  EXPECT_EQ(shown("recommendationsAView"), recommended(runs.at(1), listener));
  EXPECT_FALSE(find<QTableView>("recommendationsBView")->isVisible());

  auto* second = find<QComboBox>("runBCombo");
  EXPECT_EQ(second->currentText(), "none");
  second->setCurrentIndex(second->count() - 1);
  emit second->activated(second->currentIndex());
  ASSERT_TRUE(eventually([&] { return shown("recommendationsBView").size() == 10; }));
  EXPECT_TRUE(find<QTableView>("recommendationsBView")->isVisible());
  EXPECT_EQ(shown("recommendationsBView"), recommended(runs.at(0), listener));
  // Popularity does not depend on the seed.
  EXPECT_EQ(table("recommendationsAView")->index(0, ui::RecommendationsModel::Shift).data().toString(), "=");
  EXPECT_TRUE(eventually([&] {
    return table("historyView")->index(0, ui::HistoryModel::HeardByB).data().toString() ==
           QStringLiteral("–");
  }));

  const auto workspace = m_sample.open();
  const auto history = store::readHistory(workspace, workspace.dataset("radio").summary.fingerprint, 3);
  EXPECT_EQ(table("historyView")->rowCount(), static_cast<int>(history.events.size()));
  EXPECT_TRUE(m_failures.isEmpty()) << m_failures.join(' ').toStdString();
}

TEST_F(ListenersPageTest, findsByPartOfAnIdAndTellsWhatIsNotThere) {
  m_sample.importLog();
  open();
  auto* edit = find<QLineEdit>("listenerSearchEdit");
  ASSERT_TRUE(eventually([&] { return edit->placeholderText().contains("among"); }));
  edit->setFocus();
  const QString id = ui::fromCore(listeners().back());
  QTest::keyClicks(edit, id.right(1));
  const auto* completer = m_page.findChild<QCompleter*>();
  ASSERT_TRUE(completer);
  const auto offered = [&] {
    QStringList ids;
    for (int row = 0; row < completer->model()->rowCount(); ++row)
      ids.append(completer->model()->index(row, 0).data().toString());
    return ids;
  };
  ASSERT_TRUE(eventually([&] { return offered().contains(id); }));
  for (const QString& one : offered())
    EXPECT_TRUE(one.contains(id.right(1)));
  edit->setText("nobody at all");
  QTest::keyClick(edit, Qt::Key_Return);
  EXPECT_TRUE(find<QLabel>("listenerProblemLabel")->isVisible());
  EXPECT_TRUE(text("listenerProblemLabel").contains("nobody at all"));
  show(id);
  EXPECT_FALSE(find<QLabel>("listenerProblemLabel")->isVisible());
  EXPECT_TRUE(eventually([&] { return table("historyView")->rowCount() > 0; }));
}

TEST_F(ListenersPageTest, aRandomListenerIsOneOfTheDataset) {
  m_sample.importLog();
  open();
  auto* edit = find<QLineEdit>("listenerSearchEdit");
  ASSERT_TRUE(eventually([&] { return edit->placeholderText().contains("among"); }));
  QTest::mouseClick(find<QPushButton>("randomListenerButton"), Qt::LeftButton);
  const auto ids = listeners();
  EXPECT_NE(std::find(ids.begin(), ids.end(), ui::toCore(edit->text())), ids.end());
  EXPECT_TRUE(eventually([&] { return table("historyView")->rowCount() > 0; }));
}

TEST_F(ListenersPageTest, aViewComesBackInANewPage) {
  const auto runs = m_sample.finished("First", {1, 2});
  QJsonObject state;
  {
    const auto workspace = m_sample.open();
    state = {{"dataset", ui::fromCore(workspace.dataset("radio").summary.fingerprint)},
             {"listener", ui::fromCore(listeners().at(1))},
             {"runA", ui::fromCore(runs.at(0))},
             {"runB", ui::fromCore(runs.at(1))}};
  }
  m_tasks = std::make_unique<ui::WorkspaceTasks>(m_sample.folder());
  m_page.setWorkspace(m_tasks.get());
  m_page.restoreViewState(state); // before anything is known of the workspace
  EXPECT_EQ(m_page.viewState(), state);
  auto workspace = m_sample.open();
  const auto changes = store::RunStore(workspace).newerThan(0);
  m_datasets.apply(changes);
  m_runs.apply(changes);
  EXPECT_TRUE(eventually([&] { return shown("recommendationsBView").size() == 10; }));
  EXPECT_EQ(m_page.viewState(), state);
}

TEST_F(ListenersPageTest, aDatasetFileThatIsGoneIsToldAndThePageStaysUsable) {
  m_sample.importLog();
  open();
  auto* edit = find<QLineEdit>("listenerSearchEdit");
  ASSERT_TRUE(eventually([&] { return edit->placeholderText().contains("among"); }));
  const QString id = ui::fromCore(listeners().front());
  std::filesystem::remove_all(m_sample.folder() / "datasets");
  show(id);
  ASSERT_TRUE(eventually([&] { return m_failures.size() == 1; }));
  EXPECT_TRUE(m_failures.front().contains("gone"));
  EXPECT_TRUE(edit->isEnabled());
}

} // namespace
