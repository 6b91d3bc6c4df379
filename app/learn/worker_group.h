#pragma once

#include <sys/types.h>

#include <mutex>
#include <string>
#include <vector>

namespace skipscope::learn {

/// Copies of this program working side by side, each in a process group of its own, so that Ctrl-C on the
/// terminal reaches them once, through this program.
class WorkerGroup {
public:
  /// Starts `count` times this program with `arguments`. A worker inherits the signals blocked here, so that
  /// one sent while it still loads its libraries waits for it. Throws core::Error where it cannot be started.
  void start(int count, const std::vector<std::string>& arguments);
  void send(int signal);
  /// Waits for all; false where one failed.
  bool wait();

private:
  std::mutex m_mutex;
  std::vector<pid_t> m_alive;
};

} // namespace skipscope::learn
