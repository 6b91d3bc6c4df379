#include "ui/worker_starter.h"

#include "core/store/queue.h"
#include "core/store/worker_process.h"
#include "ui/models/worker_count.h"
#include "ui/workspace_tasks.h"

#include <QSocketNotifier>
#include <algorithm>

namespace skipscope::ui {

struct WorkerStarter::Started {
  std::vector<store::ProcessEnd> workers;
  bool fewer = false; ///< than without those on their way
};

WorkerStarter::WorkerStarter(QObject* parent) : QObject(parent) {}

WorkerStarter::~WorkerStarter() {
  forget();
}

void WorkerStarter::forget() {
  qDeleteAll(findChildren<QSocketNotifier*>()); // before what they look at is closed
  m_ends.clear();
}

void WorkerStarter::setWorkspace(WorkspaceTasks* tasks) {
  if (m_tasks)
    disconnect(m_tasks, nullptr, this, nullptr);
  m_tasks = tasks;
  forget();
  m_live = m_starting = 0;
  m_asking = m_again = m_waiting = false;
  if (tasks) // a task that threw never comes back to take()
    connect(tasks, &WorkspaceTasks::failed, this, [this] { m_asking = false; });
}

void WorkerStarter::start(int most) {
  m_most = most;
  if (!m_tasks)
    return;
  if (m_asking) {
    m_again = true;
    return;
  }
  m_asking = true;
  m_again = m_waiting = false;
  m_tasks->run(
      this,
      [most, starting = m_starting](store::Workspace& workspace) {
        const store::Queue queue(workspace);
        const int queued = queue.paused() ? 0 : queue.queued();
        const int live = queue.liveWorkers();
        const int count = workersToStart(most, live, starting, queued);
        Started started;
        started.fewer = count < workersToStart(most, live, 0, queued);
        if (count > 0)
          started.workers = store::startWorkers(workspace.folder(), count);
        return started;
      },
      [this, tasks = m_tasks](Started started) {
        if (tasks == m_tasks)
          take(std::move(started));
      });
}

void WorkerStarter::take(Started started) {
  m_asking = false;
  m_waiting = started.fewer;
  m_starting += static_cast<int>(started.workers.size());
  for (store::ProcessEnd& end : started.workers)
    follow(std::move(end));
  if (m_again)
    start(m_most);
}

void WorkerStarter::follow(store::ProcessEnd end) {
  const auto place = m_ends.insert(m_ends.end(), std::move(end));
  auto* over = new QSocketNotifier(place->descriptor(), QSocketNotifier::Read, this);
  connect(over, &QSocketNotifier::activated, this, [this, over, place] {
    over->setEnabled(false);
    over->deleteLater();
    m_ends.erase(place);
    arrived(m_starting - static_cast<int>(m_ends.size()));
  });
}

void WorkerStarter::sawLive(int live) {
  arrived(live - m_live);
  m_live = live;
}

void WorkerStarter::arrived(int workers) {
  const int before = m_starting;
  m_starting = std::clamp(m_starting - workers, 0, m_starting);
  if (m_starting == before)
    return;
  if (m_asking)
    m_again = true;
  else if (m_waiting)
    start(m_most);
}

} // namespace skipscope::ui
