#pragma once

#include "core/store/database.h"
#include "core/store/workspace.h"

#include <vector>

namespace skipscope::store {

/// Datasets changed after `newerThan`, oldest first, those in the bin included.
std::vector<DatasetEntry> readDatasets(Database& database, std::int64_t newerThan = -1);

/// Inserts the row of an entry; its id is set by the database.
void insertDataset(Database& database, const DatasetEntry& entry);

/// Writes the summary and stamp of an entry into its row.
void updateDatasetSummary(Database& database, const DatasetEntry& entry);

/// By name or unique fingerprint prefix, the bin left out. Throws core::UsageError naming what exists.
DatasetEntry findDataset(Database& database, std::string_view nameOrFingerprint);

/// `wanted`, or with " 2", " 3" … behind it where that is taken; "log" stands for an empty one.
std::string freeDatasetName(Database& database, std::string_view wanted);

} // namespace skipscope::store
