#pragma once

#include <QColor>
#include <QPalette>
#include <QPen>

namespace skipscope::ui {

/// The colours a figure is drawn with, light or dark.
struct PlotColours {
  bool dark = false;
  QColor background;
  QColor text;
  QColor muted; ///< axis lines, tick labels, remarks
  QColor grid;
};

PlotColours lightColours();
PlotColours darkColours();
/// Light or dark, by the lightness of the palette's window colour; the background is the palette's base
/// colour.
PlotColours coloursFor(const QPalette& palette);

/// Distinguishable colours that stay apart under red-green and blue-yellow colour blindness and keep a
/// contrast of at least 3:1 to the background (WCAG 2.1, 1.4.11).
inline constexpr int kSeriesColours = 8;

/// Colour of series `index` >= 0; repeats after kSeriesColours, where the line style changes.
QColor seriesColour(int index, const PlotColours& colours);
/// How a single point is marked.
enum class Mark { None, Circle, Square, Triangle, InvertedTriangle, Diamond };
/// Mark of series `index`: changes where colours repeat.
Mark seriesMark(int index);
/// Pen of series `index` in logical pixels: colour by index, then solid, dashed, dotted, dash-dotted.
QPen seriesPen(int index, double width, const PlotColours& colours);

} // namespace skipscope::ui
