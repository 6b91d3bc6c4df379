#include "app/learn/worker_group.h"

#include "core/error.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace skipscope::learn {

void WorkerGroup::start(int count, const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {"skipscope-learn"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  int error = 0;
  for (int i = 0; i < count && error == 0; ++i) {
    pid_t child = 0;
    error = posix_spawn(&child, "/proc/self/exe", nullptr, &attributes, pointers.data(), environ);
    const std::scoped_lock lock(m_mutex);
    if (error == 0)
      m_alive.push_back(child);
  }
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    send(SIGTERM);
    wait();
    throw core::Error(
        fmt::format("A worker could not be started ({}): try fewer --jobs.", std::strerror(error)));
  }
}

void WorkerGroup::send(int signal) {
  const std::scoped_lock lock(m_mutex);
  for (const pid_t child : m_alive)
    ::kill(child, signal);
}

bool WorkerGroup::wait() {
  bool sound = true;
  for (;;) {
    siginfo_t ended{};
    if (::waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT) != 0) {
      if (errno == EINTR)
        continue;
      return sound; // no child is left
    }
    // Forgotten before it is reaped, so that no signal can go to a number that another process was given.
    const std::scoped_lock lock(m_mutex);
    std::erase(m_alive, ended.si_pid);
    int status = 0;
    ::waitpid(ended.si_pid, &status, 0);
    sound = sound && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
}

} // namespace skipscope::learn
