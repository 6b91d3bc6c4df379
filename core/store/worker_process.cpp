#include "core/store/worker_process.h"

#include "core/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

namespace skipscope::store {

namespace fs = std::filesystem;

namespace {

struct Command {
  std::string program;
  std::string folder;
  std::string log;
};

/// Between fork and exec: only what signal handlers may do, since other threads' locks are copied as they
/// stand.
[[noreturn]] void becomeWorker(const Command& command, char* const* arguments, int report, int life) {
  const int input = ::open("/dev/null", O_RDONLY);
  const int output = ::open(command.log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  sigset_t none;
  sigemptyset(&none);
  if (input >= 0 && output >= 0 && ::dup2(input, STDIN_FILENO) >= 0 && ::dup2(output, STDOUT_FILENO) >= 0 &&
      ::dup2(output, STDERR_FILENO) >= 0 && ::fcntl(life, F_SETFD, 0) == 0 &&
      ::pthread_sigmask(SIG_SETMASK, &none, nullptr) == 0) {
    if (input > STDERR_FILENO)
      ::close(input);
    if (output > STDERR_FILENO)
      ::close(output);
    ::execv(command.program.c_str(), arguments);
  }
  const int fault = errno;
  [[maybe_unused]] const auto told = ::write(report, &fault, sizeof fault);
  ::_exit(127);
}

/// Returns 0, or errno of what went wrong in the new process, which holds `life` open.
int startDetached(const Command& command, int life) {
  std::string work = "work";
  std::string untilEmpty = "--until-empty";
  std::string program = command.program;
  std::string folder = command.folder;
  char* const arguments[] = {program.data(), work.data(), folder.data(), untilEmpty.data(), nullptr};

  int report[2]; // closes on exec: an end of file says that the program runs
  if (::pipe2(report, O_CLOEXEC) != 0)
    return errno;
  const pid_t child = ::fork();
  if (child == 0) {
    // A session of its own outlives terminal and window; the second fork leaves nobody to wait for.
    ::setsid();
    const pid_t worker = ::fork();
    if (worker == 0)
      becomeWorker(command, arguments, report[1], life);
    ::_exit(worker < 0 ? 1 : 0);
  }
  int fault = child < 0 ? errno : 0;
  ::close(report[1]);
  if (child > 0) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
      fault = EAGAIN;
    while (::read(report[0], &fault, sizeof fault) < 0 && errno == EINTR) {
    }
  }
  ::close(report[0]);
  return fault;
}

} // namespace

fs::path siblingProgram(const std::string& name) {
  std::error_code fault;
  const fs::path self = fs::read_symlink("/proc/self/exe", fault);
  const fs::path program = self.parent_path() / name;
  if (fault || ::access(program.c_str(), X_OK) != 0)
    throw core::Error(fmt::format("The program {} is missing beside {}: build or install Skipscope whole.",
                                  name, self.string()));
  return program;
}

ProcessEnd::ProcessEnd(ProcessEnd&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

ProcessEnd& ProcessEnd::operator=(ProcessEnd&& other) noexcept {
  std::swap(m_descriptor, other.m_descriptor);
  return *this;
}

ProcessEnd::~ProcessEnd() {
  if (m_descriptor >= 0)
    ::close(m_descriptor);
}

std::vector<ProcessEnd> startWorkers(const fs::path& folder, int count) {
  return startWorkers(siblingProgram("skipscope-learn"), folder, count);
}

std::vector<ProcessEnd> startWorkers(const fs::path& program, const fs::path& folder, int count) {
  Command command;
  command.program = program.string();
  command.folder = fs::absolute(folder).string();
  std::vector<ProcessEnd> started;
  for (int i = 1; i <= count; ++i) {
    command.log = (fs::absolute(folder) / "workers" / fmt::format("worker-{}.log", i)).string();
    int life[2] = {-1, -1};
    // Close on exec: another program that this one starts meanwhile does not get them.
    int fault = ::pipe2(life, O_CLOEXEC) == 0 ? 0 : errno;
    if (fault == 0) {
      started.emplace_back(life[0]);
      fault = startDetached(command, life[1]);
      ::close(life[1]);
    }
    if (fault != 0)
      throw core::Error(
          fmt::format("A worker ({}) could not be started ({}): check the rights of {} and try again.",
                      command.program, std::strerror(fault), command.log));
  }
  return started;
}

} // namespace skipscope::store
