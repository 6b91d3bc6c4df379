#pragma once

#include "ui/plots/plot_view.h"

#include <vector>

namespace skipscope::ui {

/// A test metric against the number of negatives on a logarithmic axis: a line a strategy with 95 % intervals
/// over seeds, and real negatives, which have no number, as level lines. Dotted on a second axis, how many
/// of the negatives are false.
class NegativesPlot : public PlotView {
  Q_OBJECT
public:
  explicit NegativesPlot(QWidget* parent = nullptr);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;
  void fitTo(QSizeF size) override;

private:
  void findSpan();
  void addLine(const NegativesLine& line, int index);
  void addReference(const NegativesLine& line, int index);
  /// The line's false negatives on the right axis, dotted.
  void addFalseNegatives(const NegativesLine& line, int index);
  /// The largest share of false negatives; nothing where no run has one.
  std::optional<double> mostFalseNegatives() const;

  std::vector<NegativesLine> m_lines;
  QString m_label; ///< of the metric
  double m_firstX = 1;
  double m_lastX = 1;
};

} // namespace skipscope::ui
