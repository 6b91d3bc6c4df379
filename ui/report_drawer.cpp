#include "ui/report_drawer.h"

#include <utility>

namespace skipscope::ui {

ReportDrawer::ReportDrawer(QObject* parent) : QObject(parent) {
  m_next.setInterval(0);
  connect(&m_next, &QTimer::timeout, this, &ReportDrawer::drawNext);
}

void ReportDrawer::draw(ReportContent content, const QString& file) {
  m_drawing = std::make_shared<ReportDrawing>(std::move(content), file);
  m_next.start();
}

void ReportDrawer::stop() {
  m_next.stop();
  m_drawing.reset();
}

void ReportDrawer::drawNext() {
  if (m_drawing->drawNext())
    return;
  m_next.stop();
  emit drawn(std::exchange(m_drawing, nullptr));
}

} // namespace skipscope::ui
