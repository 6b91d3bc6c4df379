#pragma once

#include "ui/models/baseline_differences.h"

#include <QObject>
#include <memory>

namespace skipscope::ui {

class RunsModel;
class WorkspaceTasks;

/// Keeps the differences to the pinned baselines up to date: computed in the background, a few configurations
/// at a time, so that other work of the window comes in between.
class BaselineComparer : public QObject {
  Q_OBJECT
public:
  explicit BaselineComparer(RunsModel* runs, QObject* parent = nullptr);

  void setWorkspace(WorkspaceTasks* tasks); ///< nullptr = none
  /// Call when runs or baselines changed.
  void refresh();

signals:
  void failed(const QString& sentence); ///< tried again when runs change

private:
  RunsModel* m_runs;
  WorkspaceTasks* m_tasks = nullptr;
  std::shared_ptr<const BaselineDifferences> m_answer; ///< the newest, perhaps not complete
  QObject* m_inFlight = nullptr;                       ///< goes with what nobody waits for any more
};

} // namespace skipscope::ui
