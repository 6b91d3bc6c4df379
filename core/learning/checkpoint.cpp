#include "core/learning/checkpoint.h"

#include "core/error.h"
#include "core/store/checkpoint_file.h"
#include "core/store/files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

namespace skipscope::learning {

static_assert(std::endian::native == std::endian::little, "safetensors holds little-endian floats");

namespace {

core::Error unwritten(const std::filesystem::path& file, int error) {
  return core::Error(
      fmt::format("The checkpoint {} cannot be written ({}): make room or give write permission, "
                  "then resume the run.",
                  file.string(), std::strerror(error)));
}

std::string headerOf(const Checkpoint& checkpoint) {
  nlohmann::json header;
  nlohmann::json& metadata = header["__metadata__"];
  for (const auto& [name, text] : checkpoint.texts)
    metadata[name] = text;
  metadata[store::kChecksumKey] = store::kNoChecksum;
  std::uint64_t offset = 0;
  for (const auto& [name, array] : checkpoint.arrays) {
    const std::uint64_t end = offset + array.values.size() * sizeof(float);
    header[name] = {{"dtype", "F32"}, {"shape", array.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}

/// Gives 0, or the error.
int write(const std::filesystem::path& part, const std::string& header, const Checkpoint& checkpoint) {
  errno = 0;
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  const std::uint64_t size = header.size();
  file.write(reinterpret_cast<const char*>(&size), sizeof size);
  file.write(header.data(), static_cast<std::streamsize>(header.size()));
  for (const auto& [name, array] : checkpoint.arrays)
    file.write(reinterpret_cast<const char*>(array.values.data()),
               static_cast<std::streamsize>(array.values.size() * sizeof(float)));
  file.close();
  return file ? 0 : errno != 0 ? errno : EIO;
}

} // namespace

void saveCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint) {
  std::string header = headerOf(checkpoint);
  std::vector<std::string_view> data;
  for (const auto& [name, array] : checkpoint.arrays)
    data.emplace_back(reinterpret_cast<const char*>(array.values.data()),
                      array.values.size() * sizeof(float));
  const std::string key = fmt::format("\"{}\":\"", store::kChecksumKey);
  header.replace(header.find(fmt::format("{}{}", key, store::kNoChecksum)) + key.size(),
                 store::kNoChecksum.size(), store::checkpointChecksum(header, data));

  std::error_code ignored;
  // Only the run's own folder: a workspace that was deleted meanwhile must not come back in part.
  std::filesystem::create_directory(file.parent_path(), ignored);
  const std::filesystem::path part = file.string() + ".part";
  try {
    if (const int error = write(part, header, checkpoint))
      throw unwritten(file, error);
    store::syncFile(part);
    store::renameSynced(part, file);
  } catch (const core::Error&) {
    std::filesystem::remove(part, ignored);
    throw;
  }
}

Checkpoint loadCheckpoint(const std::filesystem::path& file) {
  const auto [header, data] = store::readCheckpointFile(file);
  const auto damaged = [&] {
    return core::Error(
        fmt::format("The checkpoint {} cannot be understood: it was written by another version "
                    "of Skipscope, delete the run and launch it again.",
                    file.string()));
  };
  try {
    Checkpoint checkpoint;
    const nlohmann::json json = nlohmann::json::parse(header);
    for (const auto& [name, value] : json.items()) {
      if (name == "__metadata__") {
        for (const auto& [key, text] : value.items())
          if (key != store::kChecksumKey)
            checkpoint.texts[key] = text.get<std::string>();
        continue;
      }
      const auto begin = value.at("data_offsets").at(0).get<std::uint64_t>();
      const auto end = value.at("data_offsets").at(1).get<std::uint64_t>();
      if (begin > end || end > data.size() || (end - begin) % sizeof(float) != 0)
        throw damaged();
      Checkpoint::Array array{value.at("shape").get<std::vector<std::int64_t>>(), {}};
      array.values.resize((end - begin) / sizeof(float));
      std::memcpy(array.values.data(), data.data() + begin, end - begin);
      checkpoint.arrays[name] = std::move(array);
    }
    return checkpoint;
  } catch (const nlohmann::json::exception&) {
    throw damaged();
  }
}

} // namespace skipscope::learning
