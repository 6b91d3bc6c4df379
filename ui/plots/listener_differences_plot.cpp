#include "ui/plots/listener_differences_plot.h"

#include "ui/models/display_text.h"

#include <qcustomplot.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace skipscope::ui {

namespace {

constexpr int kRowHeight = 28;
constexpr int kAround = 120; ///< title and axis
constexpr double kThick = 0.6;
constexpr double kTickApart = 40;  ///< pixels that a share on the axis needs
constexpr double kAxisShare = 0.2; ///< of the width: at least what names and values leave for the axis
constexpr std::array<double, 5> kSteps = {0.02, 0.05, 0.1, 0.2, 0.5};
constexpr float kLight = 0.45F; ///< opacity of a bar; those of more than a half lie on it in full

QString signedNumber(double value, int digits) {
  return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) +
         QLocale(QLocale::English).toString(std::abs(value), 'f', digits);
}

QString percent(double share) {
  return QLocale(QLocale::English).toString(100 * share, 'f', 1) + QStringLiteral(" %");
}

QString valueText(const DifferenceRow& row) {
  if (!row.stored.problem.empty())
    return QObject::tr("not comparable");
  const evaluation::Comparison& comparison = row.stored.comparison;
  return QStringLiteral("%1 [%2, %3]%4")
      .arg(signedNumber(comparison.difference, 3), signedNumber(comparison.low, 3),
           signedNumber(comparison.high, 3), row.significant ? QStringLiteral(" *") : QString());
}

} // namespace

ListenerDifferencesPlot::ListenerDifferencesPlot(QWidget* parent) : RowsPlot(parent) {
  setObjectName("listenerDifferencesPlot");
  setAccessibleName(tr("Difference to the baseline by listener"));
  refreshPlot();
}

void ListenerDifferencesPlot::take(const FigureContent& content) {
  m_differences = content.differences;
  m_label = content.metricText;
  m_problem = content.problem;
  setMinimumHeight(std::max(200, static_cast<int>(m_differences.rows.size()) * kRowHeight + kAround));
}

void ListenerDifferencesPlot::rebuild() {
  QCustomPlot& p = plot();
  p.clearPlottables();
  QString title = tr("%1 by listener").arg(m_label);
  QString subtitle;
  if (!m_differences.rows.empty()) {
    title = tr("%1 by listener, minus that of %2").arg(m_label, m_differences.baseline);
    subtitle = tr("Dark: by more than a half · 95 % interval · * p < 0.05 (Holm)");
    if (!m_differences.pinned)
      subtitle += tr(" · baseline not pinned");
  }
  setTitle(title, subtitle);
  setRemark(!m_differences.rows.empty() ? QString()
            : m_problem.isEmpty()       ? tr("Two finished configurations are needed.")
                                        : m_problem);
  p.xAxis->setLabel(tr("Listeners who are worse off (left) and better off (right)"));
  styleRows(!m_differences.rows.empty());
  p.xAxis->setTickLabels(!m_differences.rows.empty());
  const QColor worse = seriesColour(1, colours());
  const QColor better = seriesColour(0, colours());
  for (std::size_t i = 0; i < m_differences.rows.size(); ++i) {
    const StoredDifference& stored = m_differences.rows[i].stored;
    const double y = static_cast<double>(i);
    for (const auto& [share, much, colour] : {std::tuple(-stored.hurt, -stored.muchHurt, worse),
                                              std::tuple(stored.helped, stored.muchHelped, better)}) {
      QColor light = colour;
      light.setAlphaF(kLight);
      addBar(y, share, light);
      addBar(y, much, colour);
    }
  }
}

void ListenerDifferencesPlot::addBar(double y, double share, const QColor& colour) {
  auto* bar = new QCPBars(plot().yAxis, plot().xAxis);
  bar->setWidthType(QCPBars::wtPlotCoords);
  bar->setWidth(kThick);
  bar->setPen(Qt::NoPen);
  bar->setBrush(colour);
  bar->addData(y, share);
}

void ListenerDifferencesPlot::fitTo(QSizeF size) {
  std::vector<QString> names;
  auto values = QSharedPointer<QCPAxisTickerText>::create();
  for (std::size_t i = 0; i < m_differences.rows.size(); ++i) {
    const double y = static_cast<double>(i);
    names.push_back(m_differences.rows[i].label);
    values->addTick(y, valueText(m_differences.rows[i]));
  }
  nameRows(names, size.width(), 0.34);
  plot().yAxis2->setTicker(values);
  // Shares without a sign: the side tells which it is.
  auto shares = QSharedPointer<QCPAxisTickerText>::create();
  const double most = plot().xAxis->range().upper;
  const double each = size.width() * kAxisShare / (2 * most); // pixels of a whole
  const auto fits =
      std::find_if(kSteps.begin(), kSteps.end(), [&](double share) { return share * each >= kTickApart; });
  const double step = fits == kSteps.end() ? 1 : *fits;
  for (double share = 0; share <= most; share += step)
    for (const double at : {-share, share})
      shares->addTick(at, QLocale(QLocale::English).toString(100 * share, 'f', 0) + QStringLiteral(" %"));
  plot().xAxis->setTicker(shares);
  PlotView::fitTo(size);
}

void ListenerDifferencesPlot::fitRanges() {
  double most = 0.02;
  for (const DifferenceRow& row : m_differences.rows)
    most = std::max({most, row.stored.hurt, row.stored.helped});
  plot().xAxis->setRange(-1.06 * most, 1.06 * most);
  fitRows(m_differences.rows.size());
}

std::optional<PlotView::Hover> ListenerDifferencesPlot::nearest(QPointF position) const {
  const double index = std::round(plot().yAxis->pixelToCoord(position.y()));
  if (index < 0 || index >= static_cast<double>(m_differences.rows.size()) ||
      !plot().axisRect()->rect().contains(position.toPoint()))
    return std::nullopt;
  const DifferenceRow& row = m_differences.rows[static_cast<std::size_t>(index)];
  const StoredDifference& stored = row.stored;
  const QPointF at(plot().xAxis->coordToPixel(0), plot().yAxis->coordToPixel(index));
  if (!stored.problem.empty())
    return Hover{row.label + '\n' + fromCore(stored.problem), row.run, at};
  QString text = tr("%1\nBetter for %2 of %3, by more than a half for %4\nWorse for %5, by more than a half "
                    "for %6\n%7 %8")
                     .arg(row.label, percent(stored.helped),
                          countOf(stored.comparison.listeners, tr("listener")), percent(stored.muchHelped),
                          percent(stored.hurt), percent(stored.muchHurt), m_label, valueText(row));
  text += stored.comparison.ofConfigurations()
              ? tr("\np = %1 after Holm's correction")
                    .arg(QLocale(QLocale::English).toString(row.corrected, 'g', 2))
              : tr("\nThese runs only: one seed on a side");
  return Hover{text, row.run, at};
}

} // namespace skipscope::ui
