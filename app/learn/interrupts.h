#pragma once

#include <csignal>
#include <functional>
#include <thread>

namespace skipscope::learn {

/// While it lives, the first SIGINT or SIGTERM calls `soft` on a thread of its own; the second calls `hard`
/// and ends the program at once with code 1. Make it before any other thread: they inherit the blocked
/// signals.
class Interrupts {
public:
  Interrupts(std::function<void()> soft, std::function<void()> hard);
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts();

private:
  void listen();

  std::function<void()> m_soft;
  std::function<void()> m_hard;
  sigset_t m_awaited{};
  sigset_t m_before{};
  std::thread m_thread;
};

} // namespace skipscope::learn
