#include "core/store/run.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace skipscope::store {

namespace {

constexpr std::array<std::string_view, 6> kNames = {"queued", "running",   "finished",
                                                    "failed", "cancelled", "interrupted"};

} // namespace

std::string_view runStateName(RunState state) {
  return kNames[static_cast<std::size_t>(state)];
}

std::optional<RunState> parseRunState(std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  return found == kNames.end() ? std::nullopt : std::optional(static_cast<RunState>(found - kNames.begin()));
}

} // namespace skipscope::store
