#pragma once

#include <QObject>

namespace skipscope::app {

/// Says once in the logging category `skipscope.start` that a window has been painted for the first time:
/// `QT_LOGGING_RULES=skipscope.start.info=true skipscope` shows it, and the benchmarks wait for it.
class FirstPaint : public QObject {
public:
  explicit FirstPaint(QObject* window);

protected:
  bool eventFilter(QObject* window, QEvent* event) override;
};

} // namespace skipscope::app
