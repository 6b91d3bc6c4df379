#include "core/learning/thread_team.h"

#include <algorithm>

namespace skipscope::learning {

ThreadTeam::ThreadTeam(int threads) {
  try {
    for (int thread = 1; thread < threads; ++thread)
      m_others.emplace_back([this, thread] { serve(static_cast<std::size_t>(thread)); });
  } catch (...) { // the system gives no more threads
    close();
    throw;
  }
}

ThreadTeam::~ThreadTeam() {
  close();
}

void ThreadTeam::close() {
  {
    const std::lock_guard lock(m_mutex);
    m_closing = true;
  }
  m_begun.notify_all();
  for (std::thread& other : m_others)
    other.join();
}

void ThreadTeam::run(std::size_t count, const Task& task) {
  {
    const std::lock_guard lock(m_mutex);
    m_task = &task;
    m_count = count;
    m_next = 0;
    m_failure = nullptr;
    ++m_job;
  }
  if (count > 1)
    m_begun.notify_all();
  work(0);
  std::unique_lock lock(m_mutex);
  m_ended.wait(lock, [this] { return m_working == 0; });
  if (m_failure)
    std::rethrow_exception(m_failure);
}

void ThreadTeam::runPieces(std::size_t count, const std::function<void(std::size_t, std::size_t)>& piece) {
  const std::size_t size = std::max<std::size_t>((count + 4 * threads() - 1) / (4 * threads()), 1);
  run((count + size - 1) / size,
      [&](std::size_t number, std::size_t) { piece(number * size, std::min(count, (number + 1) * size)); });
}

void ThreadTeam::serve(std::size_t thread) {
  std::size_t seen = 0;
  std::unique_lock lock(m_mutex);
  while (true) {
    m_begun.wait(lock, [&] { return m_closing || m_job != seen; });
    if (m_closing)
      return;
    seen = m_job;
    if (m_next >= m_count) // woke too late: nobody waits for it
      continue;
    ++m_working;
    lock.unlock();
    work(thread);
    lock.lock();
    if (--m_working == 0)
      m_ended.notify_one();
  }
}

void ThreadTeam::work(std::size_t thread) {
  try {
    for (std::size_t task = m_next++; task < m_count; task = m_next++)
      (*m_task)(task, thread);
  } catch (...) {
    const std::lock_guard lock(m_mutex);
    m_next = m_count;
    if (!m_failure)
      m_failure = std::current_exception();
  }
}

} // namespace skipscope::learning
