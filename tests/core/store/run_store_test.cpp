#include "core/error.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace skipscope::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

LaunchRequest request(const std::string& experiment, int configurationCount = 1,
                      std::vector<std::uint64_t> seeds = {1}) {
  LaunchRequest made;
  made.experiment = experiment;
  made.dataset = "tiny";
  made.configurations = configurations(configurationCount);
  made.seeds = std::move(seeds);
  return made;
}

TEST_F(StoreTest, LaunchedRunsAreStoredWithAllThatDescribesThem) {
  Workspace workspace = open();
  RunStore store(workspace);
  LaunchRequest wanted = request("first", 1, {18446744073709551615ULL});
  wanted.configurations[0].inputs = {experiment::Feedback::Like, experiment::Feedback::Skip};
  wanted.priority = 3;
  const Launched launched = store.launch(wanted);
  ASSERT_EQ(launched.added.size(), 1U);
  const StoredRun run = store.run(launched.added[0]);
  const experiment::Configuration stored = experiment::canonical(wanted.configurations[0]);
  EXPECT_EQ(run.state, RunState::Queued);
  EXPECT_THAT(run.experiments, ElementsAre("first"));
  EXPECT_EQ(run.dataset, "tiny");
  EXPECT_EQ(run.fingerprint, std::string(32, 'a'));
  EXPECT_EQ(experiment::toJson(run.configuration), experiment::toJson(stored));
  EXPECT_EQ(run.configurationHash, experiment::configurationHash(stored));
  EXPECT_EQ(run.seed, 18446744073709551615ULL);
  EXPECT_EQ(run.identity, experiment::runIdentity(std::string(32, 'a'), stored, run.seed));
  EXPECT_EQ(run.priority, 3);
  EXPECT_EQ(run.attempt, 0);
  EXPECT_GT(run.createdMs, 0);
  EXPECT_EQ(run.startedMs, 0);
  EXPECT_TRUE(run.validation.empty());
  EXPECT_TRUE(run.test.empty());
  EXPECT_EQ(run.stamp, workspace.stamp());
}

TEST_F(StoreTest, CombinationsAreLaunchedOnceInTheOrderGiven) {
  Workspace workspace = open();
  RunStore store(workspace);
  LaunchRequest wanted = request("first", 2, {5, 3, 5});
  wanted.configurations.push_back(wanted.configurations[0]);
  EXPECT_EQ(store.countExisting(wanted), 0);
  EXPECT_EQ(store.launch(wanted).added.size(), 4U);
  std::vector<std::uint64_t> seeds;
  for (const StoredRun& run : store.runs())
    seeds.push_back(run.seed);
  EXPECT_THAT(seeds, ElementsAre(5, 3, 5, 3));
}

TEST_F(StoreTest, IdenticalRunIsReusedAndJoinsTheNewExperiment) {
  Workspace workspace = open();
  RunStore store(workspace);
  const std::string id = store.launch(request("first")).added.at(0);
  const std::int64_t stamp = workspace.stamp();
  EXPECT_EQ(store.countExisting(request("second", 1, {1, 2})), 1);
  const Launched again = store.launch(request("second", 1, {1, 2}));
  EXPECT_EQ(again.added.size(), 1U);
  EXPECT_THAT(again.reused, ElementsAre(id));
  EXPECT_THAT(store.run(id).experiments, ElementsAre("first", "second"));
  EXPECT_GT(store.run(id).stamp, stamp);
  EXPECT_EQ(store.runsOf("first").size(), 1U);
  EXPECT_EQ(store.runsOf("second").size(), 2U);
  EXPECT_EQ(store.runs().size(), 2U);
  // Threads do not change numbers, so they do not make another run.
  LaunchRequest threads = request("first");
  threads.configurations[0].threads = 2;
  EXPECT_THAT(store.launch(threads).reused, ElementsAre(id));
}

