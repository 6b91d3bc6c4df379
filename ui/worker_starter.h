#pragma once

#include <QObject>
#include <list>

namespace skipscope::store {
class ProcessEnd;
}

namespace skipscope::ui {

class WorkspaceTasks;

/// Keeps as many workers going as wanted while runs wait. Workers are processes that outlive the window; live
/// ones are counted whoever started them, so a second window adds none.
class WorkerStarter : public QObject {
  Q_OBJECT
public:
  explicit WorkerStarter(QObject* parent = nullptr);
  ~WorkerStarter() override;

  void setWorkspace(WorkspaceTasks* tasks); ///< nullptr = none
  /// Starts what is missing to `most` live workers. Where some are still on their way, fewer; what these
  /// leave undone, since they came and went unseen or never came, is seen to when that is known.
  void start(int most);
  /// Whether workers were asked for whose lock was not seen yet.
  bool starting() const { return m_asking || m_starting > 0; }
  /// What the watcher saw.
  void sawLive(int live);

private:
  struct Started;
  void take(Started started);
  void follow(store::ProcessEnd end);
  void arrived(int workers);
  void forget();

  WorkspaceTasks* m_tasks = nullptr;
  std::list<store::ProcessEnd> m_ends; ///< of processes that were started here and are not over
  int m_live = 0;
  int m_starting = 0; ///< of these, those whose lock was not seen yet
  int m_most = 0;     ///< wanted last
  bool m_asking = false;
  bool m_again = false;   ///< something changed while asking
  bool m_waiting = false; ///< fewer were started because of those on their way
};

} // namespace skipscope::ui
