#pragma once

#include "ui/plots/rows_plot.h"

namespace skipscope::ui {

/// Two bars a configuration: what training costs to its own best accuracy, and, lighter, to that of the
/// reference, with 95 % intervals over seeds, a dot for each seed, and the ratios to the reference at the
/// right.
class TrainingCostPlot : public RowsPlot {
  Q_OBJECT
public:
  explicit TrainingCostPlot(QWidget* parent = nullptr);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;
  void fitTo(QSizeF size) override;

private:
  void addBar(const CostRow& row, const Cost& cost, double y, bool light);
  /// The largest value shown, margin included: an interval over few seeds may leave the figure.
  double greatest() const;

  TrainingCosts m_costs;
  CurveAxis m_axis = CurveAxis::Steps;
};

} // namespace skipscope::ui
