#pragma once

#include "ui/models/figure_data.h"
#include "ui/plots/rows_plot.h"

#include <utility>
#include <vector>

class QCPAxis;

namespace skipscope::ui {

/// A test metric by configuration: a dot with its 95 % interval over seeds, one row each in the order
/// launched, a faint dot for every seed, and the numbers at the right.
class AccuracyBarsPlot : public RowsPlot {
  Q_OBJECT
public:
  explicit AccuracyBarsPlot(QWidget* parent = nullptr);

  /// `metric` is a name of evaluation::metricTexts().
  void setRows(std::vector<MetricRow> rows, const std::string& metric);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;
  void fitTo(QSizeF size) override;

private:
  void addRow(std::size_t index);
  /// Lowest and highest value shown, margins included.
  std::pair<double, double> valueRange() const;

  std::vector<MetricRow> m_rows;
  QString m_label; ///< of the metric
};

} // namespace skipscope::ui
