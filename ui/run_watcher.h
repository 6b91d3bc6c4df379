#pragma once

#include "core/store/run_store.h"
#include "ui/models/run_row.h"

#include <QObject>
#include <QThread>
#include <filesystem>
#include <memory>
#include <vector>

namespace skipscope::ui {

/// What happened in a workspace since the last news: a whole value, which the receiver may take apart.
struct WorkspaceNews {
  store::Changes changes;
  std::vector<RunRow> rows; ///< of changes.runs, by makeRunRows()
  int liveWorkers = 0;
  bool paused = false;
};

/// Follows a workspace through a read-only connection of its own on a background thread: a few times a second
/// it asks whether another connection committed, and then reads the rows with a newer stamp.
class RunWatcher : public QObject {
  Q_OBJECT
public:
  explicit RunWatcher(std::filesystem::path folder, QObject* parent = nullptr);
  ~RunWatcher() override; ///< waits for the look under way

  /// Begins to look: whoever wants the first news has connected before.
  void start();

signals:
  /// The first one holds everything there is.
  void changed(const std::shared_ptr<skipscope::ui::WorkspaceNews>& news);
  /// The workspace cannot be read; said once, watching goes on.
  void failed(const QString& sentence);
  /// The workspace is no longer where it was: what is written from now on would be lost. Watching ends.
  void gone(const QString& sentence);

private:
  class Follower;
  QThread m_thread;
};

} // namespace skipscope::ui
