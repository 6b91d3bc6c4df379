#include "ui/plots/segment_graph.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace skipscope::ui {

namespace {

QVector<QLineF> segments(const QVector<QPointF>& points) {
  QVector<QLineF> lines;
  lines.reserve(points.size());
  for (qsizetype i = 0; i + 1 < points.size(); ++i)
    lines.append({points[i], points[i + 1]});
  return lines;
}

/// The dashes of `pattern`, lengths of lines and gaps in pixels, along the points.
QVector<QLineF> dashes(const QVector<QPointF>& points, const QVector<double>& pattern) {
  QVector<QLineF> lines;
  qsizetype part = 0;
  double left = pattern[0]; // of the part
  for (qsizetype i = 0; i + 1 < points.size(); ++i) {
    const QPointF whole = points[i + 1] - points[i];
    const double length = std::hypot(whole.x(), whole.y());
    for (double done = 0; done < length;) {
      const bool ends = left <= length - done;
      const double next = ends ? done + left : length;
      if (part % 2 == 0)
        lines.append({points[i] + whole * (done / length), points[i] + whole * (next / length)});
      part = ends ? (part + 1) % pattern.size() : part;
      left = ends ? pattern[part] : left - (next - done);
      done = next;
    }
  }
  return lines;
}

/// Fills what lies between two lines over the same x, column by column: fast at any device pixel ratio.
void fillBetween(QPainter& painter, const QLineF& one, const QLineF& other, const QColor& colour) {
  for (double x = std::ceil(one.x1()); x < one.x2(); ++x) {
    const double at = (x - one.x1()) / one.dx();
    const double from = one.pointAt(at).y();
    painter.fillRect(QRectF(x, from, 1, other.pointAt(at).y() - from).normalized(), colour);
  }
}

class SegmentGraph : public QCPGraph {
public:
  using QCPGraph::QCPGraph;

protected:
  void drawLinePlot(QCPPainter* painter, const QVector<QPointF>& lines) const override;
  void drawFill(QCPPainter* painter, QVector<QPointF>* lines) const override;

private:
  bool drawsWhole(const QCPPainter& painter, const QVector<QPointF>& lines) const;
};

bool SegmentGraph::drawsWhole(const QCPPainter& painter, const QVector<QPointF>& lines) const {
  // Zoomed in far, a line has many pieces that nobody sees; Qt clips it first.
  const QRectF shown = keyAxis()->axisRect()->rect();
  const QRectF around = shown.adjusted(-shown.width(), -shown.height(), shown.width(), shown.height());
  return painter.modes().testFlag(QCPPainter::pmVectorized) ||
         !std::all_of(lines.begin(), lines.end(), [&](QPointF point) { return around.contains(point); });
}

void SegmentGraph::drawLinePlot(QCPPainter* painter, const QVector<QPointF>& lines) const {
  QPen pen = painter->pen();
  if (drawsWhole(*painter, lines) || pen.style() == Qt::NoPen || pen.widthF() <= 0) {
    QCPGraph::drawLinePlot(painter, lines);
    return;
  }
  applyDefaultAntialiasingHint(painter);
  if (pen.style() == Qt::SolidLine) {
    // Closes the corners; where the line is translucent, caps on each other would show as dots.
    pen.setCapStyle(pen.color().alpha() == 255 ? Qt::SquareCap : Qt::FlatCap);
    painter->setPen(pen);
    painter->drawLines(segments(lines));
    return;
  }
  QVector<double> pattern = pen.dashPattern();
  for (double& length : pattern)
    length *= std::max(pen.widthF(), 1.0);
  pen.setStyle(Qt::SolidLine);
  painter->setPen(pen);
  painter->drawLines(dashes(lines, pattern));
}

void SegmentGraph::drawFill(QCPPainter* painter, QVector<QPointF>* lines) const {
  QVector<QPointF> others;
  if (const auto* other = dynamic_cast<SegmentGraph*>(channelFillGraph()))
    other->getLines(&others, QCPDataRange(0, other->dataCount()));
  const bool paired = std::equal(lines->begin(), lines->end(), others.begin(), others.end(),
                                 [](QPointF one, QPointF other) { return one.x() == other.x(); });
  if (!paired || painter->brush().style() == Qt::NoBrush || drawsWhole(*painter, *lines) ||
      drawsWhole(*painter, others)) {
    QCPGraph::drawFill(painter, lines);
    return;
  }
  const QColor colour = painter->brush().color();
  painter->setAntialiasing(false); // neighbours touch: smoothed, each edge would show
  for (qsizetype i = 0; i + 1 < lines->size(); ++i)
    fillBetween(*painter, {lines->at(i), lines->at(i + 1)}, {others[i], others[i + 1]}, colour);
}

} // namespace

QCPGraph* addSegmentGraph(QCPAxis* keys, QCPAxis* values) {
  return new SegmentGraph(keys, values);
}

} // namespace skipscope::ui
