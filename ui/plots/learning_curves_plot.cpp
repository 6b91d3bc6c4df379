#include "ui/plots/learning_curves_plot.h"

#include "ui/plots/plot_legend.h"
#include "ui/plots/segment_graph.h"

#include <qcustomplot.h>

#include <algorithm>
#include <limits>

namespace skipscope::ui {

namespace {

constexpr double kNear = 30;            ///< pixels between mouse and value
constexpr std::size_t kManyTraces = 60; ///< more are drawn one device pixel wide, which is ten times as fast
constexpr std::size_t kManyMeans = 24;  ///< likewise
/// Of all bands together: many bands lie on each other, and the means must stay readable.
constexpr int kBandsAlpha = 200;
constexpr int kMostBandAlpha = 38;
/// The t-interval of two seeds is six times their distance: the two runs themselves say more.
constexpr int kBandSeeds = 3;

QVector<double> column(const std::vector<CurvePoint>& points, double CurvePoint::*member) {
  QVector<double> values;
  values.reserve(static_cast<qsizetype>(points.size()));
  for (const CurvePoint& point : points)
    values.append(point.*member);
  return values;
}

QVector<double> vectorOf(const std::vector<double>& values) {
  return QVector<double>(values.begin(), values.end());
}

/// Where the curve ends, for a legend in the order of the curves.
double lastValue(const LearningCurve& curve) {
  if (!curve.mean.empty())
    return curve.mean.back().mean;
  return curve.traces.front().y.back();
}

QString number(double value) {
  return QLocale(QLocale::English).toString(value, 'f', 4);
}

/// No step between two steps: zoomed in, labels without digits would repeat.
class CountTicker : public QCPAxisTicker {
protected:
  double getTickStep(const QCPRange& range) override {
    return std::max(1.0, QCPAxisTicker::getTickStep(range));
  }
};

QColor mixed(const QColor& colour, const QColor& background, double strength) {
  const auto part = [&](int own, int other) { return qRound(strength * own + (1 - strength) * other); };
  return QColor(part(colour.red(), background.red()), part(colour.green(), background.green()),
                part(colour.blue(), background.blue()));
}

bool hasBand(const LearningCurve& curve) {
  return !curve.baseline && curve.seeds >= kBandSeeds && !curve.mean.empty();
}

} // namespace

LearningCurvesPlot::LearningCurvesPlot(QWidget* parent) : PlotView(parent) {
  setObjectName("learningCurvesPlot");
  setAccessibleName(tr("Learning curves"));
  refreshPlot();
}

void LearningCurvesPlot::setCurves(std::vector<LearningCurve> curves, const std::string& metric,
                                   CurveAxis axis) {
  m_curves = std::move(curves);
  m_label = metricLabel(metric);
  m_axis = axis;
  findSpan();
  refreshPlot();
}

void LearningCurvesPlot::findSpan() {
  m_firstX = std::numeric_limits<double>::max();
  m_lastX = std::numeric_limits<double>::lowest();
  for (const LearningCurve& curve : m_curves)
    for (const Trace& trace : curve.traces)
      if (!curve.baseline) {
        m_firstX = std::min(m_firstX, trace.x.front());
        m_lastX = std::max(m_lastX, trace.x.back());
      }
  if (m_firstX >= m_lastX) {
    m_firstX = std::min(m_firstX, 0.0);
    m_lastX = std::max({m_lastX, m_firstX + 1, 1.0});
  }
}

void LearningCurvesPlot::setTracesShown(bool shown) {
  m_tracesShown = shown;
  refreshPlot();
}

bool LearningCurvesPlot::tracesShown(const LearningCurve& curve) const {
  return m_tracesShown || curve.seeds < kBandSeeds;
}

QString LearningCurvesPlot::subtitle() const {
  const auto any = [&](const auto& holds) { return std::any_of(m_curves.begin(), m_curves.end(), holds); };
  QString text = tr("Validation");
  if (any(hasBand))
    text += tr(" · mean and 95 % interval over seeds");
  else if (any([](const LearningCurve& curve) { return curve.seeds > 1; }))
    text += tr(" · mean over seeds");
  if (any([&](const LearningCurve& curve) {
        return !curve.baseline && curve.seeds > 1 && tracesShown(curve);
      }))
    text += tr(" · thin: single runs");
  else if (any([](const LearningCurve& curve) { return !curve.tails.empty(); }))
    text += tr(" · thin: seeds that trained on");
  const auto running = [](const LearningCurve& curve) {
    return std::any_of(curve.traces.begin(), curve.traces.end(),
                       [](const Trace& trace) { return trace.running; });
  };
  if (any(running))
    text += tr(" · open circle: still running");
  return text;
}

std::vector<const Trace*> LearningCurvesPlot::drawnTraces(const LearningCurve& curve) const {
  std::vector<const Trace*> drawn;
  if (curve.baseline)
    return drawn;
  for (const Trace& trace : curve.traces)
    if (trace.running || (tracesShown(curve) && curve.seeds > 1) || trace.run == selectedRun())
      drawn.push_back(&trace);
  if (!tracesShown(curve))
    for (const Trace& tail : curve.tails)
      drawn.push_back(&tail);
  return drawn;
}

void LearningCurvesPlot::take(const FigureContent& content) {
  m_curves = content.curves;
  m_label = content.metricText;
  m_axis = content.settings.axis;
  m_tracesShown = content.settings.traces;
  findSpan();
}

void LearningCurvesPlot::rebuild() {
  QCustomPlot& p = plot();
  p.clearGraphs();
  setTitle(tr("Learning curves"), subtitle());
  p.xAxis->setLabel(axisText(m_axis));
  p.yAxis->setLabel(m_label);
  setRemark(m_curves.empty() ? tr("No validations of this metric yet.") : QString());
  const bool counts = m_axis == CurveAxis::Steps || m_axis == CurveAxis::Targets;
  p.xAxis->setNumberFormat(counts ? "f" : "g");
  p.xAxis->setNumberPrecision(counts ? 0 : 6);
  p.xAxis->setTicker(counts ? QSharedPointer<CountTicker>::create()
                            : QSharedPointer<QCPAxisTicker>::create());
  // Baselines do not train: level lines over an axis without a scale.
  const bool trained = std::any_of(m_curves.begin(), m_curves.end(),
                                   [](const LearningCurve& curve) { return !curve.baseline; });
  p.xAxis->setTickLabels(trained);
  p.xAxis->setTicks(trained);
  p.xAxis->grid()->setVisible(trained);
  if (!trained && !m_curves.empty())
    p.xAxis->setLabel(tr("These models do not train"));

  std::size_t traces = 0;
  for (const LearningCurve& curve : m_curves)
    traces += drawnTraces(curve).size();
  const auto bands = static_cast<int>(std::count_if(m_curves.begin(), m_curves.end(), hasBand));
  for (const LearningCurve& curve : m_curves)
    if (hasBand(curve))
      addBand(curve, std::min(kMostBandAlpha, kBandsAlpha / bands));
  for (const LearningCurve& curve : m_curves)
    for (const Trace* trace : drawnTraces(curve))
      addTrace(*trace, curve, traces > kManyTraces);
  for (const LearningCurve& curve : m_curves)
    addMean(curve);

  for (const LearningCurve& curve : m_curves)
    addSelected(curve);

  std::vector<const LearningCurve*> ordered;
  for (const LearningCurve& curve : m_curves)
    ordered.push_back(&curve);
  std::stable_sort(ordered.begin(), ordered.end(), [](const LearningCurve* a, const LearningCurve* b) {
    return lastValue(*a) > lastValue(*b);
  });
  std::vector<LegendEntry> entries;
  for (const LearningCurve* curve : ordered)
    entries.push_back(
        {curve->seeds > 0 ? curve->label : tr("%1 (running)").arg(curve->label), meanPen(*curve)});
  legend().setEntries(std::move(entries));
}

QCPGraph* LearningCurvesPlot::addGraph() {
  return addSegmentGraph(plot().xAxis, plot().yAxis);
}

void LearningCurvesPlot::addBand(const LearningCurve& curve, int alpha) {
  const QVector<double> x = column(curve.mean, &CurvePoint::x);
  QCPGraph* low = addGraph();
  low->setPen(Qt::NoPen);
  low->setData(x, column(curve.mean, &CurvePoint::low), true);
  QCPGraph* high = addGraph();
  high->setPen(Qt::NoPen);
  high->setData(x, column(curve.mean, &CurvePoint::high), true);
  QColor fill = seriesColour(curve.colour, colours());
  fill.setAlpha(alpha);
  high->setBrush(fill);
  high->setChannelFillGraph(low);
}

void LearningCurvesPlot::addTrace(const Trace& trace, const LearningCurve& curve, bool manyTraces) {
  QCPGraph* graph = addGraph();
  QColor colour = seriesColour(curve.colour, colours());
  // Translucent lines take up to ten times as long as opaque ones.
  colour = mixed(colour, colours().background, trace.running ? 0.9 : 0.55);
  graph->setPen(QPen(colour, manyTraces ? 0 : 1));
  graph->setAntialiased(!manyTraces);
  graph->setData(vectorOf(trace.x), vectorOf(trace.y), true);
  if (!trace.running)
    return;
  QCPGraph* head = addGraph();
  head->setLineStyle(QCPGraph::lsNone);
  head->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 1.5), colours().background, 7));
  head->addData(trace.x.back(), trace.y.back());
}

