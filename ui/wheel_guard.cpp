#include "ui/wheel_guard.h"

#include <QEvent>
#include <QWidget>

namespace skipscope::ui {

namespace {

class WheelGuard : public QObject {
public:
  using QObject::QObject;

protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    const auto* control = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::Wheel || !control || control->hasFocus())
      return false;
    event->ignore(); // the parent takes it
    return true;
  }
};

} // namespace

void leaveWheelToScrolling(QWidget* control) {
  control->setFocusPolicy(Qt::StrongFocus); // the wheel gives no focus
  control->installEventFilter(new WheelGuard(control));
}

} // namespace skipscope::ui
