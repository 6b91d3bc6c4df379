#include "ui/plots/training_cost_plot.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace skipscope::ui {

namespace {

constexpr int kRowHeight = 46;
constexpr int kAround = 110;           ///< title and axis
constexpr double kApart = 0.2;         ///< of the two bars of a row from its middle
constexpr double kThick = 0.34;        ///< of a bar, in rows
constexpr float kLight = 0.35F;        ///< opacity of the bar to the reference's accuracy
constexpr double kMostOverSeeds = 1.5; ///< times the greatest seed: how far intervals widen the axis

QString number(double value) {
  return QLocale(QLocale::English).toString(value, 'f', value < 10 ? 2 : 0);
}

/// "≥ × 1.2 [0.9, 1.5], 2 of 5 never"; the cost itself where there is no ratio.
QString ratioText(const std::optional<CostRatio>& ratio, const Cost& cost, CurveAxis axis) {
  const bool atLeast = cost.censored > 0;
  const bool atMost = ratio && ratio->atMost;
  QString text = atLeast && atMost ? QStringLiteral("≈ ")
                 : atLeast         ? QStringLiteral("≥ ")
                 : atMost          ? QStringLiteral("≤ ")
                                   : QString();
  text += ratio ? QStringLiteral("× ") + number(ratio->value) : positionText(axis, cost.mean);
  if (ratio && ratio->low < ratio->high)
    text += QStringLiteral(" [%1, %2]").arg(number(ratio->low), number(ratio->high));
  if (atLeast)
    text += QObject::tr(", %1 of %2 never").arg(cost.censored).arg(cost.seeds.size());
  return text;
}

} // namespace

TrainingCostPlot::TrainingCostPlot(QWidget* parent) : RowsPlot(parent) {
  setObjectName("trainingCostPlot");
  setAccessibleName(tr("Training cost by configuration"));
  refreshPlot();
}

void TrainingCostPlot::take(const FigureContent& content) {
  m_costs = content.cost;
  m_axis = content.settings.axis;
  setMinimumHeight(std::max(200, static_cast<int>(m_costs.rows.size()) * kRowHeight + kAround));
}

void TrainingCostPlot::rebuild() {
  QCustomPlot& p = plot();
  p.clearPlottables();
  QString subtitle = tr("Upper bar: to each run's own best accuracy, less one standard error");
  if (!m_costs.rows.empty())
    subtitle += tr(" · lower bar: to %1, what %2 comes to")
                    .arg(QLocale(QLocale::English).toString(m_costs.target, 'f', 3), m_costs.reference);
  setTitle(tr("Training cost by configuration"), subtitle);
  setRemark(m_costs.rows.empty() ? tr("No finished run has validations with an accuracy.") : QString());
  p.xAxis->setLabel(axisText(m_axis));
  styleRows(!m_costs.rows.empty());
  for (std::size_t i = 0; i < m_costs.rows.size(); ++i) {
    const CostRow& row = m_costs.rows[i];
    addBar(row, row.own, static_cast<double>(i) - kApart, false);
    addBar(row, row.same, static_cast<double>(i) + kApart, true);
  }
}

void TrainingCostPlot::addBar(const CostRow& row, const Cost& cost, double y, bool light) {
  QCustomPlot& p = plot();
  const QColor colour = seriesColour(row.colour, colours());
  QColor fill = colour;
  fill.setAlphaF(light ? kLight : 1.0F);
  auto* bar = new QCPBars(p.yAxis, p.xAxis);
  bar->setWidthType(QCPBars::wtPlotCoords);
  bar->setWidth(kThick);
  bar->setPen(QPen(colour, 1, cost.censored > 0 ? Qt::DashLine : Qt::SolidLine));
  bar->setBrush(fill);
  bar->addData(y, cost.mean);
  if (cost.seeds.size() < 2)
    return;
  const double most = greatest();
  // Light on dark and dark on light: the line must be told from any bar that it lies on.
  for (const QPen& pen : {QPen(colours().background, 4, Qt::SolidLine, Qt::FlatCap),
                          QPen(colours().text, 1.5, Qt::SolidLine, Qt::FlatCap)}) {
    QCPGraph* interval = p.addGraph();
    interval->setPen(pen);
    interval->setData({std::min(cost.low, most), std::min(cost.high, most)}, {y, y}, true);
  }
  QCPGraph* seeds = p.addGraph();
  seeds->setLineStyle(QCPGraph::lsNone);
  seeds->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colours().text, 1), colours().background, 5));
  for (const double seed : cost.seeds)
    seeds->addData(seed, y);
  for (std::size_t seed = 0; seed < row.runs.size(); ++seed)
    if (row.runs[seed] == selectedRun()) {
      QCPGraph* ring = p.addGraph();
      ring->setLineStyle(QCPGraph::lsNone);
      ring->setScatterStyle(
          QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colours().text, 2), QBrush(Qt::NoBrush), 12));
      ring->addData(cost.seeds[seed], y);
    }
}

