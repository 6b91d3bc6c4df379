#pragma once

#include <filesystem>
#include <string>

namespace skipscope::store {

/// The program `name` beside the running one (build/bin, /usr/bin). Throws core::Error where it is missing.
std::filesystem::path siblingProgram(const std::string& name);

/// Starts `skipscope-learn work FOLDER --until-empty` detached `count` times: own session, output appended to
/// workers/worker-<n>.log of the workspace, so it outlives the caller. Throws core::Error where it cannot be
/// started.
void startWorkers(const std::filesystem::path& folder, int count);
/// The same with another program in its place.
void startWorkers(const std::filesystem::path& program, const std::filesystem::path& folder, int count);

} // namespace skipscope::store
