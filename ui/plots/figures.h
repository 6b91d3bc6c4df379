#pragma once

#include "ui/models/view.h"

#include <memory>

namespace skipscope::ui {

class PlotView;

/// An empty figure of a kind of figureKinds(); PlotView::show() fills it. Throws core::UsageError for another
/// kind.
std::unique_ptr<PlotView> makeFigure(const FigureSettings& settings);

} // namespace skipscope::ui
