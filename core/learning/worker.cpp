#include "core/learning/worker.h"

#include "core/learning/encoder.h"
#include "core/learning/run_session.h"

#include <condition_variable>
#include <mutex>

namespace skipscope::learning {

int work(store::Workspace& workspace, const WorkerOptions& options, std::stop_token stop) {
  constexpr std::chrono::milliseconds kQueueInterval{500};
  requireOpenBlas();
  useOneThread();
  const store::WorkerLock lock(workspace);
  store::Queue queue(workspace);
  DatasetCache cache;
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
    if (options.untilEmpty)
      break;
    std::unique_lock waiting(mutex);
    wake.wait_for(waiting, stop, kQueueInterval, [] { return false; });
  }
  return ended;
}

} // namespace skipscope::learning
