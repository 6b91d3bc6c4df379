#pragma once

#include <filesystem>
#include <string>

namespace skipscope::store {

/// Writes the text of a truth file: `FILE.part`, synced, then renamed. Throws core::Error (disk full …).
void writeTruthFile(const std::filesystem::path& file, const std::string& text);

/// Reads it back. Throws core::Error where it is gone, or its fingerprint is not `fingerprint`.
std::string readTruthFile(const std::filesystem::path& file, const std::string& fingerprint);

} // namespace skipscope::store
