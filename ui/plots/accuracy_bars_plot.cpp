#include "ui/plots/accuracy_bars_plot.h"

#include "ui/plots/scatter_style.h"

#include <qcustomplot.h>

#include <algorithm>
#include <limits>

namespace skipscope::ui {

namespace {

constexpr double kNear = 14; ///< pixels between mouse and value
constexpr int kRowHeight = 24;
constexpr int kAround = 110; ///< title and axis

QString number(double value, int digits = 3) {
  return QLocale(QLocale::English).toString(value, 'f', digits);
}

QString valueText(const MetricRow& row, const QString& metric) {
  if (!row.value)
    return row.finished == 0 ? QObject::tr("no finished run")
                             : QObject::tr("finished, %1 not measured").arg(metric.toLower());
  QString text = number(row.value->mean);
  if (row.value->count > 1)
    text += QStringLiteral(" ± ") + number((row.value->high - row.value->low) / 2);
  return text + QStringLiteral("  (n = %1)").arg(row.value->count);
}

} // namespace

AccuracyBarsPlot::AccuracyBarsPlot(QWidget* parent) : RowsPlot(parent) {
  setObjectName("accuracyBarsPlot");
  setAccessibleName(tr("Test metric by configuration"));
  refreshPlot();
}

void AccuracyBarsPlot::setRows(std::vector<MetricRow> rows, const std::string& metric) {
  m_rows = std::move(rows);
  m_label = metricLabel(metric);
  setMinimumHeight(std::max(200, static_cast<int>(m_rows.size()) * kRowHeight + kAround));
  refreshPlot();
}

void AccuracyBarsPlot::take(const FigureContent& content) {
  m_rows = content.rows;
  m_label = content.metricText;
  setMinimumHeight(std::max(200, static_cast<int>(m_rows.size()) * kRowHeight + kAround));
}

void AccuracyBarsPlot::rebuild() {
  QCustomPlot& p = plot();
  p.clearPlottables();
  const bool seeds = std::any_of(m_rows.begin(), m_rows.end(),
                                 [](const MetricRow& row) { return row.value && row.value->count > 1; });
  setTitle(tr("%1 by configuration").arg(m_label),
           seeds ? tr("Test, at the best validation step · mean and 95 % interval over seeds")
                 : tr("Test, at the best validation step"));
  setRemark(m_rows.empty() ? tr("No runs yet.") : QString());
  p.xAxis->setLabel(m_label);
  styleRows(!m_rows.empty());
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    addRow(i);
}

void AccuracyBarsPlot::addRow(std::size_t index) {
  const MetricRow& row = m_rows[index];
  if (!row.value)
    return;
  QCustomPlot& p = plot();
  const double y = static_cast<double>(index);
  const QColor colour = seriesColour(row.colour, colours());
  if (row.value->count > 1) {
    QCPGraph* interval = p.addGraph();
    interval->setPen(QPen(colour, 2, Qt::SolidLine, Qt::FlatCap));
    // Not every vector format clips at the axes.
    const auto [low, high] = valueRange();
    interval->setData({std::max(low, row.value->low), std::min(high, row.value->high)}, {y, y}, true);
    QColor faint = colour;
    faint.setAlphaF(0.45F);
    QCPGraph* seeds = p.addGraph();
    seeds->setLineStyle(QCPGraph::lsNone);
    seeds->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, faint, 5));
    for (const double value : row.seeds)
      seeds->addData(value, y + 0.28);
  }
  QCPGraph* mean = p.addGraph();
  mean->setLineStyle(QCPGraph::lsNone);
  // Baselines are hollow, so that they stand apart in grey prints too.
  mean->setScatterStyle(scatterStyle(row.baseline ? Mark::Diamond : seriesMark(row.colour), QPen(colour, 2),
                                     row.baseline ? colours().background : colour));
  mean->addData(row.value->mean, y);
  for (std::size_t seed = 0; seed < row.runs.size(); ++seed)
    if (row.runs[seed] == selectedRun()) {
      QCPGraph* ring = p.addGraph();
      ring->setLineStyle(QCPGraph::lsNone);
      ring->setScatterStyle(
          QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colours().text, 2), QBrush(Qt::NoBrush), 12));
      ring->addData(row.seeds[seed], row.value->count > 1 ? y + 0.28 : y);
    }
}

void AccuracyBarsPlot::fitTo(QSizeF size) {
  std::vector<QString> names;
  auto values = QSharedPointer<QCPAxisTickerText>::create();
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    names.push_back(m_rows[i].label);
    values->addTick(static_cast<double>(i), valueText(m_rows[i], m_label));
  }
  nameRows(names, size.width(), 0.38);
  // Three-digit tick labels need some 60 pixels each; the names and the values take most of the width.
  plot().xAxis->ticker()->setTickCount(std::clamp(static_cast<int>(size.width() * 0.3 / 60), 2, 8));
  plot().yAxis2->setTicker(values);
  PlotView::fitTo(size);
}

std::pair<double, double> AccuracyBarsPlot::valueRange() const {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  for (const MetricRow& row : m_rows)
    for (const double value : row.seeds) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  if (low > high)
    return {0, 1};
  // Two seeds can have an interval so wide that every row would shrink to a point: it may leave the figure.
  const double most = high > low ? high - low : 0.05;
  const double lowest = low - most;
  const double highest = high + most;
  for (const MetricRow& row : m_rows)
    if (row.value) {
      low = std::max(lowest, std::min(low, row.value->low));
      high = std::min(highest, std::max(high, row.value->high));
    }
  const double margin = high > low ? 0.06 * (high - low) : 0.05;
  return {low - margin, high + margin};
}

void AccuracyBarsPlot::fitRanges() {
  const auto [low, high] = valueRange();
  plot().xAxis->setRange(low, high);
  fitRows(m_rows.size());
}

std::optional<PlotView::Hover> AccuracyBarsPlot::nearest(QPointF position) const {
  std::optional<Hover> best;
  double bestDistance = kNear;
  const auto consider = [&](double x, double y, const QString& text, const QString& run) {
    const QPointF point(plot().xAxis->coordToPixel(x), plot().yAxis->coordToPixel(y));
    const double distance = QLineF(point, position).length();
    if (distance < bestDistance) {
      bestDistance = distance;
      best = Hover{text, run, point};
    }
  };
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const MetricRow& row = m_rows[i];
    if (!row.value)
      continue;
    const double y = static_cast<double>(i);
    QString text = row.label + '\n' + m_label + ' ' + number(row.value->mean, 4);
    if (row.value->count > 1)
      text += tr(" (%1 to %2, %3 of %4 runs)")
                  .arg(number(row.value->low, 4), number(row.value->high, 4))
                  .arg(row.value->count)
                  .arg(row.launched);
    consider(row.value->mean, y, text, row.runs.size() == 1 ? row.runs.front() : QString());
    if (row.seeds.size() > 1)
      for (std::size_t seed = 0; seed < row.seeds.size(); ++seed)
        consider(row.seeds[seed], y + 0.28,
                 tr("%1\nrun %2: %3").arg(row.label, row.runs[seed].left(8), number(row.seeds[seed], 4)),
                 row.runs[seed]);
  }
  return best;
}

} // namespace skipscope::ui
