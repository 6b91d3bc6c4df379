#pragma once

#include "ui/plots/plot_style.h"
#include "ui/report_content.h"
#include "ui/report_figures.h"

#include <QSize>

class QPainter;

namespace skipscope::ui {

/// A report as one picture: heading, facts, figures, table, footer.
class ReportPicture {
public:
  ReportPicture(const ReportContent& content, const PlotColours& colours);

  QSize size() const { return m_size; } ///< logical pixels
  void paint(QPainter& painter) const;

private:
  int paintHeading(QPainter* painter) const;
  int paintFigures(QPainter* painter, int top) const;
  int paintTable(QPainter* painter, int top) const;
  /// Lays out from top to bottom; with a painter draws, too. Returns the height.
  int layOut(QPainter* painter) const;

  const ReportContent& m_content;
  PlotColours m_colours;
  ReportFigures m_figures;
  QSize m_size;
};

} // namespace skipscope::ui
