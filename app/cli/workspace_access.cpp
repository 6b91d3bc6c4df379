#include "app/cli/workspace_access.h"

#include "core/error.h"

#include <fmt/format.h>

namespace skipscope::cli {

store::Workspace openForWriting(const std::string& folder) {
  auto workspace = store::Workspace::open(folder);
  if (workspace.readOnly())
    throw core::Error(
        fmt::format("The workspace {} is read-only for this user, so nothing can be changed in it; "
                    "make it writable or work on a copy.",
                    folder));
  return workspace;
}

store::Workspace openForReading(const std::string& folder) {
  return store::Workspace::open(folder, store::Access::ReadOnly);
}

} // namespace skipscope::cli
