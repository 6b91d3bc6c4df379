#pragma once

#include "core/store/database.h"

#include <filesystem>
#include <string>
#include <vector>

namespace skipscope::store {

/// workers/<id>.lock. Throws core::Error where the id is no name that may enter a path.
std::filesystem::path workerLockPath(const std::filesystem::path& folder, const std::string& worker);

/// Workers with a row, by whether their lock is held.
struct Workers {
  std::vector<std::string> living;
  std::vector<std::string> dead;
};
Workers findWorkers(Database& database, const std::filesystem::path& folder);

/// Runs of these workers become interrupted and the workers' rows go, in one transaction. Returns the number
/// of runs.
int retireWorkers(Database& database, const std::vector<std::string>& workers);

} // namespace skipscope::store
