#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::store {

/// Key of the checksum in the metadata of a checkpoint, and what stands for it while it is computed.
inline constexpr std::string_view kChecksumKey = "xxh3_128";
inline constexpr std::string_view kNoChecksum = "00000000000000000000000000000000";

/// XXH3-128 over a header (with kNoChecksum in it) and the data behind it, as 32 hex digits.
std::string checkpointChecksum(std::string_view header, const std::vector<std::string_view>& data);

/// A safetensors file as it lies on disk: the JSON header, with kNoChecksum in it, and the raw data.
struct CheckpointFile {
  std::string header;
  std::string data;
};
/// Throws core::Error where the file is gone, cut, or its checksum is wrong.
CheckpointFile readCheckpointFile(const std::filesystem::path& file);

} // namespace skipscope::store
