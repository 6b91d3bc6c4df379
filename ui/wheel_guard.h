#pragma once

class QWidget;

namespace skipscope::ui {

/// Leaves the wheel to what scrolls around a control as long as the control has no keyboard focus: scrolling
/// over it must not change what it says.
void leaveWheelToScrolling(QWidget* control);

} // namespace skipscope::ui
