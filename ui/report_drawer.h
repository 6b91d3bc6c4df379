#pragma once

#include "ui/report.h"

#include <QObject>
#include <QTimer>
#include <memory>

namespace skipscope::ui {

/// Draws a report's figures on the window's thread one at a time, so that the window answers in between.
class ReportDrawer : public QObject {
  Q_OBJECT
public:
  explicit ReportDrawer(QObject* parent = nullptr);

  /// For `file`, of which only the extension counts. What is under way is given up.
  void draw(ReportContent content, const QString& file);
  void stop(); ///< gives up what is under way

signals:
  void drawn(const std::shared_ptr<const skipscope::ui::ReportDrawing>& drawing);

private:
  void drawNext();

  QTimer m_next;
  std::shared_ptr<ReportDrawing> m_drawing;
};

} // namespace skipscope::ui
