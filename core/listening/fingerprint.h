#pragma once

#include "core/listening/dataset.h"
#include "core/listening/import_rules.h"

#include <string>
#include <string_view>

namespace skipscope::listening {

/// XXH3-128 of everything the dataset holds and of the import rules, as 32 hex digits. Numbers enter in
/// little-endian order and rules only where they differ from their default, so that machines and later
/// versions agree.
std::string datasetFingerprint(const Dataset& dataset, const ImportRules& rules);

/// XXH3-128 of a text, as 32 hex digits.
std::string textFingerprint(std::string_view text);

} // namespace skipscope::listening
