#pragma once

#include "ui/models/view.h"
#include "ui/report_drawer.h"

#include <QObject>
#include <QString>
#include <functional>
#include <memory>

class QPrinter;

namespace skipscope::ui {

class WorkspaceTasks;

/// Saves and prints reports: reads in the background, draws in between on the window's thread, writes in the
/// background. One at a time.
class ReportOutput : public QObject {
  Q_OBJECT
public:
  explicit ReportOutput(QObject* parent = nullptr);

  bool busy() const { return m_busy; }
  void save(WorkspaceTasks& tasks, const View& view, const QString& file);
  void print(WorkspaceTasks& tasks, const View& view, const std::shared_ptr<QPrinter>& printer);
  /// The workspace is gone: what is being read or drawn is given up; a file being written is finished.
  void giveUp();

signals:
  void saved(const QString& file);
  void printed();
  void failed(const QString& sentence);
  void busyChanged(bool busy);

private:
  /// On its own thread, once the report is drawn; returns what is then done on the window's.
  using Finish = std::function<std::function<void()>(const ReportDrawing& drawing)>;
  void begin(WorkspaceTasks& tasks, const View& view, const QString& file, Finish finish);
  void write(const std::shared_ptr<const ReportDrawing>& drawing);
  void fail(const QString& sentence);
  void setBusy(bool busy);

  ReportDrawer m_drawer;
  Finish m_finish;
  int m_generation = 0;
  bool m_busy = false;
};

} // namespace skipscope::ui
