#include "ui/models/run_groups_model.h"
#include "ui/models/runs_filter_model.h"
#include "ui/models/runs_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace {

using namespace skipscope;
using store::RunState;
using ui::RunsFilterModel;
using ui::RunsModel;

store::Run makeRun(std::int64_t number, RunState state = RunState::Queued) {
  store::Run run;
  run.number = number;
  run.id = "00000000-0000-0000-0000-00000000000" + std::to_string(number);
  run.state = state;
  run.experiments = {"Inputs"};
  run.dataset = "radio";
  run.seed = static_cast<std::uint64_t>(number);
  return run;
}

store::Changes changesOf(std::vector<store::Run> runs) {
  store::Changes changes;
  changes.runs = std::move(runs);
  return changes;
}

class RunsModelTest : public testing::Test {
protected:
  QString cell(int row, const char* key) const {
    return m_model.index(row, m_model.columnOf(key)).data().toString();
  }

  RunsModel m_model;
  RunsFilterModel m_filtered{&m_model};
  QAbstractItemModelTester m_modelTester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
  QAbstractItemModelTester m_filterTester{&m_filtered, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(RunsModelTest, newRunsStandInCreationOrder) {
  m_model.apply(changesOf({makeRun(3), makeRun(1), makeRun(2)}));
  ASSERT_EQ(m_model.rowCount(), 3);
  EXPECT_EQ(cell(0, "seed"), "1");
  EXPECT_EQ(cell(2, "seed"), "3");
}

TEST_F(RunsModelTest, rowsMadeBeforehandAreTheSame) {
  store::Run binned = makeRun(4);
  binned.deleted = true;
  const store::Changes changes = changesOf({makeRun(3), binned, makeRun(1), makeRun(2)});
  m_model.apply(changes, ui::makeRunRows(changes.runs, ui::runColumns()));
  RunsModel itself;
  itself.apply(changes);
  ASSERT_EQ(m_model.rowCount(), 3);
  ASSERT_EQ(itself.rowCount(), 3);
  for (int row = 0; row < 3; ++row) {
    EXPECT_EQ(m_model.run(row).number, row + 1);
    EXPECT_EQ(m_model.filterColumns(row), itself.filterColumns(row));
  }
  m_model.apply(changesOf({binned, makeRun(5)}));
  EXPECT_EQ(m_model.rowCount(), 4);
}

TEST_F(RunsModelTest, aChangedRunKeepsItsRow) {
  m_model.apply(changesOf({makeRun(1), makeRun(2)}));
  const QSignalSpy changed(&m_model, &QAbstractItemModel::dataChanged);
  store::Run running = makeRun(1, RunState::Running);
  running.progress.step = 25;
  running.progress.maxSteps = 100;
  running.progress.trainSeconds = 10;
  m_model.apply(changesOf({running}));
  EXPECT_EQ(changed.count(), 1);
  EXPECT_EQ(cell(0, "state"), "Running");
  EXPECT_EQ(cell(0, "progress"), QStringLiteral("25 % · ≤ 30 s left"));
  EXPECT_EQ(m_model.count(RunState::Running), 1);
}

TEST_F(RunsModelTest, aDeletedRunGoesAndARestoredOneComesBack) {
  m_model.apply(changesOf({makeRun(1), makeRun(2), makeRun(3)}));
  store::Run second = makeRun(2);
  second.deleted = true;
  m_model.apply(changesOf({second}));
  EXPECT_EQ(m_model.rowCount(), 2);
  EXPECT_EQ(m_model.rowOf(QString::fromStdString(second.id)), -1);
  EXPECT_EQ(m_model.rowOf(QString::fromStdString(makeRun(3).id)), 1);
  second.deleted = false;
  m_model.apply(changesOf({second}));
  EXPECT_EQ(m_model.rowCount(), 3);
  store::Changes emptied;
  emptied.removedRuns = {makeRun(1).id, second.id};
  m_model.apply(emptied);
  EXPECT_EQ(m_model.rowCount(), 1);
  m_model.clear();
  EXPECT_EQ(m_model.rowCount(), 0);
}

TEST_F(RunsModelTest, manyRunsGoAtOnceWhereverTheyStand) {
  const ui::RunGroupsModel groups(&m_model);
  std::vector<store::Run> runs, oneInThree, middle;
  for (int number = 1; number <= 300; ++number) {
    runs.push_back(makeRun(number));
    runs.back().configurationHash = std::to_string(number % 7);
    auto& going = number % 3 == 0 ? oneInThree : middle;
    if (number % 3 == 0 || (number >= 100 && number < 200)) {
      going.push_back(runs.back());
      going.back().deleted = true;
    }
  }
  const auto consistent = [&](int count) {
    EXPECT_EQ(m_model.rowCount(), count);
    EXPECT_EQ(m_filtered.rowCount(), count);
    int grouped = 0;
    for (int row = 0; row < groups.rowCount(); ++row)
      grouped += static_cast<int>(groups.index(row, 0).data(RunsModel::IdsRole).toStringList().size());
    EXPECT_EQ(grouped, count);
    for (int row = 0; row < m_model.rowCount(); ++row)
      EXPECT_EQ(m_model.rowOf(QString::fromStdString(m_model.run(row).id)), row);
  };
  m_model.apply(changesOf(runs));
  consistent(300);
  m_model.apply(changesOf(oneInThree));
  consistent(200);
  EXPECT_EQ(m_model.rowOf(QString::fromStdString(makeRun(3).id)), -1);
  m_model.apply(changesOf(middle)); // neighbours now
  consistent(133);
  EXPECT_EQ(cell(66, "seed"), "200");
}

TEST_F(RunsModelTest, onlySettingsThatDifferAreWorthShowing) {
  store::Run other = makeRun(2);
  m_model.apply(changesOf({makeRun(1), other}));
  const int count = m_model.columnOf("negatives.count");
  ASSERT_GE(count, 0);
  EXPECT_FALSE(m_model.worthShowing(count));
  const QSignalSpy columns(&m_model, &RunsModel::columnsChanged);
  other = makeRun(3);
  other.configuration.negativeCount = 16;
  m_model.apply(changesOf({other}));
  EXPECT_EQ(columns.count(), 1);
  EXPECT_TRUE(m_model.worthShowing(count));
  EXPECT_FALSE(m_model.worthShowing(m_model.columnOf("model.dimension")));
  EXPECT_TRUE(m_model.worthShowing(m_model.columnOf("accuracy")));
  other.deleted = true;
  m_model.apply(changesOf({other}));
  EXPECT_FALSE(m_model.worthShowing(count));
}

TEST_F(RunsModelTest, numbersSortAsNumbersAndMissingOnesComeLast) {
  std::vector<store::Run> runs = {makeRun(1), makeRun(2), makeRun(3), makeRun(4)};
  runs[0].test["accuracy"] = 0.7;
  runs[1].test["accuracy"] = 0.65;
  runs[3].test["accuracy"] = 0.71;
  m_model.apply(changesOf(runs));
  const int accuracy = m_model.columnOf("accuracy");
  const auto seeds = [&] {
    QString all;
    for (int row = 0; row < m_filtered.rowCount(); ++row)
      all += m_filtered.index(row, m_model.columnOf("seed")).data().toString();
    return all;
  };
  m_filtered.sort(accuracy, Qt::AscendingOrder);
  EXPECT_EQ(seeds(), "2143");
  m_filtered.sort(accuracy, Qt::DescendingOrder);
  EXPECT_EQ(seeds(), "4123");
}

TEST_F(RunsModelTest, filterComparesAndSearchesWords) {
  std::vector<store::Run> runs = {makeRun(1, RunState::Finished), makeRun(2), makeRun(3)};
  runs[0].test["accuracy"] = 0.72;
  runs[0].configuration.strategy = experiment::NegativeStrategy::Hardest;
  runs[1].configuration.strategy = experiment::NegativeStrategy::Hardest;
  m_model.apply(changesOf(runs));
  EXPECT_EQ(m_filtered.setExpression("hardest"), "");
  EXPECT_EQ(m_filtered.rowCount(), 2);
  EXPECT_EQ(m_filtered.setExpression("hardest accuracy>0.7"), "");
  EXPECT_EQ(m_filtered.rowCount(), 1);
  EXPECT_EQ(m_filtered.setExpression(""), "");
  EXPECT_EQ(m_filtered.rowCount(), 3);
}

TEST_F(RunsModelTest, tagsAndNotesAreColumnsOnceThereAreSomeAndAreFiltered) {
  m_model.apply(changesOf({makeRun(1), makeRun(2)}));
  const auto shown = [&](const char* key) { return m_model.worthShowing(m_model.columnOf(key)); };
  EXPECT_FALSE(shown("tags"));
  EXPECT_FALSE(shown("note"));
  const QSignalSpy columns(&m_model, &RunsModel::columnsChanged);
  store::Run marked = makeRun(2);
  marked.tags = {"best", "night"};
  marked.note = "for the\ntalk";
  m_model.apply(changesOf({marked}));
  EXPECT_EQ(columns.count(), 1);
  EXPECT_TRUE(shown("tags"));
  EXPECT_TRUE(shown("note"));
  EXPECT_EQ(cell(1, "tags"), "best, night");
  EXPECT_EQ(cell(1, "note"), "for the talk");
  m_filtered.setExpression("night");
  EXPECT_EQ(m_filtered.rowCount(), 1);
  m_filtered.setExpression("talk");
  EXPECT_EQ(m_filtered.rowCount(), 1);
  m_model.apply(changesOf({makeRun(2)}));
  EXPECT_FALSE(shown("tags"));
  EXPECT_EQ(m_filtered.rowCount(), 0);
}

TEST_F(RunsModelTest, aRunOfTwoExperimentsIsFoundByEach) {
  store::Run run = makeRun(2);
  run.experiments = {"Inputs", "Negatives"};
  m_model.apply(changesOf({makeRun(1), run}));
  m_filtered.setExpression("experiment=Inputs");
  EXPECT_EQ(m_filtered.rowCount(), 2);
  m_filtered.setExpression("experiment=Negatives");
  EXPECT_EQ(m_filtered.rowCount(), 1);
}

TEST_F(RunsModelTest, aBrokenFilterIsToldAndChangesNothing) {
  m_model.apply(changesOf({makeRun(1), makeRun(2)}));
  m_filtered.setExpression("seed=1");
  ASSERT_EQ(m_filtered.rowCount(), 1);
  EXPECT_NE(m_filtered.setExpression("\"open"), "");
  EXPECT_EQ(m_filtered.rowCount(), 1);
}

TEST_F(RunsModelTest, aFilteredRowAppearsWhenItBeginsToMatch) {
  m_model.apply(changesOf({makeRun(1), makeRun(2)}));
  m_filtered.setExpression("state=running");
  EXPECT_EQ(m_filtered.rowCount(), 0);
  m_model.apply(changesOf({makeRun(2, RunState::Running)}));
  EXPECT_EQ(m_filtered.rowCount(), 1);
}

} // namespace