TEST_F(StoreTest, ReusedRunsThatWereStoppedAreCounted) {
  Workspace workspace = open();
  RunStore store(workspace);
  const auto ids = store.launch(request("first", 1, {1, 2, 3})).added;
  Queue(workspace).cancel({ids[1]});
  const Launched again = store.launch(request("second", 1, {1, 2, 3}));
  EXPECT_EQ(again.reused.size(), 3U);
  EXPECT_EQ(again.stopped, 1);
}

TEST_F(StoreTest, OneExperimentIsOnOneDataset) {
  Workspace workspace = open();
  RunStore store(workspace);
  const Launched first = store.launch(request("first"));
  workspace.addDataset(tinyLog('b'), "other", {}, {});
  LaunchRequest elsewhere = request("first");
  elsewhere.dataset = "other";
  EXPECT_THAT(messageOf([&] { store.launch(elsewhere); }), HasSubstr("give this one another name"));
  EXPECT_THROW(store.launch(elsewhere), core::UsageError);
  EXPECT_EQ(store.runs().size(), first.added.size());
}

TEST_F(StoreTest, FailedAndDeletedRunsAreNotReused) {
  Workspace workspace = open();
  RunStore store(workspace);
  Queue queue(workspace);
  const std::string failed = store.launch(request("first", 1, {1})).added.at(0);
  {
    const WorkerLock worker(workspace);
    ASSERT_TRUE(queue.fail(*queue.claim(worker), "no"));
  }
  const std::string deleted = store.launch(request("first", 1, {2})).added.at(0);
  store.remove({deleted});
  const Launched again = store.launch(request("first", 1, {1, 2}));
  EXPECT_THAT(again.reused, IsEmpty());
  EXPECT_EQ(again.added.size(), 2U);
}

TEST_F(StoreTest, BadRequestsChangeNothing) {
  Workspace workspace = open();
  RunStore store(workspace);
  LaunchRequest bad = request("first");
  bad.dataset = "nope";
  EXPECT_THROW(store.launch(bad), core::UsageError);
  bad = request("");
  EXPECT_THROW(store.launch(bad), core::UsageError);
  bad = request("first", 0);
  EXPECT_THROW(store.launch(bad), core::UsageError);
  bad = request("first", 1, {});
  EXPECT_THROW(store.launch(bad), core::UsageError);
  bad = request("first");
  bad.configurations[0].heads = 5; // does not divide the dimension of 64
  EXPECT_THROW(store.launch(bad), core::UsageError);
  EXPECT_THAT(store.experiments(), IsEmpty());
  EXPECT_THAT(store.runs(), IsEmpty());
  EXPECT_THAT(messageOf([&] { store.runsOf("nope"); }), HasSubstr("none yet"));
  store.launch(request("first"));
  EXPECT_THAT(messageOf([&] { store.runsOf("nope"); }), HasSubstr("\"first\""));
}

TEST_F(StoreTest, UniquePrefixesStandForIds) {
  Workspace workspace = open();
  RunStore store(workspace);
  const std::vector<std::string> ids = launch(workspace, 40);
  // Among 40 ids over 16 first letters two share theirs.
  std::vector<std::string> sorted = ids;
  std::sort(sorted.begin(), sorted.end());
  const auto twins = std::adjacent_find(
      sorted.begin(), sorted.end(), [](const std::string& a, const std::string& b) { return a[0] == b[0]; });
  ASSERT_NE(twins, sorted.end());
  EXPECT_THROW(store.run(twins->substr(0, 1)), core::UsageError);
  EXPECT_EQ(store.run(ids[0].substr(0, 20)).id, ids[0]);
  EXPECT_EQ(store.run(ids[0]).id, ids[0]);
  for (const char* unknown : {"", "zz", "%", "_", "ffffffff-ffff-ffff-ffff-ffffffffffff0", "'"})
    EXPECT_THAT(messageOf([&] { store.run(unknown); }), HasSubstr("There is no run")) << unknown;
}

