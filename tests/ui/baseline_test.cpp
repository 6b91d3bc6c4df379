// The pinned baseline: what is computed, what the runs tables show, what a person does.

#include "core/store/annotations.h"
#include "core/store/run_store.h"
#include "tests/ui/fresh_settings.h"
#include "tests/ui/sample_workspace.h"
#include "ui/main_window.h"
#include "ui/models/baseline_differences.h"
#include "ui/models/run_groups_model.h"
#include "ui/models/runs_filter_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QAction>
#include <QTableView>
#include <QTest>

namespace {

using namespace skipscope;
using store::RunState;
using ui::BaselineDifference;
using ui::BaselineDifferences;
using ui::BaselineQuestion;
using ui::RunsModel;

constexpr int kPatienceMs = 20'000;

store::Run makeRun(int configuration, int seed, RunState state = RunState::Finished) {
  store::Run run;
  run.number = 10 * configuration + seed;
  run.id = "id" + std::to_string(run.number);
  run.state = state;
  run.experiments = {"Inputs"};
  run.fingerprint = "print";
  run.configuration.negativeCount = configuration;
  run.configurationHash = "hash" + std::to_string(configuration);
  run.seed = static_cast<std::uint64_t>(seed);
  return run;
}

BaselineDifference makeDifference(double difference, double corrected, int seeds) {
  BaselineDifference made;
  made.comparison.difference = difference;
  made.comparison.low = difference - 0.01;
  made.comparison.high = difference + 0.01;
  made.comparison.baselineSeeds = made.comparison.seeds = seeds;
  made.corrected = corrected;
  made.family = seeds > 1 ? 2 : 0;
  return made;
}

class BaselineModelTest : public testing::Test {
protected:
  void SetUp() override {
    store::Changes changes;
    changes.runs = {makeRun(1, 1), makeRun(1, 2), makeRun(2, 1, RunState::Queued),
                    makeRun(2, 2), makeRun(3, 1), makeRun(4, 1)};
    m_runs.apply(changes);
  }
  void pin(const std::string& hash) {
    store::Changes changes;
    changes.baselines = {{"print", hash, 1}};
    m_runs.apply(changes);
  }
  void answer(std::map<BaselineDifferences::Key, BaselineDifference> answers) {
    m_runs.setDifferences(std::make_shared<const BaselineDifferences>(
        BaselineDifferences{m_runs.baselineQuestion(), std::move(answers), true}));
  }
  QString cell(const QAbstractItemModel& model, int row, int role = Qt::DisplayRole) const {
    return model.index(row, m_runs.columnOf("difference")).data(role).toString();
  }

