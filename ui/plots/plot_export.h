#pragma once

#include <QString>

namespace skipscope::ui {

class PlotView;

/// Writes a figure at its present size as .png (two device pixels a pixel), .svg or .pdf, whole or not at
/// all. Throws core::Error where the file cannot be written, core::UsageError for another extension.
void saveFigure(PlotView& view, const QString& title, const QString& file);

} // namespace skipscope::ui
