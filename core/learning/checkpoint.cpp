#include "core/learning/checkpoint.h"

#include "core/error.h"
#include "core/store/checkpoint_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace skipscope::learning {

static_assert(std::endian::native == std::endian::little, "safetensors holds little-endian floats");

namespace {

core::Error unwritten(const std::filesystem::path& file, int error) {
  return core::Error(
      fmt::format("The checkpoint {} cannot be written ({}): make room or give write permission, "
                  "then retry the run.",
                  file.string(), std::strerror(error)));
}

/// A file descriptor that closes itself.
class Descriptor {
public:
  explicit Descriptor(int descriptor) : m_descriptor(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (m_descriptor >= 0)
      ::close(m_descriptor);
  }
  bool open() const { return m_descriptor >= 0; }
  /// 0, or the error.
  int write(const void* bytes, std::size_t size) const {
    const char* at = static_cast<const char*>(bytes);
    while (size > 0) {
      const ssize_t written = ::write(m_descriptor, at, size);
      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return written < 0 ? errno : ENOSPC;
      at += written;
      size -= static_cast<std::size_t>(written);
    }
    return 0;
  }
  int sync() const { return ::fsync(m_descriptor) == 0 ? 0 : errno; }

private:
  int m_descriptor;
};

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

int writeWhole(const std::filesystem::path& part, const std::string& header, const Checkpoint& checkpoint) {
  const Descriptor descriptor(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!descriptor.open())
    return errno;
  const std::uint64_t size = header.size();
  if (const int error = descriptor.write(&size, sizeof size))
    return error;
  if (const int error = descriptor.write(header.data(), header.size()))
    return error;
  for (const auto& [name, array] : checkpoint.arrays)
    if (const int error = descriptor.write(array.values.data(), array.values.size() * sizeof(float)))
      return error;
  return descriptor.sync();
}

int syncFolder(const std::filesystem::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return descriptor.open() ? descriptor.sync() : errno;
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
  std::filesystem::create_directories(file.parent_path(), ignored);
  const std::filesystem::path part = file.string() + ".part";
  int error = writeWhole(part, header, checkpoint);
  if (error == 0 && ::rename(part.c_str(), file.c_str()) != 0)
    error = errno;
  if (error == 0)
    error = syncFolder(file.parent_path());
  if (error != 0) {
    std::filesystem::remove(part, ignored);
    throw unwritten(file, error);
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
