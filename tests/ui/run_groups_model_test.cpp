#include "ui/models/run_groups_model.h"
#include "ui/models/runs_filter_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>

namespace {

using namespace skipscope;
using store::RunState;
using ui::RunGroupsModel;
using ui::RunsFilterModel;
using ui::RunsModel;

/// Seeds 1 … of a configuration: number = 10 × configuration + seed.
store::Run makeRun(int configuration, int seed, RunState state = RunState::Queued, double accuracy = 0) {
  store::Run run;
  run.number = 10 * configuration + seed;
  run.id = "id" + std::to_string(run.number);
  run.state = state;
  run.experiments = {"Inputs"};
  run.dataset = "radio";
  run.fingerprint = "print";
  run.configuration.negativeCount = configuration;
  run.configurationHash = "hash" + std::to_string(configuration);
  run.seed = static_cast<std::uint64_t>(seed);
  if (state == RunState::Finished)
    run.test["accuracy"] = accuracy;
  return run;
}

class RunGroupsTest : public testing::Test {
protected:
  void apply(std::vector<store::Run> runs) {
    store::Changes changes;
    changes.runs = std::move(runs);
    m_runs.apply(changes);
  }
  QString cell(const QAbstractItemModel& model, int row, const char* key) const {
    return model.index(row, m_runs.columnOf(key)).data().toString();
  }
  QString cell(int row, const char* key) const { return cell(m_groups, row, key); }

  RunsModel m_runs;
  RunGroupsModel m_groups{&m_runs};
  RunsFilterModel m_filtered{&m_runs};
  QAbstractItemModelTester m_groupsTester{&m_groups, QAbstractItemModelTester::FailureReportingMode::Fatal};
  QAbstractItemModelTester m_filterTester{&m_filtered, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(RunGroupsTest, seedsOfAConfigurationAreOneRowWithMeanAndInterval) {
  apply({makeRun(1, 1, RunState::Finished, 0.70), makeRun(1, 2, RunState::Finished, 0.72),
         makeRun(2, 1, RunState::Finished, 0.65), makeRun(1, 3, RunState::Running), makeRun(3, 1)});
  ASSERT_EQ(m_groups.rowCount(), 3);
  EXPECT_EQ(cell(0, "state"), "2 of 3");
  EXPECT_EQ(cell(0, "seed"), "1, 2, 3");
  EXPECT_EQ(cell(0, "negatives.count"), "1");
  EXPECT_EQ(cell(0, "progress"), "1 running, 2 finished");
  // s = 0.0141421, t(1) = 12.7062: half width 12.7062 × s / √2 = 0.127
  EXPECT_EQ(cell(0, "accuracy"), QStringLiteral("0.710 ± 0.127"));
  EXPECT_EQ(cell(1, "accuracy"), "0.650") << "one seed has no interval";
  EXPECT_EQ(cell(2, "accuracy"), "");
  EXPECT_EQ(m_groups.index(0, 0).data(RunsModel::IdsRole).toStringList(),
            QStringList({"id11", "id12", "id13"}));
  EXPECT_EQ(m_groups.index(0, 0).data(RunsModel::StateRole).toInt(), static_cast<int>(RunState::Running));
  EXPECT_EQ(m_groups.rowOf("id21"), 1);
  EXPECT_EQ(m_groups.rowOf("id99"), -1);
}

TEST_F(RunGroupsTest, theSameConfigurationOnAnotherLogIsAnotherRow) {
  store::Run other = makeRun(1, 2);
  other.fingerprint = "other";
  apply({makeRun(1, 1), other});
  EXPECT_EQ(m_groups.rowCount(), 2);
}

TEST_F(RunGroupsTest, followsRunsThatComeChangeAndGo) {
  m_filtered.setSourceModel(&m_groups);
  apply({makeRun(1, 1), makeRun(2, 1)});
  apply({makeRun(1, 2), makeRun(3, 1)});
  ASSERT_EQ(m_filtered.rowCount(), 3);
  EXPECT_EQ(cell(m_filtered, 0, "state"), "0 of 2");
  apply({makeRun(1, 2, RunState::Finished, 0.7)});
  EXPECT_EQ(cell(m_filtered, 0, "state"), "1 of 2");
  EXPECT_EQ(cell(m_filtered, 0, "accuracy"), "0.700");
  store::Run gone = makeRun(2, 1);
  gone.deleted = true;
  apply({gone});
  ASSERT_EQ(m_filtered.rowCount(), 2);
  EXPECT_EQ(m_groups.rowOf("id31"), 1);
  gone = makeRun(1, 1);
  gone.deleted = true;
  apply({gone});
  EXPECT_EQ(cell(m_filtered, 0, "state"), "1 of 1");
  m_runs.clear();
  EXPECT_EQ(m_filtered.rowCount(), 0);
}

TEST_F(RunGroupsTest, theFilterKeepsWholeGroupsAndSortingGoesByTheMean) {
  apply({makeRun(1, 1, RunState::Finished, 0.60), makeRun(1, 2, RunState::Finished, 0.80), makeRun(2, 1),
         makeRun(3, 1, RunState::Finished, 0.75)});
  m_filtered.setSourceModel(&m_groups);
  m_filtered.sort(m_runs.columnOf("accuracy"), Qt::DescendingOrder);
  EXPECT_EQ(cell(m_filtered, 0, "negatives.count"), "3");
  EXPECT_EQ(cell(m_filtered, 1, "negatives.count"), "1");
  EXPECT_EQ(cell(m_filtered, 2, "negatives.count"), "2") << "without a number, so last";
  EXPECT_EQ(m_filtered.setExpression("accuracy>0.77"), "");
  ASSERT_EQ(m_filtered.rowCount(), 1);
  EXPECT_EQ(cell(m_filtered, 0, "state"), "2 of 2") << "its other seed still counts";
  EXPECT_EQ(m_filtered.setExpression(""), "");
  apply({makeRun(1, 2, RunState::Finished, 0.95)});
  EXPECT_EQ(cell(m_filtered, 0, "negatives.count"), "1") << "its mean has risen";
  EXPECT_EQ(m_filtered.setExpression("accuracy>0.77"), "");
  m_filtered.setSourceModel(&m_runs);
  EXPECT_EQ(m_filtered.rowCount(), 1);
  EXPECT_EQ(cell(m_filtered, 0, "seed"), "2");
}

} // namespace