  RunsModel m_runs;
  ui::RunGroupsModel m_groups{&m_runs};
  ui::RunsFilterModel m_filtered{&m_runs};
  QAbstractItemModelTester m_tester{&m_runs, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(BaselineModelTest, theColumnIsThereOnceSomethingIsPinned) {
  const int column = m_runs.columnOf("difference");
  EXPECT_FALSE(m_runs.worthShowing(column));
  pin("hash1");
  EXPECT_TRUE(m_runs.worthShowing(column));
  EXPECT_EQ(cell(m_runs, 0), "Baseline");
  EXPECT_EQ(cell(m_runs, 1), "Baseline");
  EXPECT_EQ(cell(m_runs, 3), "") << "not computed yet";
  pin("");
  EXPECT_FALSE(m_runs.worthShowing(column));
  EXPECT_EQ(cell(m_runs, 0), "");
}

TEST_F(BaselineModelTest, differencesStandWithTheirIntervalOnFinishedRunsOnly) {
  pin("hash1");
  answer({{{"print", "hash2"}, makeDifference(0.02, 0.01, 2)},
          {{"print", "hash3"}, makeDifference(-0.02, 0.2, 2)},
          {{"print", "hash4"}, makeDifference(0.005, 0, 1)}});
  EXPECT_EQ(cell(m_runs, 2), "") << "queued";
  EXPECT_EQ(cell(m_runs, 3), "+0.020 [+0.010, +0.030] *");
  EXPECT_EQ(cell(m_runs, 4), "-0.020 [-0.030, -0.010]") << "no star without significance";
  EXPECT_EQ(cell(m_runs, 5), "+0.005 [-0.005, +0.015] these runs");
  EXPECT_THAT(cell(m_runs, 3, Qt::ToolTipRole).toStdString(), testing::HasSubstr("Holm"));
  EXPECT_THAT(cell(m_runs, 5, Qt::ToolTipRole).toStdString(), testing::HasSubstr("not known"));

  ASSERT_EQ(m_groups.rowCount(), 4);
  EXPECT_EQ(cell(m_groups, 0), "Baseline");
  EXPECT_EQ(cell(m_groups, 1), "+0.020 [+0.010, +0.030] *") << "of the run that has finished";
  EXPECT_EQ(m_groups.index(2, m_runs.columnOf("difference")).data(RunsModel::SortRole).toDouble(), -0.02);
}

TEST_F(BaselineModelTest, filtersKnowTheDifferenceAndTheBaseline) {
  pin("hash1");
  answer({{{"print", "hash2"}, makeDifference(0.02, 0.01, 2)},
          {{"print", "hash3"}, makeDifference(-0.02, 0.2, 2)}});
  m_filtered.setExpression("difference>0.01");
  EXPECT_EQ(m_filtered.rowCount(), 1);
  m_filtered.setExpression("difference=baseline");
  EXPECT_EQ(m_filtered.rowCount(), 2);
}

TEST_F(BaselineModelTest, differencesToWhatWasPinnedBeforeAreNotShown) {
  pin("hash1");
  answer({{{"print", "hash2"}, makeDifference(0.02, 0.01, 2)},
          {{"print", "hash3"}, makeDifference(-0.02, 0.2, 2)}});
  pin("hash2");
  EXPECT_EQ(cell(m_runs, 3), "Baseline");
  EXPECT_EQ(cell(m_runs, 4), "");
}

class BaselineDifferencesTest : public testing::Test {
protected:
  void SetUp() override {
    experiment::Configuration likeRate;
    likeRate.model = experiment::ModelKind::LikeRate;
    experiment::Configuration trained;
    trained.dimension = 8;
    trained.blocks = 1;
    trained.maxSteps = 20;
    trained.minSteps = 10;
    for (const auto& configuration : {tests::SampleWorkspace::popularity(), likeRate, trained})
      m_sample.finished("Models", {1, 2}, configuration);
  }
  /// Against popularity, as the window asks.
  BaselineQuestion question(const store::Workspace& workspace) const {
    auto copy = store::Workspace::open(workspace.folder());
    const store::RunStore store(copy);
    store::Changes changes = store.newerThan(-1);
    changes.baselines = {{changes.runs[0].fingerprint, changes.runs[0].configurationHash, 1}};
    RunsModel runs;
    runs.apply(changes);
    return runs.baselineQuestion();
  }

  tests::SampleWorkspace m_sample;
};

TEST_F(BaselineDifferencesTest, areThoseOfTheStoredOutcomesWithHolmsCorrection) {
  auto workspace = m_sample.open();
  const auto asked = question(workspace);
  ASSERT_EQ(asked.configurations.size(), 3U);
  const BaselineDifferences found = ui::compareWithBaselines(workspace, asked, nullptr, 10);
  EXPECT_TRUE(found.complete);
  ASSERT_EQ(found.answers.size(), 2U) << "not of the baseline with itself";

  const store::RunStore store(workspace);
  const auto runs = store.runs();
  const auto accuracies = [&](std::size_t first) {
    std::vector<evaluation::ListenerValues> seeds;
    for (std::size_t run = first; run < first + 2; ++run)
      seeds.push_back(evaluation::listenerValues(*store.outcomes(runs[run].id), "accuracy", 5));
    return seeds;
  };
  const auto likeRate = evaluation::compare(accuracies(0), accuracies(2));
  const auto trained = evaluation::compare(accuracies(0), accuracies(4));
  const auto& ofLikeRate = found.answers.at({runs[2].fingerprint, runs[2].configurationHash});
  const auto& ofTrained = found.answers.at({runs[4].fingerprint, runs[4].configurationHash});
  EXPECT_EQ(ofLikeRate.comparison.difference, likeRate.difference);
  EXPECT_EQ(ofTrained.comparison.low, trained.low);
  const auto corrected = evaluation::holm({likeRate.p, trained.p});
  EXPECT_EQ(ofLikeRate.corrected, corrected[0]);
  EXPECT_EQ(ofTrained.corrected, corrected[1]);
  EXPECT_EQ(ofTrained.family, 2);
}

TEST_F(BaselineDifferencesTest, comeAFewAtATimeAndKeepWhatIsKnown) {
  auto workspace = m_sample.open();
  const auto asked = question(workspace);
  BaselineDifferences first = ui::compareWithBaselines(workspace, asked, nullptr, 1);
  EXPECT_FALSE(first.complete);
  ASSERT_EQ(first.answers.size(), 1U);
  const auto key = first.answers.begin()->first;
  EXPECT_EQ(first.answers.at(key).family, 0) << "a part of the family is not corrected";
  EXPECT_FALSE(first.answers.at(key).significant());
  EXPECT_TRUE(ui::differenceTooltip(first.answers.at(key)).contains("not yet corrected"));
  first.answers.begin()->second.comparison.difference = 7; // to know it again
  const BaselineDifferences second = ui::compareWithBaselines(workspace, asked, &first, 1);
  EXPECT_TRUE(second.complete);
  EXPECT_EQ(second.answers.size(), 2U);
  EXPECT_EQ(second.answers.at(key).comparison.difference, 7);
  EXPECT_EQ(second.answers.at(key).family, 2);

  m_sample.finished("Models", {3});
  const BaselineDifferences third = ui::compareWithBaselines(workspace, question(workspace), &second, 10);
  EXPECT_NE(third.answers.at(key).comparison.difference, 7) << "the baseline has a seed more";
  EXPECT_EQ(third.answers.at(key).comparison.baselineSeeds, 3);
}

TEST_F(BaselineDifferencesTest, thePinIsSetAndUndoneInTheWindow) {
  const tests::FreshSettings fresh;
  ui::MainWindow window;
  window.show();
  window.openWorkspace(QString::fromStdString(m_sample.folder().string()));
  auto* table = window.findChild<QTableView*>("runsView");
  const auto eventually = [](const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, kPatienceMs);
  };
  ASSERT_TRUE(eventually([&] { return table->model()->rowCount() == 6; }));
  auto* pin = window.findChild<QAction*>("pinBaselineAction");
  EXPECT_FALSE(pin->isEnabled()) << "no run is chosen";
  const int column = window.findChild<RunsModel*>()->columnOf("difference");
  const auto cell = [&](int row) { return table->model()->index(row, column).data().toString(); };
  EXPECT_TRUE(table->isColumnHidden(column));
  table->selectAll();
  EXPECT_FALSE(pin->isEnabled()) << "of several configurations";
  table->selectRow(0);
  EXPECT_FALSE(pin->isChecked());
  pin->trigger();
  EXPECT_TRUE(eventually([&] { return cell(0) == "Baseline" && cell(4).contains('['); }));
  EXPECT_FALSE(table->isColumnHidden(column));
  EXPECT_TRUE(pin->isChecked());
  EXPECT_EQ(store::Annotations(*std::make_unique<store::Workspace>(m_sample.open())).baselines().size(), 1U);
  window.findChild<QAction*>("undoAction")->trigger();
  EXPECT_TRUE(eventually([&] { return table->isColumnHidden(column) && cell(4).isEmpty(); }));
  EXPECT_FALSE(pin->isChecked());
}

} // namespace
