#include "ui/wheel_guard.h"

#include <QEvent>
#include <QWidget>

namespace skipscope::ui {

namespace {

class WheelGuard : public QObject {
public:
  WheelGuard(QWidget* widget, bool always) : QObject(widget), m_always(always) {
    widget->installEventFilter(this);
  }

protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::Wheel || !widget || (widget->hasFocus() && !m_always))
      return false;
    event->ignore(); // the parent takes it
    return true;
  }

private:
  bool m_always;
};

} // namespace

void leaveWheelToScrolling(QWidget* control) {
  control->setFocusPolicy(Qt::StrongFocus); // the wheel gives no focus
  new WheelGuard(control, false);
}

void ignoreWheel(QWidget* widget) {
  new WheelGuard(widget, true);
}

} // namespace skipscope::ui
