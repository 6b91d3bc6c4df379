#pragma once

#include <QColor>
#include <QIcon>

namespace skipscope::ui {

/// The icon resources/icons/<name>.svg drawn in one colour, sharp at every device pixel ratio. Drawn here
/// because the icon plugin for SVG is a package of its own on some systems, and its absence would show as
/// empty buttons.
QIcon makeIcon(const QString& name, const QColor& colour);

/// The program's own icon, in its own colours.
QIcon makeProgramIcon();

} // namespace skipscope::ui
