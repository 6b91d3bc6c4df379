#include "core/store/queue.h"
#include "tests/ui/fresh_settings.h"
#include "tests/ui/sample_workspace.h"
#include "ui/main_window.h"
#include "ui/models/display_text.h"
#include "ui/models/runs_model.h"
#include "ui/run_actions.h"
#include "ui/runs_dock.h"
#include "ui/settings.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTest>
#include <QUndoStack>
#include <numeric>

namespace {

using namespace skipscope;

constexpr int kPatienceMs = 20'000;

TEST(RunsDock, revealsTheFirstOfRunsThatAreYetToAppear) {
  const tests::FreshSettings fresh;
  const tests::SampleWorkspace sample;
  sample.importLog();
  {
    auto workspace = sample.open();
    store::Queue(workspace).setPaused(true);
  }
  std::vector<std::uint64_t> seeds(30);
  std::iota(seeds.begin(), seeds.end(), 1);
  const auto launched = sample.launch("Many", seeds);
  ui::MainWindow window;
  window.show();
  auto* dock = window.findChild<ui::RunsDock*>();
  auto* table = window.findChild<QTableView*>("runsView");
  for (const int row : {0, 12}) {
    window.openWorkspace(ui::fromCore(sample.folder().string()),
                         [&] { dock->reveal(ui::fromCore(launched.added[static_cast<std::size_t>(row)])); });
    EXPECT_TRUE(QTest::qWaitFor([&] { return table->model()->rowCount() == 30 && table->rowAt(2) == row; },
                                kPatienceMs))
        << "row " << table->rowAt(2) << " is on top instead of " << row;
    window.closeWorkspace();
  }
}

TEST(RunsDock, tellsWhyItIsEmpty) {
  const tests::FreshSettings fresh;
  ui::RunsModel runs;
  ui::Settings settings;
  QUndoStack undo;
  ui::RunActions actions(&runs, &undo);
  ui::RunsDock dock(&runs, &actions, &settings);
  const auto* empty = dock.findChild<QLabel*>("runsEmptyLabel");
  EXPECT_TRUE(empty->text().contains("No runs yet"));
  store::Changes changes;
  changes.runs.resize(2);
  changes.runs[0].id = "one";
  changes.runs[1].id = "two";
  dock.findChild<QLineEdit*>("filterEdit")->setText("nothing");
  runs.apply(changes);
  EXPECT_TRUE(empty->text().contains("No run matches"));
  dock.findChild<QLineEdit*>("filterEdit")->clear();
  for (store::Run& run : changes.runs)
    run.deleted = true;
  runs.apply(changes);
  EXPECT_TRUE(empty->text().contains("No runs yet"));
}

} // namespace
