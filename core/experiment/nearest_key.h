#pragma once

#include <string>
#include <string_view>

namespace skipscope::experiment {

/// The configuration key with the fewest edits (Levenshtein) from `key`; the first of equals.
std::string nearestKey(std::string_view key);
/// Throws core::UsageError unless `key` is a configuration key, naming the nearest one.
void requireKey(std::string_view key);

} // namespace skipscope::experiment
