#include "core/learning/checkpoint.h"

#include "core/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>
#include <xxhash.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <span>

namespace skipscope::learning {

static_assert(std::endian::native == std::endian::little, "safetensors holds little-endian floats");

namespace {

constexpr const char* kChecksumKey = "xxh3_128";
const std::string kNoChecksum(32, '0');
constexpr std::uint64_t kLongestHeader = 100'000'000; // as the reference implementation of safetensors

core::Error damaged(const std::filesystem::path& file, const std::string& how) {
  return core::Error(
      fmt::format("The checkpoint {} is damaged ({}): retry the run from scratch.", file.string(), how));
}

core::Error unwritten(const std::filesystem::path& file, int error) {
  return core::Error(
      fmt::format("The checkpoint {} cannot be written ({}): make room or give write permission, "
                  "then retry the run.",
                  file.string(), std::strerror(error)));
}

/// XXH3-128 of header (with zeros for the checksum) and data, 32 hex digits.
class Checksum {
public:
  Checksum() : m_state(XXH3_createState(), XXH3_freeState) { XXH3_128bits_reset(m_state.get()); }
  void add(const void* bytes, std::size_t size) { XXH3_128bits_update(m_state.get(), bytes, size); }
  std::string text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(m_state.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

private:
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> m_state;
};

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
  metadata[kChecksumKey] = kNoChecksum;
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
  Checksum checksum;
  checksum.add(header.data(), header.size());
  for (const auto& [name, array] : checkpoint.arrays)
    checksum.add(array.values.data(), array.values.size() * sizeof(float));
  const std::string key = fmt::format("\"{}\":\"", kChecksumKey);
  header.replace(header.find(key + kNoChecksum) + key.size(), kNoChecksum.size(), checksum.text());

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
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream)
    throw core::Error(fmt::format("The checkpoint {} cannot be read ({}): retry the run from scratch.",
                                  file.string(), std::strerror(errno)));
  const auto whole = static_cast<std::uint64_t>(stream.tellg());
  stream.seekg(0);
  std::uint64_t headerSize = 0;
  stream.read(reinterpret_cast<char*>(&headerSize), sizeof headerSize);
  if (!stream || headerSize > kLongestHeader || headerSize + sizeof headerSize > whole)
    throw damaged(file, "it is cut off");
  std::string header(headerSize, '\0');
  std::vector<char> data(whole - headerSize - sizeof headerSize);
  stream.read(header.data(), static_cast<std::streamsize>(header.size()));
  stream.read(data.data(), static_cast<std::streamsize>(data.size()));
  if (!stream)
    throw damaged(file, "it is cut off");

  try {
    const nlohmann::json json = nlohmann::json::parse(header);
    const std::string told = json.at("__metadata__").at(kChecksumKey).get<std::string>();
    const std::string entry = fmt::format("\"{}\":\"{}\"", kChecksumKey, told);
    const std::size_t at = header.find(entry);
    if (at == std::string::npos || told.size() != kNoChecksum.size())
      throw damaged(file, "it has no checksum");
    header.replace(at + entry.size() - 1 - told.size(), told.size(), kNoChecksum);
    Checksum checksum;
    checksum.add(header.data(), header.size());
    checksum.add(data.data(), data.size());
    if (checksum.text() != told)
      throw damaged(file, "its checksum is wrong");

    Checkpoint checkpoint;
    for (const auto& [name, value] : json.items()) {
      if (name == "__metadata__") {
        for (const auto& [key, text] : value.items())
          if (key != kChecksumKey)
            checkpoint.texts[key] = text.get<std::string>();
        continue;
      }
      const auto begin = value.at("data_offsets").at(0).get<std::uint64_t>();
      const auto end = value.at("data_offsets").at(1).get<std::uint64_t>();
      if (begin > end || end > data.size() || (end - begin) % sizeof(float) != 0)
        throw damaged(file, "its offsets are wrong");
      Checkpoint::Array array{value.at("shape").get<std::vector<std::int64_t>>(), {}};
      array.values.resize((end - begin) / sizeof(float));
      std::memcpy(array.values.data(), data.data() + begin, end - begin);
      checkpoint.arrays[name] = std::move(array);
    }
    return checkpoint;
  } catch (const nlohmann::json::exception&) {
    throw damaged(file, "its header cannot be read");
  }
}

} // namespace skipscope::learning
