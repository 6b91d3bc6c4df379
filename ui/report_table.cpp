#include "ui/report_table.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>
#include <utility>

namespace skipscope::ui {

namespace {

constexpr int kSwatch = 28;
constexpr int kPadding = 28;
constexpr int kLeastFirst = 200; ///< width of the names of configurations

} // namespace

ReportTable::ReportTable(const SummaryTable& table, QFont header, QFont body, int width)
    : m_table(table), m_header(std::move(header)), m_body(std::move(body)), m_width(width),
      m_widths(table.columns.size(), 0) {
  int others = 0;
  for (std::size_t i = 1; i < m_widths.size(); ++i) {
    m_widths[i] = QFontMetrics(m_header).horizontalAdvance(table.columns[i].title);
    for (const SummaryTable::Row& row : table.rows)
      m_widths[i] = std::max(m_widths[i], QFontMetrics(m_body).horizontalAdvance(row.cells[i].text));
    m_widths[i] += kPadding;
    others += m_widths[i];
  }
  // Where there are too many columns, all give way, and texts are cut in their middle.
  const int most = m_width - kLeastFirst;
  if (others > most)
    for (std::size_t i = 1; i < m_widths.size(); ++i)
      m_widths[i] = m_widths[i] * most / others;
  m_widths[0] = std::max(kLeastFirst, m_width - others);
}

void ReportTable::paintCell(QPainter& painter, const QRect& box, std::size_t column,
                            const QString& text) const {
  const auto side = column == 0 ? Qt::AlignLeft : Qt::AlignRight;
  const int room = box.width() - (column == 0 ? 0 : kPadding / 4);
  painter.drawText(box, side | Qt::AlignVCenter | Qt::TextSingleLine,
                   QFontMetrics(painter.font()).elidedText(text, Qt::ElideMiddle, room));
}

void ReportTable::paintRow(QPainter& painter, QPoint at, std::size_t row, const PlotColours& colours) const {
  const int y = at.y();
  int left = at.x();
  if (row == 0) {
    painter.setFont(m_header);
    painter.setPen(colours.muted);
    for (std::size_t i = 0; i < m_widths.size(); left += m_widths[i], ++i)
      paintCell(painter, QRect(left, y, m_widths[i], kRowHeight), i, m_table.columns[i].title);
    return;
  }
  const SummaryTable::Row& shown = m_table.rows[row - 1];
  painter.setPen(QPen(row == 1 ? colours.muted : colours.grid, 1));
  painter.drawLine(left, y, left + m_width, y);
  painter.setPen(seriesPen(shown.colour, 3, colours));
  painter.drawLine(left, y + kRowHeight / 2, left + kSwatch, y + kRowHeight / 2);
  painter.setFont(m_body);
  painter.setPen(colours.text);
  for (std::size_t i = 0; i < m_widths.size(); left += m_widths[i], ++i) {
    const int indent = i == 0 ? kSwatch + 10 : 0;
    paintCell(painter, QRect(left + indent, y, m_widths[i] - indent, kRowHeight), i, shown.cells[i].text);
  }
}

} // namespace skipscope::ui
