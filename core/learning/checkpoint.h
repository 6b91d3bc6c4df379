#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace skipscope::learning {

/// Named raw floats and a few texts in a safetensors file (8-byte header length, JSON header, raw
/// little-endian data; Python's safetensors reads it, nothing in it executes), with an XXH3-128 checksum in
/// the metadata.
struct Checkpoint {
  struct Array {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
  };
  std::map<std::string, Array> arrays;
  std::map<std::string, std::string> texts; ///< numbers that must be exact travel here as text
};

/// Writes beside, syncs file and folder, renames. Throws core::Error (disk full, read-only).
void saveCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);
/// Throws core::Error where the file is gone, cut, or its checksum is wrong.
Checkpoint loadCheckpoint(const std::filesystem::path& file);

} // namespace skipscope::learning
