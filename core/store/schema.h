#pragma once

#include "core/store/database.h"

#include <filesystem>
#include <string>
#include <vector>

namespace skipscope::store {

/// The steps that make workspace.db: step i leads from version i to i + 1 and may hold several SQL
/// statements. A released step is never edited; a change of the schema is a new step at the end.
using Migrations = std::vector<std::string>;
const Migrations& releasedMigrations();

/// "SKSP" in the header of every workspace.db: what tells it from other programs' files.
inline constexpr std::int64_t kApplicationId = 0x534B5350;

int schemaVersion(Database& database);

/// Makes the tables of a new, empty database; nothing is synced to disk yet.
void createSchema(Database& database, const Migrations& steps);

/// Brings an older database up to date in one transaction, after a copy named workspace-v<old>.db beside it.
/// Throws core::Error with nothing changed where a step fails; the copy stays in either case.
void migrate(Database& database, const Migrations& steps);

} // namespace skipscope::store
