#include "core/learning/worker.h"

#include "core/learning/plain/library_threads.h"
#include "core/learning/run_session.h"

#include <condition_variable>
#include <mutex>

namespace skipscope::learning {

namespace {

/// One life as a worker, its lock included; returns how many runs ended.
int workUnderLock(store::Workspace& workspace, const WorkerOptions& options, DatasetCache& cache,
                  const std::stop_token& stop) {
  constexpr std::chrono::milliseconds kQueueInterval{500};
  const store::WorkerLock lock(workspace);
  store::Queue queue(workspace);
  std::mutex mutex;
  std::condition_variable_any wake;
  int ended = 0;
  while (!stop.stop_requested()) {
    queue.reap();
    if (const auto claim = queue.claim(lock)) {
      RunSession(workspace, *claim, options).run(cache, stop);
      ++ended;
      continue;
    }
    if (options.untilEmpty) {
      options.observer.tell("Nothing is left in the queue: this worker ends.");
      break;
    }
    std::unique_lock waiting(mutex);
    wake.wait_for(waiting, stop, kQueueInterval, [] { return false; });
  }
  return ended;
}

} // namespace

int work(store::Workspace& workspace, const WorkerOptions& options, std::stop_token stop) {
  plain::requireOpenBlas();
  plain::useOneLibraryThread();
  const store::Queue queue(workspace);
  DatasetCache cache;
  int ended = 0;
  do
    ended += workUnderLock(workspace, options, cache, stop);
  // Whoever queued a run before the lock went saw this worker alive, and started no other one.
  while (options.untilEmpty && !stop.stop_requested() && !queue.paused() && queue.queued() > 0);
  return ended;
}

} // namespace skipscope::learning
