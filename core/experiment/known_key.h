#pragma once

#include <string_view>

namespace skipscope::experiment {

/// Throws core::UsageError unless `key` is a configuration key, naming the nearest one.
void requireKey(std::string_view key);

} // namespace skipscope::experiment
