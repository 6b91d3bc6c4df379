#pragma once

#include "ui/plots/plot_view.h"

#include <vector>

namespace skipscope::ui {

/// Configurations by user coverage and a test metric, with the front that no other configuration beats in
/// both.
class AccuracyCoveragePlot : public PlotView {
  Q_OBJECT
public:
  explicit AccuracyCoveragePlot(QWidget* parent = nullptr);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;

private:
  void addFront();
  void addPoint(const TradePoint& point);

  std::vector<TradePoint> m_points;
  QString m_label; ///< of the metric
};

} // namespace skipscope::ui
