#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace skipscope::store {

/// The program `name` beside the running one (build/bin, /usr/bin). Throws core::Error where it is missing.
std::filesystem::path siblingProgram(const std::string& name);

/// Tells when a started process has ended, however it ends: it holds the other end of a pipe open for life.
/// Nothing else follows from keeping or dropping this.
class ProcessEnd {
public:
  explicit ProcessEnd(int descriptor) : m_descriptor(descriptor) {}
  ProcessEnd(ProcessEnd&& other) noexcept;
  ProcessEnd& operator=(ProcessEnd&& other) noexcept;
  ~ProcessEnd();

  /// Can be read from, without a wait, once the process is over.
  int descriptor() const { return m_descriptor; }

private:
  int m_descriptor;
};

/// Starts `skipscope-learn work FOLDER --until-empty` detached `count` times: own session, output appended to
/// workers/worker-<n>.log of the workspace, so it outlives the caller. Throws core::Error where it cannot be
/// started.
std::vector<ProcessEnd> startWorkers(const std::filesystem::path& folder, int count);
/// The same with another program in its place.
std::vector<ProcessEnd> startWorkers(const std::filesystem::path& program,
                                     const std::filesystem::path& folder, int count);

} // namespace skipscope::store
