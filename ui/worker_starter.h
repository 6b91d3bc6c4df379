#pragma once

#include <QElapsedTimer>
#include <QObject>

namespace skipscope::ui {

class WorkspaceTasks;

/// Keeps as many workers going as wanted while runs wait. Workers are processes that outlive the window; live
/// ones are counted whoever started them, so a second window adds none.
class WorkerStarter : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;

  void setWorkspace(WorkspaceTasks* tasks); ///< nullptr = none
  /// Starts what is missing to `most` live workers.
  void start(int most);
  /// What the watcher saw.
  void sawLive(int live);

private:
  int starting() const;

  WorkspaceTasks* m_tasks = nullptr;
  int m_live = 0;
  int m_starting = 0;             ///< started, lock not seen yet
  QElapsedTimer m_sinceLastStart; ///< one that never gets its lock stops counting after a while
};

} // namespace skipscope::ui