QPen LearningCurvesPlot::meanPen(const LearningCurve& curve) const {
  if (curve.baseline)
    return seriesPen(curve.colour, 1, colours());
  if (m_curves.size() <= kManyMeans)
    return seriesPen(curve.colour, 2, colours());
  return QPen(seriesColour(curve.colour, colours()), 0); // drawing many wide or dashed lines takes long
}

void LearningCurvesPlot::addMean(const LearningCurve& curve) {
  if (curve.mean.empty())
    return;
  QCPGraph* graph = addGraph();
  const QPen pen = meanPen(curve);
  graph->setPen(pen);
  if (curve.baseline) {
    const double level = curve.mean.back().mean;
    graph->setData({m_firstX, m_lastX}, {level, level}, true);
    return;
  }
  graph->setAntialiased(m_curves.size() <= kManyMeans);
  graph->setData(column(curve.mean, &CurvePoint::x), column(curve.mean, &CurvePoint::mean), true);
  if (curve.mean.size() == 1)
    graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, pen.color(), pen.color(), 6));
}

void LearningCurvesPlot::addSelected(const LearningCurve& curve) {
  for (const Trace& trace : curve.traces)
    if (!curve.baseline && trace.run == selectedRun()) {
      QPen pen = meanPen(curve); // in the legend's style
      pen.setWidth(4);
      QCPGraph* graph = addGraph();
      graph->setPen(pen);
      graph->setData(vectorOf(trace.x), vectorOf(trace.y), true);
    }
}

