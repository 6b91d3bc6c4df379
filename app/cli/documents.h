#pragma once

#include "core/store/run.h"
#include "core/store/workspace.h"

#include <nlohmann/json.hpp>

namespace skipscope::cli {

using Json = nlohmann::ordered_json;

/// A dataset as `import --json` and `datasets --json` give it (docs/commands.md).
Json datasetDocument(const store::DatasetEntry& entry);
/// A run as `runs --json` and `show --json` give it (docs/commands.md).
Json runDocument(const store::Run& run);
/// Prints one document, indented; bytes that are not UTF-8 are replaced.
void printDocument(const Json& document);

} // namespace skipscope::cli
