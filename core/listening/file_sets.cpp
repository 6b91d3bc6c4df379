#include "core/listening/file_sets.h"

#include <filesystem>

namespace skipscope::listening {

namespace {

/// The folder of an export: ListenBrainz keeps plays in listens/YEAR below it, and votes in it.
std::filesystem::path exportFolder(const std::filesystem::path& file) {
  const auto folder = file.parent_path();
  return folder.parent_path().filename() == "listens" ? folder.parent_path().parent_path() : folder;
}

} // namespace

const std::string& FileSets::listenerOf(const MemberStream& stream) {
  const auto path = std::filesystem::absolute(stream.path()).lexically_normal();
  const std::string set = stream.inArchive() ? path.string() : exportFolder(path).string();
  return m_listeners.try_emplace(set, std::to_string(m_listeners.size() + 1)).first->second;
}

} // namespace skipscope::listening
