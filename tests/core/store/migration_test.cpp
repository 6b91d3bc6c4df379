#include "core/store/database.h"
#include "core/store/schema.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>
#include <unistd.h>

namespace skipscope::store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// Released steps and one more, as the next version of the program would have them.
Migrations withStep(const std::string& sql) {
  Migrations steps = releasedMigrations();
  steps.push_back(sql);
  return steps;
}

std::string schemaOf(Database& database) {
  Statement rows(database, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name");
  std::string schema;
  while (rows.next())
    schema += rows.text(0) + "\n";
  return schema;
}

class MigrationTest : public StoreTest {
protected:
  fs::path copy() const {
    return folder() / ("workspace-v" + std::to_string(releasedMigrations().size()) + ".db");
  }
};

TEST_F(MigrationTest, EveryReleasedVersionOpensWithAllItHolds) {
  for (std::size_t version = 1; version <= releasedMigrations().size(); ++version) {
    const fs::path stored =
        fs::path(SKIPSCOPE_SOURCE_DIR) / "tests/core/store" / ("version-" + std::to_string(version) + ".sql");
    const fs::path old = root() / ("old-" + std::to_string(version) + ".skipscope");
    fs::create_directories(old);
    Database(old / "workspace.db", Database::Mode::Create).exec(readFile(stored));

    Workspace workspace = Workspace::open(old);
    EXPECT_EQ(schemaVersion(workspace.database()), static_cast<int>(releasedMigrations().size()));
    Workspace fresh = Workspace::create(root() / ("fresh-" + std::to_string(version) + ".skipscope"));
    EXPECT_EQ(schemaOf(workspace.database()), schemaOf(fresh.database()));

    ASSERT_EQ(workspace.datasets().size(), 1U);
    EXPECT_EQ(workspace.datasets()[0].summary.name, "tiny");
    EXPECT_EQ(workspace.datasets()[0].summary.likes, 2);
    EXPECT_EQ(workspace.secretKey(), std::string(32, 'k'));
    const RunStore store(workspace);
    const std::vector<StoredRun> runs = store.runs();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].state, RunState::Finished);
    EXPECT_THAT(runs[0].experiments, ElementsAre("first", "second"));
    EXPECT_THAT(runs[0].tags, ElementsAre("night"));
    EXPECT_EQ(runs[0].note, "a note");
    EXPECT_EQ(runs[0].test.at("accuracy"), 0.75);
    EXPECT_EQ(runs[0].pairKinds, store.outcomes(runs[0].id)->kinds.name());
    EXPECT_EQ(runs[0].validation.at("accuracy").step, 200);
    EXPECT_EQ(store.validations(runs[0].id).size(), 2U);
    EXPECT_EQ(runs[1].state, RunState::Queued);
    EXPECT_EQ(runs[1].seed, 18446744073709551615ULL);
    const WorkerLock worker(workspace);
    EXPECT_TRUE(Queue(workspace).claim(worker)) << "and it works on";
    EXPECT_EQ(Annotations(workspace).baselines().size(), version < 3 ? 0U : 1U);
    const auto known = Annotations(workspace).baselines();
    Annotations(workspace).changeBaselines(
        {{runs[0].fingerprint, known.empty() ? "" : known[0].configurationHash, runs[0].configurationHash}});
    EXPECT_EQ(Annotations(workspace).baselines().at(0).configurationHash, runs[0].configurationHash);
  }
}

TEST_F(MigrationTest, StepsAreAppliedOnceAfterACopy) {
  {
    Workspace workspace = open();
    launch(workspace, 2);
  }
  const Migrations next = withStep("ALTER TABLE runs ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'");
  for (int time = 0; time < 2; ++time) {
    Workspace workspace = Workspace::open(folder(), Access::ReadWrite, next);
    EXPECT_EQ(schemaVersion(workspace.database()), static_cast<int>(next.size()));
    EXPECT_EQ(workspace.database().number("SELECT count(*) FROM runs WHERE colour = 'blue'"), 2);
    EXPECT_EQ(workspace.database().number("PRAGMA foreign_keys"), 1);
  }
  Database before(copy(), Database::Mode::Immutable);
  EXPECT_EQ(schemaVersion(before), static_cast<int>(releasedMigrations().size()));
  EXPECT_EQ(before.number("SELECT count(*) FROM runs"), 2);
}

