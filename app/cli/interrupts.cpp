#include "app/cli/interrupts.h"

#include <pthread.h>
#include <unistd.h>

namespace skipscope::cli {

Interrupts::Interrupts() {
  sigemptyset(&m_awaited);
  for (const int number : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    sigaction(number, nullptr, &now);
    if (now.sa_handler != SIG_IGN) // under nohup, or in the background of a script, it stays ignored
      sigaddset(&m_awaited, number);
  }
  sigaddset(&m_awaited, SIGUSR2); // wakes listen() at the end
  pthread_sigmask(SIG_BLOCK, &m_awaited, &m_before);
  m_thread = std::thread([this] { listen(); });
}

Interrupts::~Interrupts() {
  m_ended = true;
  pthread_kill(m_thread.native_handle(), SIGUSR2);
  m_thread.join();
  pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void Interrupts::listen() {
  for (int number = 0; sigwait(&m_awaited, &number) == 0 && !m_ended;) {
    if (number == SIGUSR2)
      continue;
    if (!m_source.request_stop())
      ::_exit(130);
  }
}

} // namespace skipscope::cli
