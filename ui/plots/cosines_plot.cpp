#include "ui/plots/cosines_plot.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace skipscope::ui {

namespace {

constexpr int kRowHeight = 34;
constexpr int kAround = 110;        ///< title and axis
constexpr double kStrongest = 0.65; ///< opacity of a cosine of 1: text stays readable on it

QString number(double value, int digits) {
  return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) +
         QLocale(QLocale::English).toString(std::abs(value), 'f', digits);
}

/// What centred cosines average whatever was learnt.
QString averages(const CosineMatrix& matrix) {
  std::set<int> types;
  for (const CosineMatrix::Row& row : matrix.rows)
    types.insert(row.types);
  QStringList parts;
  for (const int k : types)
    parts.append(QObject::tr("%1 for k = %2").arg(number(-1.0 / (k - 1), 2)).arg(k));
  return parts.join(QStringLiteral(", "));
}

} // namespace

CosinesPlot::CosinesPlot(QWidget* parent) : PlotView(parent) {
  setObjectName("cosinesPlot");
  setAccessibleName(tr("Cosines between feedback types by configuration"));
  plot().yAxis->setRangeReversed(true);
  plot().xAxis->grid()->setVisible(false);
  plot().yAxis->grid()->setVisible(false);
  refreshPlot();
}

void CosinesPlot::take(const FigureContent& content) {
  m_matrix = content.cosines;
  m_centred = content.settings.centred;
  setMinimumHeight(std::max(200, static_cast<int>(m_matrix.rows.size()) * kRowHeight + kAround));
}

const std::vector<std::optional<evaluation::Summary>>&
CosinesPlot::cells(const CosineMatrix::Row& row) const {
  return m_centred ? row.centred : row.raw;
}

void CosinesPlot::rebuild() {
  for (QCPAbstractItem* item : std::exchange(m_items, {}))
    plot().removeItem(item);
  const QString title =
      m_centred ? tr("Centred cosines of feedback types") : tr("Raw cosines of feedback types");
  QString subtitle = tr("Best weights · ± half of the 95 % interval over seeds");
  if (m_centred && !m_matrix.rows.empty())
    subtitle = tr("By construction −1/(k−1) on average: %1 · ± 95 % over seeds").arg(averages(m_matrix));
  setTitle(title, subtitle);
  setRemark(m_matrix.rows.empty() ? tr("No finished run hears two kinds of feedback.") : QString());
  for (QCPAxis* axis : {plot().xAxis, plot().yAxis}) {
    axis->setTickPen(Qt::NoPen);
    axis->setBasePen(Qt::NoPen);
    axis->setTickLabelColor(colours().text);
    axis->setTickLabelFont(figureFont());
    axis->setTickLabels(!m_matrix.rows.empty());
  }
  for (std::size_t row = 0; row < m_matrix.rows.size(); ++row)
    for (std::size_t column = 0; column < m_matrix.columns.size(); ++column)
      if (const auto& value = cells(m_matrix.rows[row])[column])
        addCell(row, column, *value);
}

void CosinesPlot::addCell(std::size_t row, std::size_t column, const evaluation::Summary& value) {
  const auto x = static_cast<double>(column);
  const auto y = static_cast<double>(row);
  QColor fill = seriesColour(value.mean < 0 ? 1 : 0, colours());
  fill.setAlphaF(static_cast<float>(kStrongest * std::min(1.0, std::abs(value.mean))));
  auto* cell = new QCPItemRect(&plot());
  cell->topLeft->setCoords(x - 0.48, y - 0.46);
  cell->bottomRight->setCoords(x + 0.48, y + 0.46);
  cell->setPen(QPen(colours().grid, 1));
  cell->setBrush(fill);
  cell->setSelectable(false);
  auto* text = new QCPItemText(&plot());
  text->position->setCoords(x, y);
  text->setPositionAlignment(Qt::AlignCenter);
  text->setFont(figureFont());
  text->setColor(colours().text);
  text->setSelectable(false);
  QString words = number(value.mean, 2);
  if (value.count > 1)
    words += QStringLiteral(" ± ") + QLocale(QLocale::English).toString((value.high - value.low) / 2, 'f', 2);
  text->setText(words);
  m_items.insert(m_items.end(), {cell, text});
}

void CosinesPlot::fitTo(QSizeF size) {
  const QFontMetrics metrics(plot().yAxis->tickLabelFont());
  auto names = QSharedPointer<QCPAxisTickerText>::create();
  for (std::size_t row = 0; row < m_matrix.rows.size(); ++row)
    names->addTick(static_cast<double>(row), metrics.elidedText(m_matrix.rows[row].label, Qt::ElideMiddle,
                                                                static_cast<int>(size.width() * 0.38)));
  auto pairs = QSharedPointer<QCPAxisTickerText>::create();
  for (std::size_t column = 0; column < m_matrix.columns.size(); ++column)
    pairs->addTick(static_cast<double>(column), columnText(m_matrix.columns[column]));
  plot().yAxis->setTicker(names);
  plot().xAxis->setTicker(pairs);
  PlotView::fitTo(size);
}

void CosinesPlot::fitRanges() {
  plot().xAxis->setRange(-0.5, std::max<double>(1, static_cast<double>(m_matrix.columns.size())) - 0.5);
  plot().yAxis->setRange(-0.5, std::max<double>(1, static_cast<double>(m_matrix.rows.size())) - 0.5);
}

std::optional<PlotView::Hover> CosinesPlot::nearest(QPointF position) const {
  const double x = plot().xAxis->pixelToCoord(position.x());
  const double y = plot().yAxis->pixelToCoord(position.y());
  const double column = std::round(x);
  const double row = std::round(y);
  if (column < 0 || row < 0 || column >= static_cast<double>(m_matrix.columns.size()) ||
      row >= static_cast<double>(m_matrix.rows.size()))
    return std::nullopt;
  const CosineMatrix::Row& shown = m_matrix.rows[static_cast<std::size_t>(row)];
  const auto at = static_cast<std::size_t>(column);
  if (!shown.raw[at])
    return std::nullopt;
  QString text = tr("%1\n%2: raw %3, centred %4")
                     .arg(shown.label, columnText(m_matrix.columns[at]), number(shown.raw[at]->mean, 4),
                          number(shown.centred[at]->mean, 4));
  const evaluation::Summary& value = *cells(shown)[at];
  if (value.count > 1)
    text += tr("\n%1 to %2, %3 seeds").arg(number(value.low, 4), number(value.high, 4)).arg(value.count);
  return Hover{text, shown.run, QPointF(plot().xAxis->coordToPixel(column), plot().yAxis->coordToPixel(row))};
}

} // namespace skipscope::ui
