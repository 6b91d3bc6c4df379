#include "ui/plots/coverage_plot.h"

#include "ui/plots/plot_legend.h"

#include <qcustomplot.h>

#include <algorithm>

namespace skipscope::ui {

namespace {

constexpr double kTop = 1.03; ///< a little above 100 %
constexpr double kNear = 24;  ///< pixels between mouse and value

/// Inputs are not configurations: their lines have a ramp of one hue of their own, set apart by style too.
QPen inputsPen(int index, std::size_t count, const PlotColours& colours) {
  constexpr std::array<Qt::PenStyle, 4> styles = {Qt::SolidLine, Qt::DashLine, Qt::DashDotLine, Qt::DotLine};
  const double share = count < 2 ? 0 : static_cast<double>(index) / static_cast<double>(count - 1);
  const double lightness = colours.dark ? 0.88 - 0.36 * share : 0.22 + 0.26 * share;
  QPen pen(QColor::fromHslF(0.52F, colours.dark ? 0.55F : 0.75F, static_cast<float>(lightness)), 2);
  pen.setStyle(styles[static_cast<std::size_t>(index) % styles.size()]);
  pen.setCapStyle(Qt::FlatCap);
  return pen;
}

} // namespace

CoveragePlot::CoveragePlot(QWidget* parent) : PlotView(parent) {
  setObjectName("coveragePlot");
  setAccessibleName(tr("User coverage against minimum history"));
  plot().xAxis->setLabel(tr("Minimum history m (input events)"));
  refreshPlot();
}

void CoveragePlot::setCurves(const std::vector<CoverageCurve>& curves) {
  m_curves = curves;
  refreshPlot();
}

void CoveragePlot::setMarkedHistory(int m) {
  m_marked = m;
  refreshPlot();
}

void CoveragePlot::take(const FigureContent& content) {
  m_curves = content.coverage;
  m_marked = content.minimumHistory;
}

void CoveragePlot::rebuild() {
  QCustomPlot& p = plot();
  p.clearGraphs();
  setRemark(m_curves.empty() ? tr("No coverage yet: it comes with the first finished run.") : QString());
  if (m_marked > 0) {
    QCPGraph* line = p.addGraph();
    line->setPen(QPen(colours().muted, 1, Qt::DotLine));
    line->setData({static_cast<double>(m_marked), static_cast<double>(m_marked)}, {0, kTop}, true);
  }
  std::vector<LegendEntry> entries;
  for (std::size_t i = 0; i < m_curves.size(); ++i) {
    QCPGraph* graph = p.addGraph();
    graph->setPen(inputsPen(static_cast<int>(i), m_curves.size(), colours()));
    graph->setAntialiased(true);
    for (std::size_t m = 0; m < m_curves[i].share.size(); ++m)
      graph->addData(static_cast<double>(m + 1), m_curves[i].share[m]);
    entries.push_back({m_curves[i].name, graph->pen()});
    if (m_curves[i].reach.empty())
      continue;
    QCPGraph* dots = p.addGraph();
    dots->setLineStyle(QCPGraph::lsNone);
    dots->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(colours().background, 1), graph->pen().color(), 10));
    for (const ReachPoint& point : m_curves[i].reach)
      dots->addData(point.minimumHistory, point.value.mean);
  }
  const bool reach = std::any_of(m_curves.begin(), m_curves.end(),
                                 [](const CoverageCurve& curve) { return !curve.reach.empty(); });
  setTitle(tr("User coverage"),
           reach ? tr("Share with at least m input events · diamonds: reach-weighted accuracy")
                 : tr("Share of listeners with at least m input events, by what the "
                      "model hears"));
  p.yAxis->setLabel(reach ? tr("Listeners covered; accuracy") : tr("Listeners covered"));
  legend().setEntries(std::move(entries));

  auto ticks = QSharedPointer<QCPAxisTickerText>::create();
  constexpr int apart = 12; // nearer tick labels would touch
  if (m_marked == 0 || m_marked > apart)
    ticks->addTick(1, "1");
  if (m_marked > 0)
    ticks->addTick(m_marked, QString("m = %1").arg(m_marked));
  for (int m = 20; m <= 100; m += 20)
    if (m_marked == 0 || std::abs(m - m_marked) > apart)
      ticks->addTick(m, QString::number(m));
  p.xAxis->setTicker(ticks);
  auto shares = QSharedPointer<QCPAxisTickerText>::create();
  for (int percent = 0; percent <= 100; percent += 20)
    shares->addTick(percent / 100.0, QString("%1 %").arg(percent));
  p.yAxis->setTicker(shares);
}

void CoveragePlot::fitRanges() {
  plot().xAxis->setRange(-1, 102);
  plot().yAxis->setRange(-0.015, kTop);
}

std::optional<PlotView::Hover> CoveragePlot::nearest(QPointF position) const {
  const double x = plot().xAxis->pixelToCoord(position.x());
  std::optional<Hover> best;
  double bestDistance = kNear;
  for (const CoverageCurve& curve : m_curves)
    for (const ReachPoint& reach : curve.reach) {
      const QPointF point(plot().xAxis->coordToPixel(reach.minimumHistory),
                          plot().yAxis->coordToPixel(reach.value.mean));
      if (const double distance = QLineF(point, position).length(); distance < bestDistance) {
        bestDistance = distance;
        best = Hover{tr("%1\nhears %2\nreach-weighted accuracy %3 (n = %4)")
                         .arg(reach.label, curve.name)
                         .arg(reach.value.mean, 0, 'f', 4)
                         .arg(reach.value.count),
                     reach.run, point};
      }
    }
  for (const CoverageCurve& curve : m_curves) {
    if (curve.share.empty())
      continue;
    const auto m = std::clamp(std::llround(x), 1LL, static_cast<long long>(curve.share.size()));
    const double share = curve.share[static_cast<std::size_t>(m - 1)];
    const QPointF point(plot().xAxis->coordToPixel(static_cast<double>(m)),
                        plot().yAxis->coordToPixel(share));
    const double distance = QLineF(point, position).length();
    if (distance < bestDistance) {
      bestDistance = distance;
      best = Hover{
          tr("%1\nm = %2: %3 % of listeners").arg(curve.name).arg(m).arg(share * 100, 0, 'f', 1), {}, point};
    }
  }
  return best;
}

} // namespace skipscope::ui
