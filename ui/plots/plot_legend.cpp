#include "ui/plots/plot_legend.h"

#include "ui/plots/scatter_style.h"

#include <qcustomplot.h>

#include <QFontMetrics>
#include <algorithm>

namespace skipscope::ui {

namespace {
constexpr int kSample = 26; ///< length of the line before a text
constexpr int kGap = 8;
} // namespace

class PlotLegend::Element : public QCPLayoutElement {
public:
  explicit Element(QCustomPlot* plot) : QCPLayoutElement(plot) { setSizeConstraintRect(scrOuterRect); }

  void fitTo(int figureWidth) {
    const QFontMetrics metrics(m_font);
    int widest = 0;
    for (const LegendEntry& entry : m_entries)
      widest = std::max(widest, metrics.horizontalAdvance(entry.text));
    const int width = m_entries.empty() ? 0 : std::min(widest + kSample + 3 * kGap, figureWidth * 2 / 5);
    setMinimumSize(width, 0);
    setMaximumSize(width, QWIDGETSIZE_MAX);
  }

  std::vector<LegendEntry> m_entries;
  QFont m_font;
  QColor m_text;
  QColor m_muted;

protected:
  void draw(QCPPainter* painter) override {
    if (m_entries.empty())
      return;
    const QFontMetrics metrics(m_font);
    const int row = metrics.height() + 4;
    const auto fitting = static_cast<std::size_t>(std::max(1, mRect.height() / row));
    const std::size_t shown = m_entries.size() <= fitting ? m_entries.size() : fitting - 1;
    painter->setFont(m_font);
    const int left = mRect.left() + kGap;
    const int textLeft = left + kSample + kGap;
    const int textWidth = mRect.right() - textLeft;
    int top = mRect.top();
    for (std::size_t i = 0; i < shown; ++i, top += row) {
      painter->setAntialiasing(true);
      painter->setPen(m_entries[i].pen);
      const double middle = top + row / 2.0;
      if (const auto& [text, pen, mark, fill] = m_entries[i]; mark != Mark::None)
        scatterStyle(mark, pen, fill).drawShape(painter, left + kSample / 2.0, middle);
      else
        painter->drawLine(QPointF(left, middle), QPointF(left + kSample, middle));
      painter->setPen(m_text);
      painter->drawText(QRect(textLeft, top, textWidth, row),
                        Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                        metrics.elidedText(m_entries[i].text, Qt::ElideMiddle, textWidth));
    }
    if (shown < m_entries.size()) {
      painter->setPen(m_muted);
      painter->drawText(QRect(textLeft, top, textWidth, row),
                        Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                        QStringLiteral("and %1 more").arg(m_entries.size() - shown));
    }
  }
};

PlotLegend::PlotLegend(QCustomPlot& plot) : m_element(new Element(&plot)) {
  auto* layout = plot.plotLayout();
  layout->addElement(layout->rowCount() - 1, 1, m_element);
  layout->setColumnStretchFactor(1, 0.001);
}

PlotLegend::~PlotLegend() = default;

void PlotLegend::setEntries(std::vector<LegendEntry> entries) {
  m_element->m_entries = std::move(entries);
}

void PlotLegend::setStyle(const QFont& font, const QColor& text, const QColor& muted) {
  m_element->m_font = font;
  m_element->m_text = text;
  m_element->m_muted = muted;
}

void PlotLegend::fitTo(double width) {
  m_element->fitTo(static_cast<int>(width));
}

} // namespace skipscope::ui
