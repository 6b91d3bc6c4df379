#include "tests/app/cli/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace skipscope::tests {

namespace {

std::string contents(int file) {
  std::string text(static_cast<std::size_t>(::lseek(file, 0, SEEK_END)), '\0');
  const auto size = ::pread(file, text.data(), text.size(), 0);
  text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return text;
}

/// A file with that content, to be read from its beginning.
int fileWith(const std::string& content) {
  const int file = ::memfd_create("stdin", MFD_CLOEXEC);
  EXPECT_EQ(::pwrite(file, content.data(), content.size(), 0), static_cast<ssize_t>(content.size()));
  return file;
}

struct Streams {
  int in;
  int out;
  int err;
};

[[noreturn]] void become(char* const* words, const ChildProcess::Conditions& conditions,
                         const Streams& streams) {
  ::dup2(streams.in, STDIN_FILENO);
  ::dup2(streams.out, STDOUT_FILENO);
  ::dup2(streams.err, STDERR_FILENO);
  if (conditions.outputClosed)
    ::close(STDOUT_FILENO);
  if (conditions.largestFile) {
    const rlimit limit{*conditions.largestFile, *conditions.largestFile};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ::execvp(words[0], words);
  ::_exit(127);
}

} // namespace

ChildProcess::ChildProcess(std::vector<std::string> words, const Conditions& conditions)
    : m_out(::memfd_create("stdout", MFD_CLOEXEC)), m_err(::memfd_create("stderr", MFD_CLOEXEC)) {
  if (conditions.unprivileged && ::geteuid() == 0)
    words.insert(words.begin(), {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
  std::vector<char*> pointers;
  for (auto& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const int input = fileWith(conditions.input);
  m_pid = ::fork();
  if (m_pid < 0)
    throw std::runtime_error("fork failed");
  if (m_pid == 0)
    become(pointers.data(), conditions, {input, m_out, m_err});
  ::close(input);
}

ChildProcess::~ChildProcess() {
  if (m_pid > 0) {
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
  }
  ::close(m_out);
  ::close(m_err);
}

void ChildProcess::signal(int number) const {
  if (m_pid > 0)
    ::kill(m_pid, number);
}

bool ChildProcess::hasOpen(const std::string& file) const {
  std::error_code gone; // it may close files, or end, while we look
  for (const auto& entry : std::filesystem::directory_iterator(fmt::format("/proc/{}/fd", m_pid), gone))
    if (std::filesystem::read_symlink(entry.path(), gone) == file)
      return true;
  return false;
}

Ended ChildProcess::wait(std::chrono::seconds patience) {
  pollfd end{static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)), POLLIN, 0};
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
  if (::poll(&end, 1, static_cast<int>(ms)) == 0) {
    ADD_FAILURE() << "The program did not end within " << patience.count() << " s.";
    ::kill(m_pid, SIGKILL);
  }
  ::close(end.fd);
  int status = 0;
  ::waitpid(m_pid, &status, 0);
  m_pid = -1;
  Ended ended;
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  ended.out = contents(m_out);
  ended.err = contents(m_err);
  return ended;
}

} // namespace skipscope::tests
