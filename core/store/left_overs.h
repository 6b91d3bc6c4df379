#pragma once

#include "core/store/database.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::store {

/// datasets/<fingerprint>.db. Throws core::Error where the fingerprint is no name that may enter a path.
std::filesystem::path datasetPath(const std::filesystem::path& folder, const std::string& fingerprint);

/// datasets/<fingerprint>.truth: what lies behind a simulated log. Throws likewise.
std::filesystem::path truthPath(const std::filesystem::path& folder, const std::string& fingerprint);

/// A plain file name that ends in .safetensors: what may stand in a run's checkpoint folder.
bool isCheckpointName(std::string_view name);

/// `.part` files of datasets/ and of the folder itself that nobody is writing any more.
std::vector<std::filesystem::path> leftOverParts(const std::filesystem::path& folder);
/// Removes them.
void removeParts(const std::filesystem::path& folder);

/// Everything that nothing names any more: parts, dataset and truth files without a row, lock files of
/// workers long gone, and checkpoints that no run names (files of a running run are its worker's business).
/// To be removed only while a write transaction keeps others from naming one of them.
std::vector<std::filesystem::path> leftOvers(Database& database, const std::filesystem::path& folder);

} // namespace skipscope::store
