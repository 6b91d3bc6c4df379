#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace skipscope::tests {

/// What became of a program.
struct Ended {
  int code = -1;  ///< exit code, or -1
  int signal = 0; ///< what killed it, or 0
  std::string out;
  std::string err;
};

/// A program under test, killed at the latest when this object goes.
class ChildProcess {
public:
  struct Conditions {
    std::optional<std::uint64_t> largestFile; ///< bytes: stands for a full disk
    bool unprivileged = false;                ///< as nobody, where the tests run as root
    bool outputClosed = false;
    std::string input; ///< what it reads, whole, from its standard input
  };

  explicit ChildProcess(std::vector<std::string> words) : ChildProcess(std::move(words), Conditions()) {}
  ChildProcess(std::vector<std::string> words, const Conditions& conditions);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  void signal(int number) const;
  /// Whether it has this file open right now.
  bool hasOpen(const std::string& file) const;
  /// Waits for its end; kills it and fails the test after `patience`.
  Ended wait(std::chrono::seconds patience = std::chrono::seconds(60));

private:
  pid_t m_pid = -1;
  int m_out = -1; ///< memory files: no pipe can fill up
  int m_err = -1;
};

} // namespace skipscope::tests
