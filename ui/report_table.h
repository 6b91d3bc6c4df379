#pragma once

#include "ui/models/figure_summary.h"
#include "ui/plots/plot_style.h"

#include <QFont>
#include <QPoint>
#include <vector>

class QPainter;

namespace skipscope::ui {

/// A table of a report as it is painted: one row a configuration in its colour, the first column as wide as
/// the others leave.
class ReportTable {
public:
  static constexpr int kRowHeight = 28;

  ReportTable(const SummaryTable& table, QFont header, QFont body, int width);

  /// Row 0 is the header.
  void paintRow(QPainter& painter, QPoint at, std::size_t row, const PlotColours& colours) const;

private:
  void paintCell(QPainter& painter, const QRect& box, std::size_t column, const QString& text) const;

  const SummaryTable& m_table;
  QFont m_header;
  QFont m_body;
  int m_width;
  std::vector<int> m_widths; ///< by column
};

} // namespace skipscope::ui
