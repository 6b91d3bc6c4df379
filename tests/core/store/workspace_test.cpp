#include "core/error.h"
#include "core/store/database.h"
#include "core/store/files.h"
#include "core/store/uuid.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>

#include <set>

namespace skipscope::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST_F(StoreTest, FreshWorkspaceHasItsFoldersAndIsEmpty) {
  const Workspace workspace = Workspace::create(root() / "new" / "fresh.skipscope/");
  for (const char* part : {"workspace.db", "workspace.lock", "datasets", "checkpoints", "workers"})
    EXPECT_TRUE(fs::exists(workspace.folder() / part)) << part;
  EXPECT_TRUE(Workspace::isWorkspace(root() / "new" / "fresh.skipscope"));
  EXPECT_FALSE(workspace.readOnly());
  EXPECT_TRUE(workspace.datasets().empty());
  EXPECT_EQ(workspace.stamp(), 0);
}

TEST_F(StoreTest, DatabaseKeepsWhatArchitectureAsksOfIt) {
  Workspace workspace = open();
  Database& database = workspace.database();
  EXPECT_EQ(database.number("PRAGMA foreign_keys"), 1);
  EXPECT_EQ(database.number("PRAGMA synchronous"), 2); // FULL
  EXPECT_EQ(Statement(database, "PRAGMA journal_mode").next(), true);
  Statement mode(database, "PRAGMA journal_mode");
  mode.next();
  EXPECT_EQ(mode.text(0), "wal");
  EXPECT_EQ(database.number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                            "AND name NOT LIKE 'sqlite_%' AND strict = 0"),
            0);
}

TEST_F(StoreTest, ReopenedWorkspaceHasWhatWasWritten) {
  std::string key;
  std::vector<std::string> ids;
  {
    Workspace workspace = open();
    key = workspace.secretKey();
    ids = launch(workspace, 2);
  }
  Workspace workspace = open();
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(workspace.secretKey(), key);
  EXPECT_NE(Workspace::create(root() / "other.skipscope").secretKey(), key);
  EXPECT_EQ(workspace.datasets().size(), 1U);
  ASSERT_EQ(RunStore(workspace).runs().size(), 2U);
  EXPECT_EQ(RunStore(workspace).runs()[1].id, ids[1]);
}

TEST_F(StoreTest, CreatingOverSomethingIsRefused) {
  const auto before = snapshot(root());
  EXPECT_THAT(messageOf([&] { Workspace::create(folder()); }), HasSubstr("exists already"));
  EXPECT_EQ(snapshot(root()), before);
  writeFile(root() / "file", "text");
  EXPECT_THAT(messageOf([&] { Workspace::create(root() / "file"); }), HasSubstr("cannot be made"));
  EXPECT_EQ(readFile(root() / "file"), "text");
}

TEST_F(StoreTest, WhatIsNoWorkspaceIsRefused) {
  EXPECT_THAT(messageOf([&] { Workspace::open(root() / "nowhere"); }), HasSubstr("There is no workspace"));
  EXPECT_FALSE(fs::exists(root() / "nowhere"));

  fs::create_directory(root() / "plain");
  EXPECT_THAT(messageOf([&] { Workspace::open(root() / "plain"); }),
              HasSubstr("is not a Skipscope workspace"));
  EXPECT_TRUE(fs::is_empty(root() / "plain"));

  writeFile(root() / "plain" / "workspace.db", std::string(5000, 'x'));
  EXPECT_THAT(messageOf([&] { Workspace::open(root() / "plain"); }),
              HasSubstr("damaged or no file of Skipscope"));

  fs::remove(root() / "plain" / "workspace.db");
  Database(root() / "plain" / "workspace.db", Database::Mode::Create).exec("CREATE TABLE songs (name TEXT)");
  EXPECT_THAT(messageOf([&] { Workspace::open(root() / "plain"); }), HasSubstr("made by another program"));
}

TEST_F(StoreTest, ForeignFolderStaysAsItIs) {
  const fs::path foreign = root() / "foreign";
  const std::vector<std::function<void()>> makers = {
      [&] { writeFile(foreign / "workspace.db", ""); },
      [&] { writeFile(foreign / "workspace.db", std::string(8192, '\0')); },
      [&] { writeFile(foreign / "workspace.db", "a text"); },
      [&] { Database(foreign / "workspace.db", Database::Mode::Create).exec("CREATE TABLE songs (name)"); },
      [&] {
        Database made(foreign / "made.db", Database::Mode::Create);
        made.exec("PRAGMA journal_mode = WAL; CREATE TABLE songs (name)");
        // As a program leaves them that was killed: opening for writing would fold one into the other.
        fs::copy_file(foreign / "made.db", foreign / "workspace.db");
        fs::copy_file(foreign / "made.db-wal", foreign / "workspace.db-wal");
      },
  };
  for (std::size_t i = 0; i < makers.size(); ++i) {
    fs::create_directory(foreign);
    makers[i]();
    const auto before = snapshot(foreign);
    for (const Access access : {Access::ReadWrite, Access::ReadOnly}) {
      EXPECT_THROW(Workspace::open(foreign, access), core::Error) << i;
      EXPECT_EQ(snapshot(foreign), before) << i;
    }
    fs::remove_all(foreign);
  }
}

