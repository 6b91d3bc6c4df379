#pragma once

#include "core/listening/log_reader.h"

#include <map>
#include <memory>
#include <string>

namespace skipscope::listening {

/// Spotify's extended streaming history: arrays of plays in several files or in the zip they come in.
std::unique_ptr<LogReader> makeSpotifyReader(const ImportRequest& request);
/// A ListenBrainz export: listens and feedback, one JSON object a line, several files in a zip.
std::unique_ptr<LogReader> makeListenBrainzReader(const ImportRequest& request);

/// Numbers the listeners of logs that do not name theirs: an archive is one, and so are all files of one
/// folder.
class FileSets {
public:
  const std::string& listenerOf(const std::string& path);

private:
  std::map<std::string, std::string> m_listeners;
};

} // namespace skipscope::listening
