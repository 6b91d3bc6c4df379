#include "ui/plots/segments_plot.h"

#include "ui/plots/plot_legend.h"
#include "ui/plots/scatter_style.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace skipscope::ui {

namespace {

constexpr double kNear = 20;      ///< pixels between mouse and value
constexpr double kTickApart = 14; ///< pixels between the ranges of two segments

QString number(double value, int digits = 4) {
  return QLocale(QLocale::English).toString(value, 'f', digits);
}

QString count(std::size_t value) {
  return QLocale(QLocale::English).toString(static_cast<qulonglong>(value));
}

double place(std::size_t segment) {
  return static_cast<double>(segment + 1);
}

} // namespace

SegmentsPlot::SegmentsPlot(QWidget* parent) : PlotView(parent) {
  setObjectName("segmentsPlot");
  setAccessibleName(tr("Accuracy by segment of the test pairs"));
  refreshPlot();
}

void SegmentsPlot::take(const FigureContent& content) {
  m_lines = content.segments;
  m_by = evaluation::parseSegmentBy(content.settings.segment).value_or(evaluation::SegmentBy::History);
  m_label = content.metricText;
  m_problem = content.problem;
}

bool SegmentsPlot::sameSegments() const {
  return std::all_of(m_lines.begin(), m_lines.end(), [&](const SegmentLine& line) {
    return std::equal(line.points.begin(), line.points.end(), m_lines.front().points.begin(),
                      m_lines.front().points.end(), [](const SegmentPoint& a, const SegmentPoint& b) {
                        return a.from == b.from && a.to == b.to && a.pairs == b.pairs;
                      });
  });
}

std::size_t SegmentsPlot::mostSegments() const {
  std::size_t most = 0;
  for (const SegmentLine& line : m_lines)
    most = std::max(most, line.points.size());
  return most;
}

void SegmentsPlot::rebuild() {
  plot().clearGraphs();
  double error = 0;
  int errors = 0;
  for (const SegmentLine& line : m_lines)
    for (const SegmentPoint& point : line.points) {
      error += point.se;
      ++errors;
    }
  QString subtitle = tr("Test, mean over seeds");
  if (errors > 0)
    subtitle += tr(" · standard error over listeners about %1").arg(number(error / errors, 2));
  if (!m_lines.empty() && !sameSegments())
    subtitle = tr("Segments differ between configurations: rest the mouse on a point for its range");
  setTitle(tr("%1 by %2").arg(m_label.isEmpty() ? tr("Accuracy") : m_label, segmentTitle(m_by)), subtitle);
  plot().yAxis->setLabel(m_label);
  plot().xAxis->setLabel(tr("%1 (pairs below)").arg(segmentText(m_by)));
  plot().xAxis->setTicks(!m_lines.empty());
  plot().xAxis->setTickLabels(!m_lines.empty());
  setRemark(!m_lines.empty()      ? QString()
            : m_problem.isEmpty() ? tr("No finished run has test pairs that meet the minimum history.")
                                  : m_problem);
  std::vector<LegendEntry> entries;
  for (const SegmentLine& line : m_lines) {
    addLine(line);
    entries.push_back({line.label, seriesPen(line.colour, line.baseline ? 1.5 : 2, colours())});
  }
  legend().setEntries(std::move(entries));
}

void SegmentsPlot::addLine(const SegmentLine& line) {
  const QPen pen = seriesPen(line.colour, line.baseline ? 1.5 : 2, colours());
  QCPGraph* graph = plot().addGraph();
  for (std::size_t i = 0; i < line.points.size(); ++i)
    graph->addData(place(i), line.points[i].value.mean);
  graph->setPen(pen);
  // Models without training are hollow, as in the other figures.
  graph->setScatterStyle(scatterStyle(line.baseline ? Mark::Diamond : seriesMark(line.colour),
                                      QPen(pen.color(), 1.5),
                                      line.baseline ? colours().background : pen.color()));
}

void SegmentsPlot::fitTo(QSizeF size) {
  auto ticks = QSharedPointer<QCPAxisTickerText>::create();
  const bool same = !m_lines.empty() && sameSegments();
  const std::size_t most = mostSegments();
  // Room of the axis, less legend and labels; of ranges that would touch some are left out: values under the
  // mouse tell theirs.
  const double apart = std::max(100.0, size.width() * 0.44) / std::max<double>(1, static_cast<double>(most));
  const QFontMetrics metrics(plot().xAxis->tickLabelFont());
  std::vector<QString> texts;
  double widest = 0;
  for (std::size_t i = 0; i < most; ++i) {
    QString range = QString::number(i + 1);
    if (same)
      range = segmentRange(m_lines.front().points[i], m_by);
    widest = std::max(widest, metrics.horizontalAdvance(range) + kTickApart);
    texts.push_back(same ? range + QChar('\n') + count(m_lines.front().points[i].pairs) : range);
  }
  const auto step = static_cast<std::size_t>(std::max(1.0, std::ceil(widest / apart)));
  for (std::size_t i = 0; i < most; i += step)
    ticks->addTick(place(i), texts[i]);
  plot().xAxis->setTicker(ticks);
  PlotView::fitTo(size);
}

void SegmentsPlot::fitRanges() {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  for (const SegmentLine& line : m_lines)
    for (const SegmentPoint& point : line.points) {
      low = std::min(low, point.value.mean);
      high = std::max(high, point.value.mean);
    }
  if (low > high) {
    low = 0;
    high = 1;
  }
  const double margin = high > low ? 0.06 * (high - low) : 0.05;
  plot().yAxis->setRange(low - margin, high + margin);
  plot().xAxis->setRange(0.5, std::max<double>(1, static_cast<double>(mostSegments())) + 0.5);
}

std::optional<PlotView::Hover> SegmentsPlot::nearest(QPointF position) const {
  std::optional<Hover> best;
  double bestDistance = kNear;
  for (const SegmentLine& line : m_lines)
    for (std::size_t i = 0; i < line.points.size(); ++i) {
      const SegmentPoint& point = line.points[i];
      const QPointF at(plot().xAxis->coordToPixel(place(i)), plot().yAxis->coordToPixel(point.value.mean));
      const double distance = QLineF(at, position).length();
      if (distance >= bestDistance)
        continue;
      bestDistance = distance;
      QString text = tr("%1\n%2: %3\n%4 %5")
                         .arg(line.label, segmentText(m_by), segmentRange(point, m_by), m_label,
                              number(point.value.mean));
      if (point.value.count > 1)
        text += tr(" (%1 to %2, %3 seeds)")
                    .arg(number(point.value.low), number(point.value.high))
                    .arg(point.value.count);
      text += tr("\n%1 pairs of %2 listeners, standard error over these %3")
                  .arg(count(point.pairs), count(point.listeners), number(point.se));
      best = Hover{text, point.run, at};
    }
  return best;
}

} // namespace skipscope::ui
