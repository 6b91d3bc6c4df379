#include "ui/run_watcher.h"

#include "core/store/queue.h"
#include "core/store/workspace.h"
#include "ui/models/display_text.h"

#include <QTimer>
#include <optional>
#include <system_error>

namespace skipscope::ui {

namespace {
constexpr int kLookEveryMs = 250;
constexpr int kLooksPerWorkerCount = 4; ///< a killed worker writes nothing: only its lock tells
} // namespace

/// Lives on the watcher's thread, connection included.
class RunWatcher::Follower : public QObject {
public:
  Follower(std::filesystem::path folder, RunWatcher* watcher)
      : m_folder(std::move(folder)), m_watcher(watcher), m_timer(new QTimer(this)) {
    connect(m_timer, &QTimer::timeout, this, &Follower::look);
  }

  void start() {
    look();
    m_timer->start(kLookEveryMs);
  }

private:
  void look() {
    try {
      if (std::error_code ignored;
          m_workspace && !std::filesystem::exists(m_folder / "workspace.db", ignored)) {
        m_timer->stop();
        emit m_watcher->gone(RunWatcher::tr("The workspace %1 was deleted or moved away and is closed here; "
                                            "open it again where it lies now.")
                                 .arg(fromCore(m_folder.string())));
        return;
      }
      if (!m_workspace)
        m_workspace.emplace(store::Workspace::open(m_folder, store::Access::ReadOnly));
      follow();
      m_problem.clear();
    } catch (const std::exception& error) {
      const QString sentence = fromCore(error.what());
      if (sentence != m_problem)
        emit m_watcher->failed(sentence);
      m_problem = sentence;
    }
  }

  void follow() {
    // The version is read before the rows: a commit in between is then seen twice rather than never.
    const std::int64_t version = m_workspace->dataVersion();
    const bool rowsChanged = version != m_version;
    const bool countWorkers = rowsChanged || m_looks++ % kLooksPerWorkerCount == 0;
    if (!countWorkers)
      return;
    const store::Queue queue(*m_workspace);
    const int live = queue.liveWorkers();
    if (!rowsChanged && live == m_liveWorkers)
      return;
    auto news = std::make_shared<WorkspaceNews>();
    news->changes = store::RunStore(*m_workspace).newerThan(m_stamp);
    news->rows = makeRunRows(news->changes.runs, m_columns);
    news->liveWorkers = live;
    news->paused = queue.paused();
    m_stamp = news->changes.stamp;
    m_liveWorkers = live;
    m_version = version;
    emit m_watcher->changed(news);
  }

  std::filesystem::path m_folder;
  RunWatcher* m_watcher;
  QTimer* m_timer;
  const std::vector<RunColumn> m_columns = runColumns();
  std::optional<store::Workspace> m_workspace;
  std::optional<std::int64_t> m_version;
  std::int64_t m_stamp = 0;
  int m_liveWorkers = 0;
  int m_looks = 0;
  QString m_problem;
};

RunWatcher::RunWatcher(std::filesystem::path folder, QObject* parent) : QObject(parent) {
  auto* follower = new Follower(std::move(folder), this);
  follower->moveToThread(&m_thread);
  connect(&m_thread, &QThread::started, follower, &Follower::start);
  connect(&m_thread, &QThread::finished, follower, &QObject::deleteLater);
}

void RunWatcher::start() {
  m_thread.start();
}

RunWatcher::~RunWatcher() {
  m_thread.quit();
  m_thread.wait();
}

} // namespace skipscope::ui