void TrainingCostPlot::fitTo(QSizeF size) {
  std::vector<QString> names;
  auto ratios = QSharedPointer<QCPAxisTickerText>::create();
  for (std::size_t i = 0; i < m_costs.rows.size(); ++i) {
    const CostRow& row = m_costs.rows[i];
    const double y = static_cast<double>(i);
    names.push_back(row.label);
    ratios->addTick(y - kApart, ratioText(row.ownRatio, row.own, m_axis));
    ratios->addTick(y + kApart, ratioText(row.sameRatio, row.same, m_axis));
  }
  plot().xAxis->ticker()->setTickCount(std::clamp(static_cast<int>(size.width() * 0.3 / 60), 2, 8));
  nameRows(names, size.width(), 0.34);
  plot().yAxis2->setTicker(ratios);
  PlotView::fitTo(size);
}

double TrainingCostPlot::greatest() const {
  double seeds = 0, all = 0;
  for (const CostRow& row : m_costs.rows)
    for (const Cost* cost : {&row.own, &row.same}) {
      for (const double seed : cost->seeds)
        seeds = std::max(seeds, seed);
      all = std::max(all, cost->high);
    }
  return all > 0 ? 1.04 * std::max(seeds, std::min(all, kMostOverSeeds * seeds)) : 1;
}

void TrainingCostPlot::fitRanges() {
  plot().xAxis->setRange(0, greatest());
  fitRows(m_costs.rows.size());
}

std::optional<PlotView::Hover> TrainingCostPlot::nearest(QPointF position) const {
  const double y = plot().yAxis->pixelToCoord(position.y());
  const double index = std::round(y);
  if (index < 0 || index >= static_cast<double>(m_costs.rows.size()) ||
      !plot().axisRect()->rect().contains(position.toPoint()))
    return std::nullopt;
  const CostRow& row = m_costs.rows[static_cast<std::size_t>(index)];
  const bool same = y > index;
  const Cost& cost = same ? row.same : row.own;
  const auto& ratio = same ? row.sameRatio : row.ownRatio;
  QString text =
      row.label + '\n' +
      (same ? tr("To the accuracy of %1").arg(m_costs.reference) : tr("To its own best accuracy")) +
      QStringLiteral(": ") + positionText(m_axis, cost.mean);
  if (cost.seeds.size() > 1)
    text += tr(" (%1 to %2, %3 seeds)")
                .arg(positionText(m_axis, cost.low), positionText(m_axis, cost.high))
                .arg(cost.seeds.size());
  if (ratio)
    text += tr("\n%1 times that of %2").arg(number(ratio->value), m_costs.reference);
  if (ratio && ratio->low < ratio->high)
    text += tr(", 95 % interval %1 to %2").arg(number(ratio->low), number(ratio->high));
  if (cost.censored > 0)
    text += tr("\n%1 of %2 seeds never get there: their whole training is counted, which is too little")
                .arg(cost.censored)
                .arg(cost.seeds.size());
  if (ratio && ratio->atMost)
    text += tr("\nNor do some seeds of %1").arg(m_costs.reference);
  const double at = same ? index + kApart : index - kApart;
  return Hover{text, row.runs.size() == 1 ? row.runs.front() : QString(),
               QPointF(plot().xAxis->coordToPixel(cost.mean), plot().yAxis->coordToPixel(at))};
}

} // namespace skipscope::ui
