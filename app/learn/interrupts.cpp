#include "app/learn/interrupts.h"

#include <pthread.h>
#include <unistd.h>

namespace skipscope::learn {

namespace {
constexpr int kEnd = SIGUSR1; // wakes the listening thread for the last time
}

Interrupts::Interrupts(std::function<void()> soft, std::function<void()> hard)
    : m_soft(std::move(soft)), m_hard(std::move(hard)) {
  sigemptyset(&m_awaited);
  for (const int each : {SIGINT, SIGTERM, kEnd})
    sigaddset(&m_awaited, each);
  pthread_sigmask(SIG_BLOCK, &m_awaited, &m_before);
  m_thread = std::thread([this] { listen(); });
}

Interrupts::~Interrupts() {
  pthread_kill(m_thread.native_handle(), kEnd);
  m_thread.join();
  pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void Interrupts::listen() {
  for (int received = 0, asked = 0; sigwait(&m_awaited, &received) == 0 && received != kEnd;) {
    if (++asked == 1) {
      m_soft();
    } else {
      m_hard();
      _exit(1);
    }
  }
}

} // namespace skipscope::learn
