#include "core/listening/file_sets.h"

#include <filesystem>

namespace skipscope::listening {

const std::string& FileSets::listenerOf(const MemberStream& stream) {
  const auto path = std::filesystem::absolute(stream.path()).lexically_normal();
  const std::string set = stream.inArchive() ? path.string() : path.parent_path().string();
  return m_listeners.try_emplace(set, std::to_string(m_listeners.size() + 1)).first->second;
}

} // namespace skipscope::listening
