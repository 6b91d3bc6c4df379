#include "core/store/database.h"
#include "core/store/schema.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace skipscope::store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Files of this process cannot grow beyond `bytes`: what a full disk looks like, for root as well.
void fillDisk(rlim_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit = {bytes, bytes};
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

void makeReadOnly(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0555) : fs::perms(0444));
  fs::permissions(folder, fs::perms(0555));
}

/// A log that takes more than a megabyte.
listening::ImportResult largeLog() {
  listening::ImportResult log = tinyLog('b');
  log.dataset.events.resize(200'000, log.dataset.events[0]);
  log.dataset.offsets.back() = log.dataset.events.size();
  return log;
}

TEST_F(StoreTest, FullDiskStopsAnImportWithOneSentenceAndNothingChanged) {
  const auto before = snapshot(folder() / "datasets");
  Child child([this](const Child::Tell& tell) {
    Workspace workspace = open();
    fillDisk(200'000);
    tell(messageOf([&] { workspace.addDataset(largeLog(), "large", {}, {}); }));
    tell(std::to_string(workspace.datasets().size()) + " dataset");
  });
  EXPECT_THAT(child.line(), testing::AllOf(HasSubstr("disk is full"), HasSubstr("nothing was changed")));
  EXPECT_EQ(child.line(), "1 dataset");
  child.lines();
  EXPECT_EQ(snapshot(folder() / "datasets"), before);
}

TEST_F(StoreTest, FullDiskStopsALaunchWithOneSentenceAndNothingChanged) {
  Child child([this](const Child::Tell& tell) {
    Workspace workspace = open();
    launch(workspace, 1);
    fillDisk(fs::file_size(folder() / "workspace.db-wal"));
    tell(messageOf([&] { launch(workspace, 500); }));
    tell(std::to_string(RunStore(workspace).runs().size()) + " run");
  });
  EXPECT_THAT(child.line(), testing::AllOf(HasSubstr("disk is full"), HasSubstr("nothing was changed")));
  EXPECT_EQ(child.line(), "1 run");
  child.lines();
  Workspace workspace = open();
  EXPECT_EQ(RunStore(workspace).runs().size(), 1U);
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty());
  EXPECT_EQ(launch(workspace, 500).size(), 499U) << "with space again it goes on";
}

TEST_F(StoreTest, FullDiskLeavesNoHalfWorkspace) {
  Child child([this](const Child::Tell& tell) {
    fillDisk(8192);
    tell(messageOf([&] { Workspace::create(root() / "new.skipscope"); }));
  });
  EXPECT_THAT(child.line(), HasSubstr("disk is full"));
  child.lines();
  EXPECT_FALSE(fs::exists(root() / "new.skipscope"));
}

TEST_F(StoreTest, ReadOnlyWorkspaceCanBeReadByAnUnprivilegedUser) {
  std::string id;
  {
    Workspace workspace = open();
    id = launch(workspace, 1).at(0);
  }
  ASSERT_FALSE(fs::exists(folder() / "workspace.db-wal"));
  makeReadOnly(folder());
  const auto before = snapshot(folder());
  Child child([&](const Child::Tell& tell) {
    becomeNobody();
    Workspace workspace = open();
    tell(workspace.readOnly() ? "read-only" : "writable");
    tell(RunStore(workspace).runs().at(0).id);
    tell(std::to_string(workspace.loadDataset(std::string(32, 'a')).events.size()) + " events");
    tell(messageOf([&] { launch(workspace, 2); }));
    tell(messageOf([&] { workspace.addDataset(tinyLog('b'), "b", {}, {}); }));
  });
  EXPECT_THAT(child.lines(), ElementsAre("read-only", id, "5 events", HasSubstr("open for reading only"),
                                         HasSubstr("open for reading only")));
  EXPECT_EQ(snapshot(folder()), before);
}

TEST_F(StoreTest, ReadOnlyWorkspaceWithALogIsReadFromACopyThatGoesAway) {
  const fs::path copied = root() / "copied.skipscope";
  std::string id;
  {
    Workspace workspace = open();
    id = launch(workspace, 1).at(0);
    fs::copy(folder(), copied, fs::copy_options::recursive); // as a crash leaves it: all of it is in the log
    fs::remove(copied / "workspace.db-shm");
  }
  ASSERT_GT(fs::file_size(copied / "workspace.db-wal"), 0U);
  makeReadOnly(copied);
  const auto before = snapshot(copied);
  const fs::path temporary = root() / "temporary";
  fs::create_directory(temporary);
  fs::permissions(temporary, fs::perms::all);
  Child child([&](const Child::Tell& tell) {
    becomeNobody();
    ::setenv("TMPDIR", temporary.c_str(), 1);
    {
      Workspace workspace = Workspace::open(copied);
      tell(workspace.readOnly() ? "read-only" : "writable");
      tell(RunStore(workspace).runs().at(0).id);
      tell(fs::is_empty(temporary) ? "no copy" : "a copy");
      tell(messageOf([&] { launch(workspace, 2); }));
    }
    tell(fs::is_empty(temporary) ? "gone" : "left");
  });
  EXPECT_THAT(child.lines(),
              ElementsAre("read-only", id, "a copy", HasSubstr("open for reading only"), "gone"));
  EXPECT_EQ(snapshot(copied), before);
}

TEST_F(StoreTest, ReadOnlyWorkspaceOfAnOlderVersionAsksForACopy) {
  makeReadOnly(folder());
  Child child([this](const Child::Tell& tell) {
    becomeNobody();
    Migrations next = releasedMigrations();
    next.emplace_back("CREATE TABLE views (id TEXT) STRICT");
    tell(messageOf([&] { Workspace::open(folder(), Access::ReadWrite, next); }));
  });
  EXPECT_THAT(child.line(), HasSubstr("older version of Skipscope and is read-only"));
}

TEST_F(StoreTest, PlacesThatMayNotBeWrittenAreRefused) {
  fs::permissions(root(), fs::perms(0555));
  fs::permissions(folder(), fs::perms(0700));
  Child child([this](const Child::Tell& tell) {
    becomeNobody();
    tell(messageOf([&] { Workspace::create(root() / "new.skipscope"); }));
  });
  EXPECT_THAT(child.line(), HasSubstr("choose a place you may write to"));
  child.kill();
  fs::permissions(root(), fs::perms(0755));
  EXPECT_FALSE(fs::exists(root() / "new.skipscope"));
}

} // namespace
} // namespace skipscope::store
