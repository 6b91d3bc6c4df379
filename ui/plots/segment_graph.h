#pragma once

#include <qcustomplot.h>

namespace skipscope::ui {

/// A graph that draws its line and the band to its channel fill graph piece by piece on a screen: Qt needs
/// some thirty times as long for one path of hundreds of points. Vectors stay whole.
class SegmentGraph : public QCPGraph {
public:
  /// Belongs to the plot of the axes.
  SegmentGraph(QCPAxis* keys, QCPAxis* values);

protected:
  void drawLinePlot(QCPPainter* painter, const QVector<QPointF>& lines) const override;
  void drawFill(QCPPainter* painter, QVector<QPointF>* lines) const override;

private:
  bool drawsWhole(const QCPPainter& painter, const QVector<QPointF>& lines) const;
};

} // namespace skipscope::ui