TEST_F(StoreTest, OpenedForReadingNothingCanBeWritten) {
  {
    Workspace writer = open();
    launch(writer, 1);
  }
  Workspace workspace = open(Access::ReadOnly);
  EXPECT_TRUE(workspace.readOnly());
  ASSERT_EQ(RunStore(workspace).runs().size(), 1U);
  const std::string id = RunStore(workspace).runs()[0].id;
  const std::vector<std::function<void()>> writes = {
      [&] { launch(workspace, 3); },
      [&] { workspace.addDataset(tinyLog('b'), "b", {}, {}); },
      [&] { Queue(workspace).cancel({id}); },
      [&] { Queue(workspace).setPaused(true); },
      [&] {
        Annotations(workspace).changeNotes({{id, "", "x"}});
      },
      [&] {
        Annotations(workspace).changeBaselines({{std::string(32, 'a'), "", "h"}});
      },
      [&] { WorkerLock lock(workspace); },
      [&] { cleanWorkspace(workspace); },
  };
  const auto datasets = snapshot(folder() / "datasets");
  for (const auto& write : writes)
    EXPECT_THAT(messageOf(write), HasSubstr("open for reading only"));
  EXPECT_EQ(snapshot(folder() / "datasets"), datasets);
  EXPECT_TRUE(fs::is_empty(folder() / "workers"));
  EXPECT_EQ(Queue(workspace).reap(), 0);
}

TEST_F(StoreTest, ReaderFollowsWhatAnotherConnectionWrites) {
  Workspace writer = open();
  Workspace reader = open(Access::ReadOnly);
  const std::int64_t before = reader.dataVersion();
  const std::int64_t stamp = reader.stamp();
  EXPECT_EQ(reader.dataVersion(), before);
  launch(writer, 1);
  EXPECT_NE(reader.dataVersion(), before);
  EXPECT_EQ(reader.stamp(), stamp + 1);
  EXPECT_EQ(RunStore(reader).runs().size(), 1U);
}

TEST_F(StoreTest, MovedWorkspaceGoesOnWorking) {
  Workspace first = open();
  Workspace second = std::move(first);
  EXPECT_EQ(launch(second, 1).size(), 1U);
}

TEST_F(StoreTest, FolderNamesWithSpecialLettersWork) {
  const fs::path odd = root() / "50% of #1? ünï.skipscope";
  {
    Workspace workspace = Workspace::create(odd);
    workspace.addDataset(tinyLog(), "", {}, {});
  }
  EXPECT_EQ(Workspace::open(odd).loadDataset(std::string(32, 'a')).songs(), 3U);
}

TEST_F(StoreTest, NamesFromTheDatabaseEnterNoPathUnlessTheyAreIds) {
  Workspace workspace = open();
  const std::string id = makeUuid();
  EXPECT_EQ(workspace.checkpointFolder(id), workspace.folder() / "checkpoints" / id);
  for (const char* bad : {"", "../../../../../../../../../../etc/passwd", "0123456789abcdef0123456789abcdeG",
                          "0123456789abcdef", "0123456789abcdef/123456789abcdef"}) {
    EXPECT_THAT(messageOf([&] { workspace.checkpointFolder(bad); }), HasSubstr("not the id of a run")) << bad;
    EXPECT_THAT(messageOf([&] { workspace.loadDataset(bad); }), HasSubstr("not the fingerprint")) << bad;
  }
}

TEST(Uuid, IsVersionFourAndNeverTheSame) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = makeUuid();
    EXPECT_TRUE(isSafeName(id));
    EXPECT_EQ(id[14], '4');
    EXPECT_THAT("89ab", HasSubstr(id.substr(19, 1)));
    EXPECT_TRUE(ids.insert(id).second);
  }
}

TEST(NetworkFileSystem, IsKnownByItsMagicNumber) {
  EXPECT_TRUE(isNetworkMagic(0x6969));      // NFS
  EXPECT_TRUE(isNetworkMagic(0xFF534D42));  // CIFS
  EXPECT_FALSE(isNetworkMagic(0xEF53));     // ext4
  EXPECT_FALSE(isNetworkMagic(0x01021994)); // tmpfs
}

} // namespace
} // namespace skipscope::store
