#pragma once

class QWidget;

namespace skipscope::ui {

/// Leaves the wheel to what scrolls around a control as long as the control has no keyboard focus: scrolling
/// over it must not change what it says.
void leaveWheelToScrolling(QWidget* control);
/// The same, with the focus, too: for what has no use for the wheel and takes it all the same.
void ignoreWheel(QWidget* widget);

} // namespace skipscope::ui
