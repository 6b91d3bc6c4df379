#pragma once

#include "ui/plots/plot_style.h"

#include <QFont>
#include <QString>
#include <memory>
#include <vector>

class QCustomPlot;

namespace skipscope::ui {

/// One line of a legend: a stroke of the pen, or a mark as the figure draws it.
struct LegendEntry {
  QString text;
  QPen pen;
  Mark mark = Mark::None;
  QBrush fill = {};
};

/// A legend in a column of its own right of the axes, so that it covers no curve. Texts that are too long end
/// in an ellipsis, and what does not fit below one another is counted in a last line; nothing is ever cut.
class PlotLegend {
public:
  /// Takes the cell right of the axes in the layout of `plot`, which owns what is drawn there.
  explicit PlotLegend(QCustomPlot& plot);
  ~PlotLegend();

  void setEntries(std::vector<LegendEntry> entries);
  void setStyle(const QFont& font, const QColor& text, const QColor& muted);
  /// Fits the legend beside a figure `width` pixels wide: it takes two fifths of it at most.
  void fitTo(double width);

private:
  class Element;
  Element* m_element; ///< owned by the plot's layout
};

} // namespace skipscope::ui
