#pragma once

#include "ui/plots/rows_plot.h"

namespace skipscope::ui {

/// A row a configuration: to the left the share of listeners for whom it does worse than the baseline, to the
/// right the share for whom it does better, darker where by more than a half, and at the right the mean
/// difference with its interval and a star.
class ListenerDifferencesPlot : public RowsPlot {
  Q_OBJECT
public:
  explicit ListenerDifferencesPlot(QWidget* parent = nullptr);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;
  void fitTo(QSizeF size) override;

private:
  /// A bar from 0 to `share`, negative to the left.
  void addBar(double y, double share, const QColor& colour);

  ListenerDifferences m_differences;
  QString m_label;   ///< of the metric
  QString m_problem; ///< why there is nothing to show
};

} // namespace skipscope::ui
