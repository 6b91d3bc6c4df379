#include "ui/worker_starter.h"

#include "core/store/queue.h"
#include "core/store/worker_process.h"
#include "ui/models/worker_count.h"
#include "ui/workspace_tasks.h"

#include <algorithm>

namespace skipscope::ui {

namespace {
constexpr qint64 kStartTakesMs = 10'000; ///< loading LibTorch on a cold, busy machine
}

void WorkerStarter::setWorkspace(WorkspaceTasks* tasks) {
  m_tasks = tasks;
  m_live = 0;
  m_starting = 0;
}

int WorkerStarter::starting() const {
  return m_sinceLastStart.isValid() && m_sinceLastStart.elapsed() < kStartTakesMs ? m_starting : 0;
}

void WorkerStarter::start(int most) {
  if (!m_tasks)
    return;
  m_tasks->run(
      this,
      [most, alreadyStarting = starting()](store::Workspace& workspace) {
        const store::Queue queue(workspace);
        const int count =
            queue.paused() ? 0 : workersToStart(most, queue.liveWorkers(), alreadyStarting, queue.queued());
        if (count > 0)
          store::startWorkers(workspace.folder(), count);
        return count;
      },
      [this](int count) {
        if (count == 0)
          return;
        m_starting = starting() + count;
        m_sinceLastStart.start();
      });
}

void WorkerStarter::sawLive(int live) {
  m_starting = std::max(0, m_starting - std::max(0, live - m_live));
  m_live = live;
}

} // namespace skipscope::ui
