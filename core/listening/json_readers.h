#pragma once

#include "core/listening/log_reader.h"

#include <memory>

namespace skipscope::listening {

/// Spotify's extended streaming history: arrays of plays in several files or in the zip they come in.
std::unique_ptr<LogReader> makeSpotifyReader(const ImportRequest& request);
/// A ListenBrainz export: listens and feedback, one JSON object a line, several files in a zip.
std::unique_ptr<LogReader> makeListenBrainzReader(const ImportRequest& request);

} // namespace skipscope::listening
