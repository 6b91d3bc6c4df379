#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace skipscope::learning {

/// Threads that wait for work and share it: the caller is one of them. Which thread does a task must not
/// change its result.
class ThreadTeam {
public:
  /// One task of a job: `thread` counts from 0 and is nobody else's meanwhile.
  using Task = std::function<void(std::size_t task, std::size_t thread)>;

  /// At least one thread: the caller.
  explicit ThreadTeam(int threads);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  std::size_t threads() const { return m_others.size() + 1; }

  /// Does tasks 0 … count-1, the first ones first, and returns when all are done. What a task throws comes
  /// out here, once; tasks not begun are then left out. Not for two callers at once, nor from a task.
  void run(std::size_t count, const Task& task);

  /// Does pieces [first, last) of 0 … count, some for every thread.
  void runPieces(std::size_t count, const std::function<void(std::size_t first, std::size_t last)>& piece);

private:
  void close();
  void serve(std::size_t thread);
  void work(std::size_t thread);

  std::vector<std::thread> m_others;
  std::mutex m_mutex;
  std::condition_variable m_begun, m_ended;
  const Task* m_task = nullptr;
  std::size_t m_count = 0;
  std::size_t m_job = 0;     ///< number of the present job
  std::size_t m_working = 0; ///< of the others, those at it
  bool m_closing = false;
  std::atomic<std::size_t> m_next{0};
  std::exception_ptr m_failure;
};

} // namespace skipscope::learning
