#pragma once

#include "ui/models/figure_data.h"
#include "ui/plots/plot_view.h"

#include <vector>

namespace skipscope::ui {

/// User coverage: share of listeners with at least m input events against m, one line per choice of inputs.
class CoveragePlot : public PlotView {
  Q_OBJECT
public:
  explicit CoveragePlot(QWidget* parent = nullptr);

  void setCurves(const std::vector<CoverageCurve>& curves);
  /// Marks one m (the minimum history of the runs shown); 0 marks none.
  void setMarkedHistory(int m);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;

private:
  std::vector<CoverageCurve> m_curves;
  int m_marked = 0;
};

} // namespace skipscope::ui
