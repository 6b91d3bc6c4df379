#pragma once

#include "core/store/workspace.h"

#include <cstdint>
#include <string>

namespace skipscope::cli {

struct ExportRequest {
  std::string folder;       ///< made; may exist if it is empty
  bool listenerIds = false; ///< else keyed hashes
  bool raw = false;         ///< CSV cells without the leading ' of formulas
};

/// Writes what docs/commands.md lists under `export`; returns the number of runs. All of it appears or
/// nothing. Throws core::Error where the folder is in use or cannot be written.
std::int64_t exportFiles(store::Workspace& workspace, const ExportRequest& request);

} // namespace skipscope::cli
