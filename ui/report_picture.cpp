#include "ui/report_picture.h"

#include "ui/plots/plot_view.h"

#include <QApplication>
#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

namespace skipscope::ui {

namespace {

constexpr int kWidth = 1280;
constexpr int kMargin = 36;
constexpr int kInner = kWidth - 2 * kMargin;
constexpr int kGap = 20;
constexpr int kFigureMargin =
    10; ///< inside of a figure; drawn over, so that titles stand flush with the text
constexpr int kRowHeight = 28;
constexpr int kSwatch = 28;

QFont fontOf(int pixels, QFont::Weight weight = QFont::Normal) {
  QFont font = QApplication::font();
  font.setPixelSize(pixels);
  font.setWeight(weight);
  return font;
}

/// Draws text that breaks between words into `width`, if there is a painter; returns its height.
int paragraph(QPainter* painter, int top, const QString& text, const QFont& font, const QColor& colour) {
  const int flags = Qt::AlignLeft | Qt::TextWrapAnywhere | Qt::TextWordWrap;
  const QRect box = QFontMetrics(font).boundingRect(QRect(kMargin, top, kInner, 10000), flags, text);
  if (painter) {
    painter->setFont(font);
    painter->setPen(colour);
    painter->drawText(QRect(kMargin, top, kInner, box.height() + 4), flags, text);
  }
  return box.height();
}

/// Width of every column: the first takes what the numbers leave.
std::vector<int> columnWidths(const SummaryTable& table, const QFont& header, const QFont& body) {
  std::vector<int> widths(table.columns.size(), 0);
  int numbers = 0;
  for (std::size_t i = 1; i < widths.size(); ++i) {
    widths[i] = QFontMetrics(header).horizontalAdvance(table.columns[i].title);
    for (const SummaryTable::Row& row : table.rows)
      widths[i] = std::max(widths[i], QFontMetrics(body).horizontalAdvance(row.cells[i].text));
    widths[i] += 28;
    numbers += widths[i];
  }
  widths[0] = std::max(200, kInner - numbers);
  return widths;
}

} // namespace

ReportPicture::ReportPicture(const ReportContent& content, const PlotColours& colours)
    : m_content(content), m_colours(colours), m_figures(content, colours), m_size(kWidth, layOut(nullptr)) {}

void ReportPicture::paint(QPainter& painter) const {
  layOut(&painter);
}

int ReportPicture::paintHeading(QPainter* painter) const {
  int top = kMargin;
  top += paragraph(painter, top, m_content.title, fontOf(28, QFont::DemiBold), m_colours.text) + 10;
  for (const QString& fact : m_content.facts)
    top += paragraph(painter, top, fact, fontOf(14), m_colours.muted) + 4;
  if (!m_content.remarks.isEmpty())
    top += paragraph(painter, top, m_content.remarks, fontOf(14, QFont::DemiBold), m_colours.text) + 4;
  return top + kGap / 2;
}

int ReportPicture::paintTable(QPainter* painter, int top) const {
  const SummaryTable& table = m_content.table;
  const QFont header = fontOf(13, QFont::DemiBold);
  const QFont body = fontOf(14);
  const int height = kRowHeight * static_cast<int>(table.rows.size() + 1);
  if (!painter)
    return top + height;
  const std::vector<int> widths = columnWidths(table, header, body);
  const auto cell = [&](std::size_t column, int left, int y, const QString& text, int indent) {
    const QRect box(left + indent, y, widths[column] - indent, kRowHeight);
    const auto side = column == 0 ? Qt::AlignLeft : Qt::AlignRight;
    painter->drawText(box, side | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(painter->font()).elidedText(text, Qt::ElideMiddle, box.width()));
  };
  const auto line = [&](int y, const QColor& colour) {
    painter->setPen(QPen(colour, 1));
    painter->drawLine(kMargin, y, kMargin + kInner, y);
  };
  int left = kMargin;
  painter->setFont(header);
  painter->setPen(m_colours.muted);
  for (std::size_t i = 0; i < widths.size(); left += widths[i], ++i)
    cell(i, left, top, table.columns[i].title, 0);
  painter->setFont(body);
  int y = top + kRowHeight;
  for (const SummaryTable::Row& row : table.rows) {
    line(y, y == top + kRowHeight ? m_colours.muted : m_colours.grid);
    painter->setPen(seriesPen(row.colour, 3, m_colours));
    painter->drawLine(kMargin, y + kRowHeight / 2, kMargin + kSwatch, y + kRowHeight / 2);
    painter->setPen(m_colours.text);
    left = kMargin;
    for (std::size_t i = 0; i < widths.size(); left += widths[i], ++i)
      cell(i, left, y, row.cells[i].text, i == 0 ? kSwatch + 10 : 0);
    y += kRowHeight;
  }
  return y;
}

int ReportPicture::paintFigures(QPainter* painter, int top) const {
  const auto& views = m_figures.views();
  const int left = (kInner - kGap) * 55 / 100;
  const auto draw = [&](PlotView& view, int x, int width, int height) {
    if (painter)
      view.draw(*painter, QRectF(x - kFigureMargin, top, width + kFigureMargin, height));
  };
  for (std::size_t i = 0; i < views.size(); ++i) {
    PlotView& view = *views[i];
    int height = reportHeight(view);
    if (isWide(view) || i + 1 == views.size() || isWide(*views[i + 1])) {
      draw(view, kMargin, kInner, height);
    } else {
      PlotView& beside = *views[++i];
      const int second = reportHeight(beside);
      draw(view, kMargin, left, height);
      draw(beside, kMargin + left + kGap + kFigureMargin, kInner - left - kGap - kFigureMargin, second);
      height = std::max(height, second);
    }
    top += height + kGap;
  }
  return top;
}

int ReportPicture::layOut(QPainter* painter) const {
  const int figures = paintFigures(painter, paintHeading(painter));
  const int top = paintTable(painter, figures) + kGap;
  return top + paragraph(painter, top, m_content.footer, fontOf(12), m_colours.muted) + kMargin / 2;
}

} // namespace skipscope::ui
