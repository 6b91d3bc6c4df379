#include "ui/plots/negatives_plot.h"

#include "ui/plots/plot_legend.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace skipscope::ui {

namespace {

constexpr double kNear = 20;      ///< pixels between mouse and value
constexpr double kBeside = 1.35;  ///< room left and right, as a factor
constexpr double kTickApart = 44; ///< pixels that a number on the axis needs
/// The t-interval of two seeds is six times their distance: it would flatten everything else.
constexpr int kBandSeeds = 3;

QString number(double value) {
  return QLocale(QLocale::English).toString(value, 'f', 4);
}

bool hasInterval(const NegativesPoint& point) {
  return point.value.count >= kBandSeeds;
}

QPen falseNegativesPen(int index, const PlotColours& colours) {
  QPen pen(seriesColour(index, colours), 1.2);
  pen.setStyle(Qt::DotLine);
  return pen;
}

QPen referencePen(int index, const PlotColours& colours) {
  QPen pen = seriesPen(index, 1.5, colours);
  pen.setStyle(Qt::DashLine);
  return pen;
}

} // namespace

NegativesPlot::NegativesPlot(QWidget* parent) : PlotView(parent) {
  setObjectName("negativesPlot");
  setAccessibleName(tr("Test metric against number of negatives"));
  plot().xAxis->setScaleType(QCPAxis::stLogarithmic);
  plot().xAxis->setLabel(tr("Number of negatives N"));
  refreshPlot();
}

void NegativesPlot::take(const FigureContent& content) {
  m_lines = content.negatives;
  m_label = content.metricText;
  findSpan();
}

void NegativesPlot::findSpan() {
  double first = std::numeric_limits<double>::max();
  double last = 0;
  for (const NegativesLine& line : m_lines)
    if (!line.reference) {
      first = std::min(first, line.points.front().count);
      last = std::max(last, line.points.back().count);
    }
  m_firstX = last > 0 ? first : 1;
  m_lastX = last > 0 ? last : 1;
}

void NegativesPlot::rebuild() {
  QCustomPlot& p = plot();
  p.clearGraphs();
  const bool intervals = std::any_of(m_lines.begin(), m_lines.end(), [](const NegativesLine& line) {
    return std::any_of(line.points.begin(), line.points.end(), hasInterval);
  });
  QString subtitle = tr("Test, at the best validation step");
  if (intervals)
    subtitle += tr(" · mean and 95 % interval over seeds");
  if (!m_lines.empty() && m_lines.back().reference)
    subtitle += tr(" · dashed: real negatives");
  const bool shares = mostFalseNegatives().has_value();
  if (shares)
    subtitle += tr(" · dotted: false negatives");
  setTitle(tr("%1 against number of negatives").arg(m_label), subtitle);
  p.yAxis->setLabel(m_label);
  p.yAxis2->setVisible(shares);
  p.yAxis2->setTickLabels(shares);
  p.yAxis2->setTickLabelColor(colours().text);
  p.yAxis2->setTickLabelFont(figureFont());
  p.yAxis2->setLabel(tr("Negatives in the loss that are liked later"));
  p.yAxis2->setLabelColor(colours().text);
  p.yAxis2->setLabelFont(figureFont());
  const bool drawn = !m_lines.empty() && !m_lines.front().reference;
  setRemark(drawn ? QString() : tr("No finished run with drawn negatives has this metric."));
  p.xAxis->setTicks(drawn);
  p.xAxis->setTickLabels(drawn);
  std::vector<LegendEntry> entries;
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    const NegativesLine& line = m_lines[i];
    const int index = static_cast<int>(i);
    if (line.reference)
      addReference(line, index);
    else {
      addLine(line, index);
      addFalseNegatives(line, index);
    }
    entries.push_back(
        {line.label, line.reference ? referencePen(index, colours()) : seriesPen(index, 2, colours())});
  }
  legend().setEntries(std::move(entries));
}

void NegativesPlot::addLine(const NegativesLine& line, int index) {
  const QPen pen = seriesPen(index, 2, colours());
  QVector<double> x;
  QVector<double> y;
  QCPGraph* graph = plot().addGraph();
  for (const NegativesPoint& point : line.points) {
    x.append(point.count);
    y.append(point.value.mean);
    if (!hasInterval(point))
      continue;
    QCPGraph* interval = plot().addGraph();
    interval->setPen(QPen(pen.color(), 1.2));
    interval->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssNone));
    interval->setData({point.count, point.count}, {point.value.low, point.value.high}, true);
  }
  graph->setPen(pen);
  graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(pen.color(), 1.5), pen.color(), 6));
  graph->setData(x, y, true);
}

