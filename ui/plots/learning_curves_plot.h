#pragma once

#include "ui/models/figure_data.h"
#include "ui/plots/plot_view.h"

#include <vector>

class QCPGraph;

namespace skipscope::ui {

/// A validation metric while configurations train: mean and 95 % band over seeds, running runs as traces of
/// their own that end in an open circle, baselines as level lines.
class LearningCurvesPlot : public PlotView {
  Q_OBJECT
public:
  explicit LearningCurvesPlot(QWidget* parent = nullptr);

  /// `metric` is a name of evaluation::metricTexts().
  void setCurves(std::vector<LearningCurve> curves, const std::string& metric, CurveAxis axis);
  /// Shows every run as a thin line, too.
  void setTracesShown(bool shown);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;

private:
  void findSpan();
  QCPGraph* addGraph(); ///< belongs to the plot
  void addBand(const LearningCurve& curve, int alpha);
  void addTrace(const Trace& trace, const LearningCurve& curve, bool manyTraces);
  QPen meanPen(const LearningCurve& curve) const; ///< in the legend, too
  void addMean(const LearningCurve& curve);
  void addSelected(const LearningCurve& curve);
  /// Whether finished runs of a curve are drawn whole, as thin lines.
  bool tracesShown(const LearningCurve& curve) const;
  QString subtitle() const;
  /// The traces drawn beside the mean of a curve.
  std::vector<const Trace*> drawnTraces(const LearningCurve& curve) const;

  std::vector<LearningCurve> m_curves;
  QString m_label; ///< of the metric
  CurveAxis m_axis = CurveAxis::Steps;
  bool m_tracesShown = false;
  double m_firstX = 0;
  double m_lastX = 1;
};

} // namespace skipscope::ui
