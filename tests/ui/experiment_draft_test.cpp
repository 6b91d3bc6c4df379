#include "core/error.h"
#include "core/listening/import.h"
#include "core/listening/simulator.h"
#include "core/store/queue.h"
#include "core/store/worker_lock.h"
#include "tests/ui/sample_workspace.h"
#include "ui/models/experiment_draft.h"

#include <gtest/gtest.h>

#include <fstream>

namespace {

using namespace skipscope;
using ui::ExperimentDraft;

class ExperimentDraftTest : public testing::Test {
protected:
  ExperimentDraftTest() {
    m_draft.setDataset("radio");
    m_draft.setExperiment("Inputs");
  }
  ExperimentDraft m_draft;
};

TEST_F(ExperimentDraftTest, beginsWithOneValidConfiguration) {
  const auto checked = m_draft.check();
  EXPECT_TRUE(checked.problems.empty()) << checked.problems.begin()->second;
  EXPECT_EQ(checked.configurations, 1);
  EXPECT_EQ(checked.seeds, 1);
  EXPECT_EQ(m_draft.request().configurations.size(), 1U);
}

TEST_F(ExperimentDraftTest, countsEveryCombinationOfSweptFields) {
  m_draft.setText("inputs", "like/like,dislike/like,dislike,skip");
  m_draft.setText("negatives.count", "1, 4");
  m_draft.setSeeds("1..5");
  const auto checked = m_draft.check();
  EXPECT_EQ(checked.configurations, 6);
  EXPECT_EQ(checked.seeds, 5);
  EXPECT_EQ(m_draft.request().configurations.size(), 6U);
  EXPECT_EQ(m_draft.request().seeds.size(), 5U);
}

TEST_F(ExperimentDraftTest, combinationsThatMeanTheSameCountOnce) {
  m_draft.setText("negatives.strategy", "real,random");
  m_draft.setText("negatives.count", "1,4,16"); // does not act under real
  EXPECT_EQ(m_draft.check().configurations, 4);
  EXPECT_EQ(m_draft.request().configurations.size(), 4U);
}

TEST_F(ExperimentDraftTest, aFieldIsGreyedOnlyWhereItActsInNoConfiguration) {
  m_draft.setText("negatives.strategy", "real");
  EXPECT_EQ(m_draft.check().inactive.count("negatives.count"), 1U);
  m_draft.setText("negatives.strategy", "real,random");
  EXPECT_EQ(m_draft.check().inactive.count("negatives.count"), 0U);
}

TEST_F(ExperimentDraftTest, aPresetOfOneBlockFillsTheFields) {
  m_draft.setText("model.heads", "1");
  experiment::SweepBlock block;
  block.set.emplace_back("model.dimension", "32");
  block.sweep.emplace_back("inputs", std::vector<std::string>{"like", "like,skip"});
  m_draft.usePreset({block});
  EXPECT_EQ(m_draft.text("model.dimension"), "32");
  EXPECT_EQ(m_draft.text("inputs"), "like/like,skip");
  EXPECT_FALSE(m_draft.keepsBlocks());
  EXPECT_EQ(m_draft.check().configurations, 2);
  const auto preset = m_draft.asPreset();
  ASSERT_EQ(preset.size(), 1U);
  EXPECT_EQ(experiment::expand({}, preset).size(), 2U);
}

TEST_F(ExperimentDraftTest, severalBlocksAreKeptAndTheOtherFieldsActOnAll) {
  experiment::SweepBlock random, real;
  random.sweep.emplace_back("negatives.strategy", std::vector<std::string>{"random"});
  random.sweep.emplace_back("negatives.count", std::vector<std::string>{"1", "4"});
  real.set.emplace_back("negatives.strategy", "real");
  m_draft.usePreset({random, real});
  EXPECT_TRUE(m_draft.keepsBlocks());
  EXPECT_EQ(m_draft.text("negatives.strategy"), "random, real");
  auto checked = m_draft.check();
  EXPECT_TRUE(checked.problems.empty());
  EXPECT_EQ(checked.configurations, 3); // not the 4 of every combination
  EXPECT_EQ(checked.inactive.count("negatives.count"), 1U);
  m_draft.setText("model.dimension", "16, 32");
  EXPECT_EQ(m_draft.check().configurations, 6);
  EXPECT_EQ(m_draft.request().configurations.size(), 6U);
  EXPECT_EQ(experiment::expand({}, m_draft.asPreset()).size(), 6U);
  m_draft.keepBlocks({});                       // own settings
  EXPECT_EQ(m_draft.check().configurations, 6); // random 1 and 4, real: three, times two
}

TEST_F(ExperimentDraftTest, saysWhatIsWrongWithWhichField) {
  m_draft.setText("negatives.count", "1,many");
  m_draft.setText("model.dropout", "2");
  m_draft.setSeeds("one");
  m_draft.setExperiment("");
  m_draft.setDataset("");
  const auto problems = m_draft.check().problems;
  for (const char* key : {"negatives.count", "model.dropout", "seeds", "experiment", "dataset"})
    EXPECT_EQ(problems.count(key), 1U) << key;
  EXPECT_EQ(problems.size(), 5U);
  EXPECT_THROW(m_draft.request(), core::UsageError);
}

TEST_F(ExperimentDraftTest, findsCombinationsThatCannotRun) {
  m_draft.setText("model.dimension", "32,64");
  m_draft.setText("model.heads", "3");
  EXPECT_FALSE(m_draft.check().problems.empty());
  EXPECT_THROW(m_draft.request(), core::UsageError);
}

TEST_F(ExperimentDraftTest, refusesMoreConfigurationsThanAnybodyMeans) {
  m_draft.setText("negatives.count", "1,2,3,4,5,6,7,8,9,10,11,12");
  m_draft.setText("model.dimension", "8,16,24,32,40,48,56,64,72,80");
  m_draft.setText("model.max_length", "10,20,30,40,50,60,70,80,90,100");
  const auto checked = m_draft.check();
  EXPECT_FALSE(checked.problems.empty());
  EXPECT_EQ(checked.configurations, 0);
}

TEST_F(ExperimentDraftTest, aNameThatBelongsToAnotherDatasetIsAProblemOfTheName) {
  const tests::SampleWorkspace sample;
  sample.importLog("radio", 60);
  sample.importLog("other", 40);
  sample.launch("Inputs", {1}, "other");
  auto workspace = sample.open();
  const auto taken = m_draft.check(workspace, 1);
  ASSERT_TRUE(taken.problems.contains("experiment"));
  EXPECT_NE(taken.problems.at("experiment").find("other"), std::string::npos);
  m_draft.setDataset("other");
  EXPECT_TRUE(m_draft.check(workspace, 1).problems.empty());
}

TEST_F(ExperimentDraftTest, timeIsToldOnceARunOfTheKindHasFinished) {
  const tests::SampleWorkspace sample;
  sample.importLog();
  sample.launch("Inputs", {1});
  auto workspace = sample.open();
  EXPECT_FALSE(m_draft.check(workspace, 1).time);
  const store::WorkerLock worker(workspace);
  store::Queue queue(workspace);
  const auto claim = queue.claim(worker);
  ASSERT_TRUE(claim);
  store::Progress progress;
  progress.step = progress.maxSteps = 10;
  progress.targets = 100;
  progress.trainSeconds = 1;
  ASSERT_TRUE(queue.finish(*claim, progress, 10, {}, {}, ""));
  m_draft.setText("model", experiment::fieldText(claim->run.configuration, "model"));
  EXPECT_TRUE(m_draft.check(workspace, 1).time);
}

TEST_F(ExperimentDraftTest, aLogWithoutLikesHasNothingToLearnLikesFrom) {
  const tests::SampleWorkspace sample;
  const auto file = sample.folder().parent_path() / "plays.csv";
  {
    listening::SimulatorSettings settings;
    settings.listeners = 20;
    settings.songs = 40;
    settings.eventsPerListener = 20;
    settings.neverVoteShare = 1;
    std::ofstream log(file, std::ios::binary);
    listening::simulateLog(settings, log, nullptr, {}, {});
  }
  listening::ImportRequest request;
  request.files = {file.string()};
  auto workspace = sample.open();
  workspace.addDataset(listening::readLog(request, {}, {}), "radio", {}, {});
  EXPECT_TRUE(m_draft.check(workspace, 1).problems.contains("dataset"));
  m_draft.setText("inputs", "listen");
  m_draft.setText("targets.positive", "listen");
  EXPECT_FALSE(m_draft.check(workspace, 1).problems.contains("dataset"));
}

} // namespace
