// Tags, notes and baselines: guarded, stamped, all or nothing.
#include "core/error.h"
#include "core/store/annotations.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kTiny(32, 'a'); ///< fingerprint of the dataset

TEST_F(StoreTest, TagsAreASortedSet) {
  Workspace workspace = open();
  Annotations annotations(workspace);
  const std::string id = launch(workspace, 1).at(0);
  annotations.changeTags({{id, {}, {"night", " best ", "night", ""}}});
  EXPECT_THAT(RunStore(workspace).run(id).tags, ElementsAre("best", "night"));
  annotations.changeTags({{id, {"night", "best"}, {}}});
  EXPECT_THAT(RunStore(workspace).run(id).tags, IsEmpty());
}

TEST_F(StoreTest, WhatAnotherWindowWroteSinceIsNotOverwritten) {
  Workspace workspace = open();
  Workspace other = open();
  Annotations mine(workspace);
  Annotations theirs(other);
  const RunStore store(workspace);
  const std::vector<std::string> ids = launch(workspace, 2);
  mine.changeNotes({{ids[0], "", "mine"}});
  mine.changeTags({{ids[0], {}, {"mine"}}});
  theirs.changeNotes({{ids[0], "mine", "theirs"}});
  theirs.changeTags({{ids[0], {"mine"}, {"theirs"}}});
  const std::int64_t stamp = workspace.stamp();
  EXPECT_THAT(messageOf([&] {
                mine.changeNotes({{ids[1], "", "both"}, {ids[0], "mine", ""}});
              }),
              HasSubstr("changed in another window"));
  EXPECT_THAT(messageOf([&] {
                mine.changeTags({{ids[1], {}, {"both"}}, {ids[0], {"mine"}, {}}});
              }),
              HasSubstr("changed in another window"));
  EXPECT_EQ(store.run(ids[0]).note, "theirs");
  EXPECT_THAT(store.run(ids[0]).tags, ElementsAre("theirs"));
  EXPECT_EQ(store.run(ids[1]).note, "") << "all or nothing";
  EXPECT_THAT(store.run(ids[1]).tags, IsEmpty());
  EXPECT_EQ(workspace.stamp(), stamp);
}

TEST_F(StoreTest, TheNewestBaselineWinsAndUndoIsGuarded) {
  Workspace workspace = open();
  Workspace other = open();
  Annotations mine(workspace);
  Annotations theirs(other);
  const std::int64_t before = workspace.stamp();
  mine.changeBaselines({{kTiny, "", "one"}});
  ASSERT_EQ(mine.baselines().size(), 1U);
  EXPECT_EQ(mine.baselines()[0].configurationHash, "one");
  EXPECT_EQ(RunStore(workspace).newerThan(before).baselines.size(), 1U);
  theirs.changeBaselines({{kTiny, "one", "two"}});
  EXPECT_THAT(messageOf([&] {
                mine.changeBaselines({{kTiny, "one", ""}});
              }),
              HasSubstr("baseline changed in another window"));
  EXPECT_EQ(mine.baselines()[0].configurationHash, "two");
  const std::int64_t pinned = workspace.stamp();
  mine.changeBaselines({{kTiny, "two", ""}});
  const Changes changes = RunStore(workspace).newerThan(pinned);
  ASSERT_EQ(changes.baselines.size(), 1U) << "taking one back is news, too";
  EXPECT_EQ(changes.baselines[0].configurationHash, "");
}

TEST_F(StoreTest, SeedsOfAConfigurationAreItsFinishedRuns) {
  Workspace workspace = open();
  RunStore store(workspace);
  LaunchRequest wanted;
  wanted.experiment = "seeds";
  wanted.dataset = "tiny";
  wanted.configurations = configurations(2);
  wanted.seeds = {1, 2, 3};
  const std::vector<std::string> ids = store.launch(wanted).added;
  Queue queue(workspace);
  const WorkerLock worker(workspace);
  for (int i = 0; i < 5; ++i) // of the first configuration two end well and one fails
    if (const auto claim = queue.claim(worker); i == 1)
      queue.fail(*claim, "no");
    else
      queue.finish(*claim, {}, 1, {}, tinyOutcomes(), "");
  std::vector<std::string> seeds;
  for (const StoredRun& run : store.finishedSeeds(store.run(ids[0])))
    seeds.push_back(run.id);
  EXPECT_THAT(seeds, ElementsAre(ids[0], ids[2]));
}

} // namespace
} // namespace skipscope::store