void LearningCurvesPlot::fitRanges() {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  const auto include = [&](double y) {
    low = std::min(low, y);
    high = std::max(high, y);
  };
  for (const LearningCurve& curve : m_curves) {
    for (const CurvePoint& point : curve.mean) {
      include(point.mean);
      if (point.count >= kBandSeeds)
        include(point.low), include(point.high);
    }
    for (const Trace* trace : drawnTraces(curve))
      for (const double y : trace->y)
        include(y);
  }
  if (low > high) {
    low = 0;
    high = 1;
  }
  const double yMargin = high > low ? 0.05 * (high - low) : 0.05 * std::max(1e-3, std::abs(high));
  const double xMargin = 0.02 * (m_lastX - m_firstX);
  const bool any = !m_curves.empty();
  plot().xAxis->setRange(any ? m_firstX - xMargin : 0, any ? m_lastX + xMargin : 1);
  plot().yAxis->setRange(low - yMargin, high + yMargin);
}

std::optional<PlotView::Hover> LearningCurvesPlot::nearest(QPointF position) const {
  std::optional<Hover> best;
  double bestDistance = kNear;
  const auto consider = [&](double x, double y, const QString& run, const auto& text) {
    const QPointF point(plot().xAxis->coordToPixel(x), plot().yAxis->coordToPixel(y));
    const double distance = QLineF(point, position).length();
    if (distance < bestDistance) {
      bestDistance = distance;
      best = Hover{text(), run, point};
    }
  };
  const QString at = axisText(m_axis).toLower();
  const QLocale english(QLocale::English);
  for (const LearningCurve& curve : m_curves) {
    for (const CurvePoint& point : curve.mean) {
      const double x = curve.baseline ? plot().xAxis->pixelToCoord(position.x()) : point.x;
      consider(x, point.mean, curve.seeds == 1 ? curve.traces.front().run : QString(), [&] {
        QString text = curve.label + '\n' + tr("%1 %2").arg(m_label, number(point.mean));
        if (point.count > 1)
          text += tr(" (%1 to %2, %3 seeds)").arg(number(point.low), number(point.high)).arg(point.count);
        return curve.baseline ? text : text + '\n' + tr("%1 %2").arg(at, english.toString(point.x, 'g', 6));
      });
    }
    for (const Trace* trace : drawnTraces(curve))
      for (std::size_t i = 0; i < trace->x.size(); ++i)
        consider(trace->x[i], trace->y[i], trace->run, [&] {
          return tr("%1\nseed %2, run %3%4\n%5 %6, %7 %8")
              .arg(curve.label)
              .arg(trace->seed)
              .arg(trace->run.left(8), trace->running ? tr(" (running)") : QString(), m_label,
                   number(trace->y[i]), at, english.toString(trace->x[i], 'g', 6));
        });
  }
  return best;
}

} // namespace skipscope::ui
