#pragma once

#include "core/store/workspace.h"

#include <string>

namespace skipscope::cli {

/// Opens a workspace that a command is going to change. Throws core::Error where it is missing or read-only.
store::Workspace openForWriting(const std::string& folder);
/// Opens a workspace to look at; a read-only one will do.
store::Workspace openForReading(const std::string& folder);

} // namespace skipscope::cli
