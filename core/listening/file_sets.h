#pragma once

#include "core/listening/member_stream.h"

#include <map>
#include <string>

namespace skipscope::listening {

/// Numbers the listeners of logs that do not name theirs: an archive is one, and so are all files of one
/// folder, with what ListenBrainz puts in listens/YEAR below it.
class FileSets {
public:
  const std::string& listenerOf(const MemberStream& stream);

private:
  std::map<std::string, std::string> m_listeners;
};

} // namespace skipscope::listening
