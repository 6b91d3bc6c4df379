#pragma once

#include "ui/plots/plot_view.h"

#include <vector>

namespace skipscope::ui {

/// Accuracy by segment of the test pairs, a line a configuration: by history, feedback mix or popularity. The
/// number of pairs stands below each segment.
class SegmentsPlot : public PlotView {
  Q_OBJECT
public:
  explicit SegmentsPlot(QWidget* parent = nullptr);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;
  void fitTo(QSizeF size) override;

private:
  void addLine(const SegmentLine& line);
  /// Whether every line has the segments of the first: the same pairs behind each.
  bool sameSegments() const;
  std::size_t mostSegments() const;

  std::vector<SegmentLine> m_lines;
  evaluation::SegmentBy m_by = evaluation::SegmentBy::History;
  QString m_label; ///< of the metric
  QString m_problem;
};

} // namespace skipscope::ui
