#include "ui/plots/accuracy_coverage_plot.h"

#include "ui/plots/plot_legend.h"
#include "ui/plots/scatter_style.h"

#include <qcustomplot.h>

#include <algorithm>
#include <limits>

namespace skipscope::ui {

namespace {

constexpr double kNear = 20; ///< pixels between mouse and value
/// The t-interval of two seeds is six times their distance: it would flatten everything else.
constexpr int kBandSeeds = 3;

QString number(double value) {
  return QLocale(QLocale::English).toString(value, 'f', 4);
}

double percent(const TradePoint& point) {
  return point.coverage.mean * 100;
}

/// Models without training are hollow, as in the other figures.
Mark markOf(const TradePoint& point) {
  return point.baseline ? Mark::Diamond : seriesMark(point.colour);
}

QColor fillOf(const TradePoint& point, const PlotColours& colours) {
  return point.baseline ? colours.background : seriesColour(point.colour, colours);
}

bool hasInterval(const TradePoint& point) {
  return point.value.count >= kBandSeeds;
}

std::pair<double, double> widened(double low, double high, double least) {
  const double margin = high > low ? 0.08 * (high - low) : least;
  return {low - margin, high + margin};
}

} // namespace

AccuracyCoveragePlot::AccuracyCoveragePlot(QWidget* parent) : PlotView(parent) {
  setObjectName("accuracyCoveragePlot");
  setAccessibleName(tr("Test metric against user coverage"));
  plot().xAxis->setLabel(tr("User coverage (% of listeners)"));
  refreshPlot();
}

void AccuracyCoveragePlot::take(const FigureContent& content) {
  m_points = content.trade;
  m_label = content.metricText;
}

void AccuracyCoveragePlot::rebuild() {
  plot().clearGraphs();
  const bool intervals = std::any_of(m_points.begin(), m_points.end(), hasInterval);
  QString subtitle = tr("Test");
  if (intervals)
    subtitle += tr(" · mean and 95 % interval");
  if (std::count_if(m_points.begin(), m_points.end(), [](const TradePoint& point) { return point.best; }) > 1)
    subtitle += tr(" · dashed: none better in both");
  setTitle(tr("%1 against coverage").arg(m_label), subtitle);
  plot().yAxis->setLabel(m_label);
  setRemark(m_points.empty() ? tr("No finished run has both coverage and this metric.") : QString());
  addFront();
  std::vector<const TradePoint*> ordered;
  for (const TradePoint& point : m_points) {
    addPoint(point);
    ordered.push_back(&point);
  }
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const TradePoint* a, const TradePoint* b) { return a->value.mean > b->value.mean; });
  std::vector<LegendEntry> entries;
  for (const TradePoint* point : ordered)
    entries.push_back({point->label, QPen(seriesColour(point->colour, colours()), 2), markOf(*point),
                       fillOf(*point, colours())});
  legend().setEntries(std::move(entries));
}

void AccuracyCoveragePlot::addFront() {
  std::vector<const TradePoint*> front;
  for (const TradePoint& point : m_points)
    if (point.best)
      front.push_back(&point);
  if (front.size() < 2)
    return;
  std::sort(front.begin(), front.end(),
            [](const TradePoint* a, const TradePoint* b) { return a->coverage.mean < b->coverage.mean; });
  QCPGraph* graph = plot().addGraph();
  graph->setLineStyle(QCPGraph::lsStepRight);
  graph->setPen(QPen(colours().muted, 1, Qt::DashLine));
  for (const TradePoint* point : front)
    graph->addData(percent(*point), point->value.mean);
}

void AccuracyCoveragePlot::addPoint(const TradePoint& point) {
  const QColor colour = seriesColour(point.colour, colours());
  if (hasInterval(point)) {
    QCPGraph* interval = plot().addGraph();
    interval->setPen(QPen(colour, 1.2));
    interval->setData({percent(point), percent(point)}, {point.value.low, point.value.high}, true);
  }
  QCPGraph* dot = plot().addGraph();
  dot->setLineStyle(QCPGraph::lsNone);
  dot->setScatterStyle(scatterStyle(markOf(point), QPen(colour, 2), fillOf(point, colours())));
  dot->addData(percent(point), point.value.mean);
}

void AccuracyCoveragePlot::fitRanges() {
  if (m_points.empty()) {
    plot().xAxis->setRange(0, 100);
    plot().yAxis->setRange(0, 1);
    return;
  }
  double left = std::numeric_limits<double>::max();
  double right = std::numeric_limits<double>::lowest();
  double low = left;
  double high = right;
  for (const TradePoint& point : m_points) {
    left = std::min(left, percent(point));
    right = std::max(right, percent(point));
    low = std::min(low, hasInterval(point) ? point.value.low : point.value.mean);
    high = std::max(high, hasInterval(point) ? point.value.high : point.value.mean);
  }
  const auto [first, last] = widened(left, right, 5);
  const auto [bottom, top] = widened(low, high, 0.05);
  plot().xAxis->setRange(first, last);
  plot().yAxis->setRange(bottom, top);
}

std::optional<PlotView::Hover> AccuracyCoveragePlot::nearest(QPointF position) const {
  std::optional<Hover> best;
  double bestDistance = kNear;
  for (const TradePoint& point : m_points) {
    const QPointF place(plot().xAxis->coordToPixel(percent(point)),
                        plot().yAxis->coordToPixel(point.value.mean));
    const double distance = QLineF(place, position).length();
    if (distance >= bestDistance)
      continue;
    bestDistance = distance;
    QString text = tr("%1\n%2 %3").arg(point.label, m_label, number(point.value.mean));
    if (point.value.count > 1)
      text += tr(" (%1 to %2, %3 seeds)")
                  .arg(number(point.value.low), number(point.value.high))
                  .arg(point.value.count);
    text += tr("\ncoverage %1 %").arg(percent(point), 0, 'f', 1);
    best = Hover{text, point.run, place};
  }
  return best;
}

} // namespace skipscope::ui