TEST_F(StoreTest, ChangesAreThoseAfterTheStampDeletionsIncluded) {
  Workspace workspace = open();
  RunStore store(workspace);
  const std::vector<std::string> ids = launch(workspace, 3);
  const Changes all = store.newerThan(0);
  EXPECT_EQ(all.runs.size(), 3U);
  EXPECT_EQ(all.datasets.size(), 1U);
  ASSERT_EQ(all.experiments.size(), 1U);
  EXPECT_EQ(all.experiments[0].runs, 3);
  EXPECT_EQ(all.stamp, workspace.stamp());

  const Changes none = store.newerThan(all.stamp);
  EXPECT_EQ(none.stamp, all.stamp);
  EXPECT_THAT(none.runs, IsEmpty());
  EXPECT_THAT(none.datasets, IsEmpty());
  EXPECT_THAT(none.experiments, IsEmpty());

  Annotations(workspace).changeNotes({{ids[1], "", "odd"}});
  const Changes noted = store.newerThan(none.stamp);
  ASSERT_EQ(noted.runs.size(), 1U);
  EXPECT_EQ(noted.runs[0].id, ids[1]);
  EXPECT_EQ(noted.runs[0].note, "odd");
  EXPECT_THAT(noted.experiments, IsEmpty());

  store.remove({ids[0]});
  const Changes binned = store.newerThan(noted.stamp);
  ASSERT_EQ(binned.runs.size(), 1U);
  EXPECT_TRUE(binned.runs[0].deleted);
  ASSERT_EQ(binned.experiments.size(), 1U);
  EXPECT_EQ(binned.experiments[0].runs, 2);
  EXPECT_EQ(store.runs().size(), 2U);

  store.restore({ids[0]});
  store.remove({ids[2]});
  cleanWorkspace(workspace);
  const Changes emptied = store.newerThan(binned.stamp);
  EXPECT_THAT(emptied.removedRuns, ElementsAre(ids[2]));
  ASSERT_EQ(emptied.runs.size(), 1U);
  EXPECT_EQ(emptied.runs[0].id, ids[0]);
  EXPECT_FALSE(emptied.runs[0].deleted);
}

TEST_F(StoreTest, BinTakesAllOrNothingAndNoRunningRun) {
  Workspace workspace = open();
  RunStore store(workspace);
  Queue queue(workspace);
  const std::vector<std::string> ids = launch(workspace, 2);
  const WorkerLock worker(workspace);
  ASSERT_EQ(queue.claim(worker)->run.id, ids[0]);
  EXPECT_THAT(messageOf([&] { store.remove({ids[1], ids[0]}); }), HasSubstr("cancel it first"));
  EXPECT_EQ(store.runs().size(), 2U);
  EXPECT_THROW(store.remove({ids[1], "nope"}), core::UsageError);
  EXPECT_EQ(store.runs().size(), 2U);
  store.remove({ids[1]});
  EXPECT_FALSE(queue.claim(worker)) << "a run in the bin is not run";
  EXPECT_EQ(queue.queued(), 0);
  EXPECT_TRUE(store.run(ids[1]).deleted) << "the bin can be looked into by id";
  ASSERT_EQ(store.bin().size(), 1U);
  EXPECT_EQ(store.bin()[0].id, ids[1]);
  EXPECT_THAT(messageOf([&] { queue.cancel({ids[1]}); }), HasSubstr("is in the bin"));
}

TEST_F(StoreTest, ManyRunsComeWithEverythingThatBelongsToThem) {
  Workspace workspace = open();
  RunStore store(workspace);
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 50; ++seed)
    seeds.push_back(seed);
  const std::vector<std::string> ids = store.launch(request("first", 4, seeds)).added;
  ASSERT_EQ(ids.size(), 200U);
  for (std::size_t i = 0; i < ids.size(); i += 50)
    Annotations(workspace).changeTags({{ids[i], {}, {"t" + std::to_string(i)}}});
  const std::vector<StoredRun> runs = store.runs();
  ASSERT_EQ(runs.size(), ids.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_EQ(runs[i].id, ids[i]);
    EXPECT_THAT(runs[i].experiments, ElementsAre("first"));
    if (i % 50 == 0)
      EXPECT_THAT(runs[i].tags, ElementsAre("t" + std::to_string(i)));
    else
      EXPECT_THAT(runs[i].tags, IsEmpty());
  }
}

} // namespace
} // namespace skipscope::store
