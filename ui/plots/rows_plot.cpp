#include "ui/plots/rows_plot.h"

#include <qcustomplot.h>

#include <algorithm>

namespace skipscope::ui {

RowsPlot::RowsPlot(QWidget* parent) : PlotView(parent) {
  plot().yAxis->setRangeReversed(true);
  plot().yAxis2->setRangeReversed(true);
  plot().yAxis2->setVisible(true);
  plot().axisRect()->setRangeZoomAxes(plot().xAxis, nullptr);
}

void RowsPlot::styleRows(bool any) {
  for (QCPAxis* axis : {plot().yAxis, plot().yAxis2}) {
    axis->setTickPen(Qt::NoPen);
    axis->setTickLabelColor(colours().text);
    axis->setTickLabelFont(figureFont());
    axis->setTickLabelPadding(8);
    axis->setTickLabels(any);
  }
  plot().yAxis->grid()->setPen(Qt::NoPen);
  plot().yAxis->grid()->setZeroLinePen(Qt::NoPen);
  plot().yAxis2->setBasePen(Qt::NoPen);
}

void RowsPlot::nameRows(const std::vector<QString>& names, double width, double share) {
  const QFontMetrics metrics(plot().yAxis->tickLabelFont());
  auto ticks = QSharedPointer<QCPAxisTickerText>::create();
  for (std::size_t i = 0; i < names.size(); ++i)
    ticks->addTick(static_cast<double>(i),
                   metrics.elidedText(names[i], Qt::ElideMiddle, static_cast<int>(width * share)));
  plot().yAxis->setTicker(ticks);
}

void RowsPlot::fitRows(std::size_t count) {
  const double rows = std::max(1.0, static_cast<double>(count));
  plot().yAxis->setRange(-0.6, rows - 0.4);
  plot().yAxis2->setRange(-0.6, rows - 0.4);
}

} // namespace skipscope::ui
