#pragma once

#include "app/cli/documents.h"

#include <string>

namespace skipscope::cli {

/// Configuration keys, import rules, simulator rates and metrics, made from their descriptions: for `keys`,
/// for `keys --json` and for docs/configuration.md.
std::string fieldsText();
Json fieldsDocument();
std::string fieldsMarkdown();

} // namespace skipscope::cli
