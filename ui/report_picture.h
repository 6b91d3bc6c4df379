#pragma once

#include "ui/report_content.h"
#include "ui/report_figures.h"

#include <QSize>
#include <vector>

class QPainter;

namespace skipscope::ui {

/// A report as one picture: heading, facts, notes, figures, table, settings of the runs, footer. Any thread.
class ReportPicture {
public:
  /// Widths in logical pixels: of the whole, and of the figures in it.
  static constexpr int kWidth = 1280;
  static int figuresWidth();

  /// Both must outlive the picture; all figures are drawn.
  ReportPicture(const ReportContent& content, const ReportFigures& figures);

  QSize size() const { return m_size; } ///< logical pixels
  /// Heights at which it may be cut into pages, the last one its end.
  const std::vector<int>& breaks() const { return m_breaks; }
  void paint(QPainter& painter) const;

private:
  /// Lays out from top to bottom; with a painter draws, too. Returns the height.
  int layOut(QPainter* painter, std::vector<int>* breaks) const;

  const ReportContent& m_content;
  const ReportFigures& m_figures;
  std::vector<int> m_breaks;
  QSize m_size;
};

} // namespace skipscope::ui
