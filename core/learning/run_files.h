#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace skipscope::learning {

/// "<attempt>-<step>.safetensors": everything needed to go on.
std::string checkpointName(int attempt, std::int64_t step);
/// "<attempt>-best.safetensors": the best weights of a finished run.
std::string bestName(int attempt);
/// Removes checkpoints and parts of checkpoints from a run's folder, but for `keep`. Leaves every other file
/// alone.
void removeCheckpoints(const std::filesystem::path& folder, const std::string& keep);

} // namespace skipscope::learning
