#pragma once

#include "ui/plots/plot_style.h"
#include "ui/report_content.h"

#include <QPicture>
#include <QRect>
#include <vector>

class QPainter;

namespace skipscope::ui {

/// The figures of a report in fixed colours, as drawings. They are recorded on the window's thread, one at a
/// time because each takes some milliseconds, and painted from there on any. Needs a QApplication, but no
/// display and no event loop.
class ReportFigures {
public:
  enum class Layout {
    Picture, ///< learning curves across, others two in a row
    Column,  ///< one below the other
  };
  struct Figure {
    QPicture drawing;
    QRect place; ///< in logical pixels, from the top left corner of all figures
    QString description;
  };

  /// `width` is that of the whole, in logical pixels.
  ReportFigures(const ReportContent& content, const PlotColours& colours, Layout layout, int width);

  /// Draws one more; false where all are drawn.
  bool drawNext(const ReportContent& content);
  void drawAll(const ReportContent& content);

  const std::vector<Figure>& figures() const { return m_figures; }
  const PlotColours& colours() const { return m_colours; }
  int height() const; ///< of those drawn so far

private:
  PlotColours m_colours;
  std::vector<Figure> m_figures;
  std::size_t m_drawn = 0;
  int m_rowTop = 0;
};

/// Paints a figure with its top left corner at `at`.
void paintFigure(QPainter& painter, const ReportFigures::Figure& figure, QPoint at);

} // namespace skipscope::ui
