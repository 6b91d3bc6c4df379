#include "core/store/schema.h"

#include "core/error.h"
#include "core/store/files.h"

#include <fmt/format.h>

#include <cstddef>

namespace skipscope::store {

namespace {

// `stamp` is the counter that every change of a row is stamped from. Booleans are 0 and 1; times are ms since
// 1970. A seed is an unsigned number kept in the 64 bits of SQLite's signed one.
const char* const kVersion1 = R"sql(
CREATE TABLE workspace (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  stamp INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  secret BLOB NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE datasets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  fingerprint TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  summary TEXT NOT NULL,
  rejections TEXT NOT NULL,
  notes TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  stamp INTEGER NOT NULL
) STRICT;
CREATE TABLE experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  dataset INTEGER NOT NULL REFERENCES datasets (id),
  created_ms INTEGER NOT NULL,
  stamp INTEGER NOT NULL
) STRICT;
CREATE TABLE workers (
  id TEXT PRIMARY KEY,
  started_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE runs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL
    CHECK (state IN ('queued', 'running', 'finished', 'failed', 'cancelled', 'interrupted')),
  dataset INTEGER NOT NULL REFERENCES datasets (id),
  configuration TEXT NOT NULL,
  configuration_hash TEXT NOT NULL,
  seed INTEGER NOT NULL,
  identity TEXT NOT NULL,
  worker TEXT REFERENCES workers (id),
  attempt INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  message TEXT NOT NULL DEFAULT '',
  step INTEGER NOT NULL DEFAULT 0,
  max_steps INTEGER NOT NULL DEFAULT 0,
  epochs REAL NOT NULL DEFAULT 0,
  targets INTEGER NOT NULL DEFAULT 0,
  train_seconds REAL NOT NULL DEFAULT 0,
  training_loss REAL,
  checkpoint TEXT NOT NULL DEFAULT '',
  checkpoint_step INTEGER NOT NULL DEFAULT 0,
  checkpoint_epochs REAL NOT NULL DEFAULT 0,
  checkpoint_targets INTEGER NOT NULL DEFAULT 0,
  checkpoint_seconds REAL NOT NULL DEFAULT 0,
  best_step INTEGER NOT NULL DEFAULT 0,
  best TEXT NOT NULL DEFAULT '{}',
  path TEXT NOT NULL DEFAULT '',
  program TEXT NOT NULL DEFAULT '',
  mixed INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  created_ms INTEGER NOT NULL,
  started_ms INTEGER NOT NULL DEFAULT 0,
  ended_ms INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0,
  stamp INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_by_queue ON runs (state, priority DESC, number);
CREATE INDEX runs_by_identity ON runs (identity);
CREATE INDEX runs_by_stamp ON runs (stamp);
CREATE INDEX runs_by_worker ON runs (worker);
CREATE TABLE experiment_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  UNIQUE (run, experiment)
) STRICT;
CREATE INDEX experiment_runs_by_experiment ON experiment_runs (experiment, run);
CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE validations (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  epochs REAL NOT NULL,
  targets INTEGER NOT NULL,
  train_seconds REAL NOT NULL,
  wall_ms INTEGER NOT NULL,
  metrics TEXT NOT NULL,
  stamp INTEGER NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE test_metrics (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE outcomes (
  run INTEGER PRIMARY KEY REFERENCES runs (number) ON DELETE CASCADE,
  data BLOB NOT NULL
) STRICT;
CREATE TABLE removed_runs (
  id TEXT PRIMARY KEY,
  stamp INTEGER NOT NULL
) STRICT;
CREATE INDEX removed_runs_by_stamp ON removed_runs (stamp);
INSERT INTO workspace (one, stamp, paused, secret, created_ms)
  VALUES (1, 0, 0, randomblob(32), unixepoch() * 1000);
)sql";

// What the accuracy of a finished run was measured on ("like>dislike"), until now only in its outcomes, whose
// bytes 5 and 6 are the two kinds.
const char* const kVersion2 = R"sql(
ALTER TABLE runs ADD COLUMN pair_kinds TEXT NOT NULL DEFAULT '';
UPDATE runs SET pair_kinds = (SELECT
  CASE substr(data, 5, 1) WHEN x'00' THEN 'like' WHEN x'01' THEN 'dislike' WHEN x'02' THEN 'skip' ELSE 'listen' END
  || '>' ||
  CASE substr(data, 6, 1) WHEN x'00' THEN 'like' WHEN x'01' THEN 'dislike' WHEN x'02' THEN 'skip' ELSE 'listen' END
  FROM outcomes WHERE outcomes.run = runs.number)
WHERE number IN (SELECT run FROM outcomes);
)sql";

// The configuration that others on a dataset are compared with; an empty hash is the tombstone of one.
const char* const kVersion3 = R"sql(
CREATE TABLE baselines (
  dataset INTEGER PRIMARY KEY REFERENCES datasets (id) ON DELETE CASCADE,
  configuration_hash TEXT NOT NULL,
  stamp INTEGER NOT NULL
) STRICT;
)sql";

void apply(Database& database, const Migrations& steps, int from) {
  for (std::size_t i = static_cast<std::size_t>(from); i < steps.size(); ++i)
    database.exec(steps[i]);
  if (Statement broken(database, "PRAGMA foreign_key_check"); broken.next())
    throw core::Error(fmt::format("a row of table {} points to nothing", broken.text(0)));
  database.exec(fmt::format("PRAGMA user_version = {}", steps.size()));
}

void copyBeside(Database& database, int version) {
  const std::filesystem::path copy = database.file().parent_path() / fmt::format("workspace-v{}.db", version);
  std::filesystem::path part = copy;
  part += ".part";
  std::filesystem::remove(part);
  database.run("VACUUM INTO ?", {std::string_view(part.native())});
  syncFile(part);
  renameSynced(part, copy);
}

} // namespace

const Migrations& releasedMigrations() {
  static const Migrations steps = {kVersion1, kVersion2, kVersion3};
  return steps;
}

int schemaVersion(Database& database) {
  return static_cast<int>(database.number("PRAGMA user_version"));
}

void createSchema(Database& database, const Migrations& steps) {
  // The caller syncs the whole file once, before it gets its name.
  database.exec(
      fmt::format("PRAGMA synchronous = OFF; PRAGMA application_id = {}; BEGIN IMMEDIATE", kApplicationId));
  apply(database, steps, 0);
  database.exec("COMMIT; PRAGMA journal_mode = WAL");
}

void migrate(Database& database, const Migrations& steps) {
  const int version = schemaVersion(database);
  const std::string folder = database.file().parent_path().string();
  copyBeside(database, version);
  // A step may rebuild a table that others point to; the check before COMMIT takes the place of the keys.
  database.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
  try {
    apply(database, steps, version);
    database.exec("COMMIT; PRAGMA foreign_keys = ON");
  } catch (const core::Error& fault) {
    if (database.inTransaction())
      database.exec("ROLLBACK");
    throw core::Error(
        fmt::format("The workspace {} could not be upgraded from version {} to {} ({}) and is as before; a "
                    "copy lies in workspace-v{}.db beside it.",
                    folder, version, steps.size(), fault.what(), version));
  }
}

} // namespace skipscope::store