TEST_F(MigrationTest, ReadersUpgradeToo) {
  const Migrations next = withStep("CREATE TABLE views (id TEXT PRIMARY KEY) STRICT");
  Workspace reader = Workspace::open(folder(), Access::ReadOnly, next);
  EXPECT_TRUE(reader.readOnly());
  EXPECT_EQ(reader.database().number("SELECT count(*) FROM views"), 0);
}

TEST_F(MigrationTest, StepMayRebuildATableThatOthersPointTo) {
  {
    Workspace workspace = open();
    launch(workspace, 2);
  }
  const Migrations next =
      withStep("CREATE TABLE renewed (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, "
               "dataset INTEGER NOT NULL REFERENCES datasets (id), created_ms INTEGER NOT NULL, "
               "stamp INTEGER NOT NULL) STRICT; INSERT INTO renewed SELECT * FROM experiments; "
               "DROP TABLE experiments; ALTER TABLE renewed RENAME TO experiments");
  Workspace workspace = Workspace::open(folder(), Access::ReadWrite, next);
  EXPECT_EQ(RunStore(workspace).runsOf("first").size(), 2U)
      << "dropping a table must not delete what points to it";
}

TEST_F(MigrationTest, FailedStepIsRolledBackAndTheCopyStays) {
  {
    Workspace workspace = open();
    launch(workspace, 2);
  }
  const std::vector<std::string> bad = {
      "CREATE TABLE views (id TEXT) STRICT; DELETE FROM runs; SELECT nonsense FROM nowhere",
      "DELETE FROM datasets"}; // leaves runs that point to nothing
  for (const std::string& step : bad) {
    const std::string message =
        messageOf([&] { Workspace::open(folder(), Access::ReadWrite, withStep(step)); });
    EXPECT_THAT(message, HasSubstr("could not be upgraded"));
    EXPECT_THAT(message, HasSubstr("is as before"));
    EXPECT_THAT(message, HasSubstr(copy().filename().string()));
    EXPECT_TRUE(fs::exists(copy()));
    Workspace workspace = open();
    EXPECT_EQ(RunStore(workspace).runs().size(), 2U);
    EXPECT_EQ(workspace.datasets().size(), 1U);
    EXPECT_EQ(workspace.database().number("SELECT count(*) FROM sqlite_schema WHERE name = 'views'"), 0);
  }
  EXPECT_EQ(Database(copy(), Database::Mode::Immutable).number("SELECT count(*) FROM runs"), 2);
}

TEST_F(MigrationTest, NewerWorkspaceIsRefusedUnchanged) {
  {
    const Workspace newer =
        Workspace::open(folder(), Access::ReadWrite, withStep("CREATE TABLE views (id TEXT) STRICT"));
  }
  const std::string before = readFile(folder() / "workspace.db");
  for (const Access access : {Access::ReadWrite, Access::ReadOnly})
    EXPECT_THAT(messageOf([&] { Workspace::open(folder(), access); }),
                HasSubstr("newer version of Skipscope"));
  EXPECT_EQ(readFile(folder() / "workspace.db"), before);
}

TEST_F(MigrationTest, WorkspaceOpenElsewhereIsNotUpgraded) {
  const Migrations next = withStep("CREATE TABLE views (id TEXT) STRICT");
  Child other([this](const Child::Tell& tell) {
    const Workspace workspace = open();
    tell("open");
    ::pause();
  });
  ASSERT_EQ(other.line(), "open");
  const std::string message = messageOf([&] { Workspace::open(folder(), Access::ReadWrite, next); });
  EXPECT_THAT(message, HasSubstr("is open elsewhere"));
  EXPECT_THAT(message, testing::AnyOf(HasSubstr("test_core_store (process "), HasSubstr("another program")));
  EXPECT_FALSE(fs::exists(copy()));
  other.kill();
  Workspace workspace = Workspace::open(folder(), Access::ReadWrite, next);
  EXPECT_EQ(schemaVersion(workspace.database()), static_cast<int>(next.size()));
}

} // namespace
} // namespace skipscope::store
