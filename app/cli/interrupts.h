#pragma once

#include <signal.h>

#include <atomic>
#include <stop_token>
#include <thread>

namespace skipscope::cli {

/// While it lives, the first Ctrl-C (or SIGTERM) asks softly to stop, through token(); the second ends the
/// program at once with code 130. Make it after starting other programs: they would inherit the blocked
/// signals.
class Interrupts {
public:
  Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts();

  std::stop_token token() const { return m_source.get_token(); }

private:
  void listen();

  std::stop_source m_source;
  std::atomic<bool> m_ended = false;
  sigset_t m_awaited{};
  sigset_t m_before{};
  std::thread m_thread;
};

} // namespace skipscope::cli
