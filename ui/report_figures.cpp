#include "ui/report_figures.h"

#include "ui/plots/figures.h"
#include "ui/plots/plot_view.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

namespace skipscope::ui {

namespace {

constexpr int kFontPixels = 14;
constexpr int kGap = 20;
constexpr int kWideHeight = 440;
constexpr int kHeight = 400;
constexpr int kLeftShare = 55; ///< per cent of a row; names of configurations stand at the left

QString descriptionOf(const FigureSettings& settings) {
  const FigureKind* kind = figureKind(settings.kind);
  if (!kind->takesMetric)
    return kind->title;
  return QStringLiteral("%1: %2").arg(kind->title, metricLabel(settings.metric));
}

/// Curves over time need the width.
bool isWide(const FigureSettings& settings) {
  return figureKind(settings.kind)->takesAxis;
}

} // namespace

ReportFigures::ReportFigures(const ReportContent& content, const PlotColours& colours, Layout layout,
                             int width)
    : m_colours(colours) {
  const auto& contents = content.figures;
  const int left = (width - kGap) * kLeftShare / 100;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const bool pair = layout == Layout::Picture && i + 1 < contents.size() && !isWide(contents[i].settings) &&
                      !isWide(contents[i + 1].settings);
    m_figures.push_back(
        {QPicture(), QRect(0, 0, pair ? left : width, 0), descriptionOf(contents[i].settings)});
    if (pair)
      m_figures.push_back(
          {QPicture(), QRect(left + kGap, 0, width - left - kGap, 0), descriptionOf(contents[++i].settings)});
  }
}

bool ReportFigures::drawNext(const ReportContent& content) {
  if (m_drawn >= m_figures.size())
    return false;
  Figure& figure = m_figures[m_drawn];
  const FigureContent& shown = content.figures[m_drawn];
  const auto view = makeFigure(shown.settings);
  QFont font = QApplication::font();
  font.setPixelSize(kFontPixels);
  view->setFont(font);
  view->setColours(m_colours);
  view->show(shown);
  if (figure.place.left() == 0)
    m_rowTop = m_drawn == 0 ? 0 : height() + kGap;
  figure.place.moveTop(m_rowTop);
  figure.place.setHeight(std::max(isWide(shown.settings) ? kWideHeight : kHeight, view->minimumHeight()));
  QPainter painter(&figure.drawing);
  view->draw(painter, QRectF(QPointF(), figure.place.size()));
  painter.end();
  return ++m_drawn < m_figures.size();
}

void ReportFigures::drawAll(const ReportContent& content) {
  while (drawNext(content)) {
  }
}

int ReportFigures::height() const {
  int bottom = 0;
  for (const Figure& figure : m_figures)
    bottom = std::max(bottom, figure.place.top() + figure.place.height());
  return bottom;
}

void paintFigure(QPainter& painter, const ReportFigures::Figure& figure, QPoint at) {
  // Two threads may paint the same figure, and a drawing keeps where it is being read.
  QPicture own;
  own.setData(figure.drawing.data(), figure.drawing.size());
  painter.save();
  painter.drawPicture(at, own);
  painter.restore();
}

} // namespace skipscope::ui