void NegativesPlot::addFalseNegatives(const NegativesLine& line, int index) {
  QCPGraph* graph = plot().addGraph(plot().xAxis, plot().yAxis2);
  const QPen pen = falseNegativesPen(index, colours());
  graph->setPen(pen);
  graph->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(pen.color(), 1), QBrush(Qt::NoBrush), 4));
  for (const NegativesPoint& point : line.points)
    if (point.falseNegatives)
      graph->addData(point.count, *point.falseNegatives);
}

std::optional<double> NegativesPlot::mostFalseNegatives() const {
  std::optional<double> most;
  for (const NegativesLine& line : m_lines)
    for (const NegativesPoint& point : line.points)
      most = std::max(most, point.falseNegatives);
  return most;
}

void NegativesPlot::addReference(const NegativesLine& line, int index) {
  for (const NegativesPoint& point : line.points) {
    const QVector<double> x = {m_firstX / kBeside, m_lastX * kBeside};
    if (hasInterval(point)) {
      QCPGraph* low = plot().addGraph();
      low->setPen(Qt::NoPen);
      low->setData(x, {point.value.low, point.value.low}, true);
      QCPGraph* high = plot().addGraph();
      high->setPen(Qt::NoPen);
      high->setData(x, {point.value.high, point.value.high}, true);
      QColor fill = seriesColour(index, colours());
      fill.setAlpha(28);
      high->setBrush(fill);
      high->setChannelFillGraph(low);
    }
    QCPGraph* level = plot().addGraph();
    level->setPen(referencePen(index, colours()));
    level->setData(x, {point.value.mean, point.value.mean}, true);
  }
}

void NegativesPlot::fitTo(QSizeF size) {
  std::set<double> counts;
  for (const NegativesLine& line : m_lines)
    if (!line.reference)
      for (const NegativesPoint& point : line.points)
        counts.insert(point.count);
  // Room of the axis, less legend and labels; numbers that would touch are left out, the ends never.
  const double width = std::max(100.0, size.width() * 0.55);
  const double decade = width / std::log(std::max(2.0, m_lastX * kBeside * kBeside / m_firstX));
  auto ticks = QSharedPointer<QCPAxisTickerText>::create();
  double shown = 0;
  for (const double count : counts) {
    const bool last = count == m_lastX;
    const bool clear = shown == 0 || std::log(count / shown) * decade >= kTickApart;
    const bool touchesLast = !last && std::log(m_lastX / count) * decade < kTickApart;
    if (!last && (!clear || touchesLast) && count != m_firstX)
      continue;
    ticks->addTick(count, QLocale(QLocale::English).toString(count, 'f', 0));
    shown = count;
  }
  plot().xAxis->setTicker(ticks);
  PlotView::fitTo(size);
}

void NegativesPlot::fitRanges() {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  for (const NegativesLine& line : m_lines)
    for (const NegativesPoint& point : line.points) {
      low = std::min(low, hasInterval(point) ? point.value.low : point.value.mean);
      high = std::max(high, hasInterval(point) ? point.value.high : point.value.mean);
    }
  if (low > high) {
    low = 0;
    high = 1;
  }
  const double margin = high > low ? 0.06 * (high - low) : 0.05;
  plot().yAxis->setRange(low - margin, high + margin);
  plot().xAxis->setRange(m_firstX / kBeside, m_lastX * kBeside);
  if (const auto most = mostFalseNegatives())
    plot().yAxis2->setRange(0, *most > 0 ? 1.06 * *most : 0.01);
}

std::optional<PlotView::Hover> NegativesPlot::nearest(QPointF position) const {
  std::optional<Hover> best;
  double bestDistance = kNear;
  for (const NegativesLine& line : m_lines)
    for (const NegativesPoint& point : line.points) {
      const QPointF place(line.reference ? position.x() : plot().xAxis->coordToPixel(point.count),
                          plot().yAxis->coordToPixel(point.value.mean));
      const double distance = QLineF(place, position).length();
      if (distance >= bestDistance)
        continue;
      bestDistance = distance;
      QString text = line.label;
      if (!line.reference)
        text += tr("\nN = %1").arg(QLocale(QLocale::English).toString(point.count, 'f', 0));
      text += tr("\n%1 %2").arg(m_label, number(point.value.mean));
      if (point.value.count > 1)
        text += tr(" (%1 to %2, %3 seeds)")
                    .arg(number(point.value.low), number(point.value.high))
                    .arg(point.value.count);
      if (point.falseNegatives)
        text += tr("\n%1 of the negatives in the loss are liked later").arg(number(*point.falseNegatives));
      best = Hover{text, point.run, place};
    }
  return best;
}

} // namespace skipscope::ui
