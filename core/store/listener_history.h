#pragma once

#include "core/listening/dataset.h"
#include "core/store/workspace.h"

#include <cstddef>
#include <string>
#include <vector>

namespace skipscope::store {

/// One play of a listener with its names.
struct HeardSong {
  listening::Event event;
  std::string song; ///< id
  std::string title;
  std::string artist;
  std::string station;
};

/// What one listener heard, oldest first.
struct ListenerHistory {
  std::string listener;
  bool orderedByPosition = false; ///< times are positions, not moments
  std::vector<HeardSong> events;
};

/// Ids of a dataset's listeners by index. Throws core::Error where its file is gone or damaged.
std::vector<std::string> listenerIds(const Workspace& workspace, const std::string& fingerprint);

/// One listener by index: a look-up in the dataset's file that reads nobody else. Throws core::Error where
/// the file is gone or damaged.
ListenerHistory readHistory(const Workspace& workspace, const std::string& fingerprint, std::size_t listener);

} // namespace skipscope::store
