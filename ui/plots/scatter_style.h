#pragma once

#include "ui/plots/plot_style.h"

class QCPScatterStyle;

namespace skipscope::ui {

/// A mark as QCustomPlot draws it.
QCPScatterStyle scatterStyle(Mark mark, const QPen& pen, const QBrush& fill);

} // namespace skipscope::ui
