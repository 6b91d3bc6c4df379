#include "core/store/checkpoint_file.h"

#include "core/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <xxhash.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>

namespace skipscope::store {

namespace {

constexpr std::uint64_t kLongestHeader = 100'000'000; // as the reference implementation of safetensors

core::Error damaged(const std::filesystem::path& file, const std::string& how) {
  return core::Error(fmt::format("The checkpoint {} is damaged ({}): retry the run where it has failed, else "
                                 "delete it and launch it again.",
                                 file.string(), how));
}

} // namespace

std::string checkpointChecksum(std::string_view header, const std::vector<std::string_view>& data) {
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), XXH3_freeState);
  XXH3_128bits_reset(state.get());
  XXH3_128bits_update(state.get(), header.data(), header.size());
  for (const std::string_view part : data)
    XXH3_128bits_update(state.get(), part.data(), part.size());
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

CheckpointFile readCheckpointFile(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream)
    throw damaged(file, std::strerror(errno));
  const auto whole = static_cast<std::uint64_t>(stream.tellg());
  stream.seekg(0);
  std::uint64_t headerSize = 0;
  stream.read(reinterpret_cast<char*>(&headerSize), sizeof headerSize);
  if (!stream || headerSize > kLongestHeader || headerSize + sizeof headerSize > whole)
    throw damaged(file, "it is cut off");
  CheckpointFile content{std::string(headerSize, '\0'),
                         std::string(whole - headerSize - sizeof headerSize, '\0')};
  stream.read(content.header.data(), static_cast<std::streamsize>(content.header.size()));
  stream.read(content.data.data(), static_cast<std::streamsize>(content.data.size()));
  if (!stream)
    throw damaged(file, "it is cut off");
  std::string told;
  try {
    told = nlohmann::json::parse(content.header).at("__metadata__").at(kChecksumKey).get<std::string>();
  } catch (const nlohmann::json::exception&) {
    throw damaged(file, "its header cannot be read");
  }
  const std::string entry = fmt::format("\"{}\":\"{}\"", kChecksumKey, told);
  const std::size_t at = content.header.find(entry);
  if (at == std::string::npos || told.size() != kNoChecksum.size())
    throw damaged(file, "it has no checksum");
  content.header.replace(at + entry.size() - 1 - told.size(), told.size(), kNoChecksum);
  if (checkpointChecksum(content.header, {content.data}) != told)
    throw damaged(file, "its checksum is wrong");
  return content;
}

} // namespace skipscope::store
