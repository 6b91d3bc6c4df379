#include "app/skipscope/first_paint.h"

#include <QEvent>
#include <QLoggingCategory>

namespace skipscope::app {

namespace {
Q_LOGGING_CATEGORY(start, "skipscope.start", QtWarningMsg)
} // namespace

FirstPaint::FirstPaint(QObject* window) : QObject(window) {
  if (start().isInfoEnabled())
    window->installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject* window, QEvent* event) {
  if (event->type() == QEvent::Paint) {
    window->removeEventFilter(this);
    // Later: this event is only the begin of the painting, which ends on the screen.
    QMetaObject::invokeMethod(
        this, [] { qCInfo(start, "The window is painted."); }, Qt::QueuedConnection);
  }
  return false;
}

} // namespace skipscope::app
