#include "ui/report_picture.h"

#include "ui/report_notes.h"
#include "ui/report_table.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QTextDocument>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

namespace skipscope::ui {

namespace {

constexpr int kMargin = 36;
constexpr int kInner = ReportPicture::kWidth - 2 * kMargin;
constexpr int kGap = 20;
/// Inside of a figure; drawn over, so that titles stand flush with the text.
constexpr int kFigureMargin = 10;

QFont fontOf(int pixels, QFont::Weight weight = QFont::Normal) {
  QFont font = QApplication::font();
  font.setPixelSize(pixels);
  font.setWeight(weight);
  return font;
}

/// Goes down the picture; without a painter it only measures.
class Pen {
public:
  Pen(QPainter* painter, const PlotColours& colours, std::vector<int>* breaks)
      : m_painter(painter), m_colours(colours), m_breaks(breaks) {}

  int top() const { return m_top; }
  void skip(int pixels) { m_top += pixels; }
  /// The picture may be cut here.
  void mark() {
    if (m_breaks)
      m_breaks->push_back(m_top);
  }

  /// Text that breaks between words, and within one only where it is longer than a line.
  void paragraph(const QString& text, const QFont& font, const QColor& colour) {
    if (text.isEmpty())
      return;
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    double height = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
      line.setLineWidth(kInner);
      line.setPosition({0, height});
      height += line.height();
    }
    layout.endLayout();
    if (m_painter) {
      m_painter->setPen(colour);
      layout.draw(m_painter, QPointF(kMargin, m_top));
    }
    m_top += static_cast<int>(std::ceil(height)) + 4;
  }

  void notes(const std::string& markdown) {
    if (markdown.empty())
      return;
    const auto document = notesDocument(markdown, fontOf(15), m_colours);
    document->setTextWidth(kInner);
    skip(kGap / 2);
    if (m_painter) {
      m_painter->save();
      m_painter->translate(kMargin, m_top);
      QAbstractTextDocumentLayout::PaintContext context;
      context.palette.setColor(QPalette::Text, m_colours.text);
      document->documentLayout()->draw(m_painter, context);
      m_painter->restore();
    }
    m_top += static_cast<int>(std::ceil(document->size().height()));
    skip(kGap / 2);
    mark();
  }

  void figures(const ReportFigures& figures) {
    for (const ReportFigures::Figure& figure : figures.figures()) {
      if (figure.place.left() == 0 && figure.place.top() > 0 && m_breaks)
        m_breaks->push_back(m_top + figure.place.top());
      if (m_painter)
        paintFigure(*m_painter, figure, QPoint(kMargin - kFigureMargin, m_top) + figure.place.topLeft());
    }
    if (!figures.figures().empty())
      skip(figures.height() + kGap);
    mark();
  }

  void table(const SummaryTable& shown) {
    if (shown.columns.empty())
      return;
    const ReportTable table(shown, fontOf(13, QFont::DemiBold), fontOf(14), kInner);
    for (std::size_t row = 0; row <= shown.rows.size(); ++row) {
      if (m_painter)
        table.paintRow(*m_painter, QPoint(kMargin, m_top), row, m_colours);
      skip(ReportTable::kRowHeight);
      if (row > 0)
        mark();
    }
    skip(kGap);
  }

private:
  QPainter* m_painter;
  const PlotColours& m_colours;
  std::vector<int>* m_breaks;
  int m_top = kMargin;
};

} // namespace

int ReportPicture::figuresWidth() {
  return kInner + kFigureMargin;
}

ReportPicture::ReportPicture(const ReportContent& content, const ReportFigures& figures)
    : m_content(content), m_figures(figures), m_size(kWidth, layOut(nullptr, &m_breaks)) {}

void ReportPicture::paint(QPainter& painter) const {
  layOut(&painter, nullptr);
}

int ReportPicture::layOut(QPainter* painter, std::vector<int>* breaks) const {
  const PlotColours& colours = m_figures.colours();
  Pen pen(painter, colours, breaks);
  pen.paragraph(m_content.title, fontOf(28, QFont::DemiBold), colours.text);
  pen.skip(6);
  for (const QString& fact : m_content.facts)
    pen.paragraph(fact, fontOf(14), colours.muted);
  if (!m_content.remarks.isEmpty())
    pen.paragraph(m_content.remarks, fontOf(14, QFont::DemiBold), colours.text);
  pen.notes(m_content.view.notes);
  pen.skip(kGap / 2);
  pen.figures(m_figures);
  pen.table(m_content.table);
  for (const QString& protocol : m_content.protocols)
    pen.paragraph(protocol, fontOf(13), colours.muted);
  pen.skip(kGap / 2);
  pen.mark();
  const RunSettings& settings = m_content.settings;
  pen.paragraph(settingsHeading(), fontOf(17, QFont::DemiBold), colours.text);
  pen.skip(4);
  pen.table(settings.differing);
  pen.paragraph(commonText(settings), fontOf(13), colours.muted);
  pen.paragraph(settings.computed, fontOf(13), colours.muted);
  pen.skip(kGap / 2);
  pen.mark();
  pen.paragraph(m_content.footer, fontOf(12), colours.muted);
  pen.skip(kMargin / 2);
  pen.mark();
  return pen.top();
}

} // namespace skipscope::ui
