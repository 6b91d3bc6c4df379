#include "ui/report_notes.h"

#include "ui/models/display_text.h"
#include "ui/plots/plot_style.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>
#include <QUrl>
#include <algorithm>
#include <array>
#include <vector>

namespace skipscope::ui {

namespace {

constexpr std::array<int, 4> kHeadingPixels = {22, 19, 17, 15};

/// A document that loads nothing, whatever its text asks for.
class NotesDocument : public QTextDocument {
protected:
  QVariant loadResource(int, const QUrl&) override { return {}; }
};

bool isWeb(const QString& address) {
  const QUrl url(address, QUrl::StrictMode);
  const QString scheme = url.scheme().toLower();
  return url.isValid() && !url.host().isEmpty() &&
         (scheme == QStringLiteral("http") || scheme == QStringLiteral("https"));
}

struct Piece {
  int position = 0;
  int length = 0;
  QTextCharFormat format;
};

std::vector<Piece> piecesOf(const QTextDocument& document) {
  std::vector<Piece> pieces;
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
    for (auto it = block.begin(); !it.atEnd(); ++it)
      pieces.push_back({it.fragment().position(), it.fragment().length(), it.fragment().charFormat()});
  return pieces;
}

/// Takes out pictures and links that lead elsewhere than to the web. From the end, so that positions hold.
void makeSafe(QTextDocument& document) {
  const std::vector<Piece> pieces = piecesOf(document);
  QTextCursor cursor(&document);
  cursor.beginEditBlock();
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
    const bool picture = piece->format.isImageFormat();
    if (!picture && (!piece->format.isAnchor() || isWeb(piece->format.anchorHref())))
      continue;
    cursor.setPosition(piece->position);
    cursor.setPosition(piece->position + piece->length, QTextCursor::KeepAnchor);
    if (picture) {
      cursor.removeSelectedText();
      continue;
    }
    QTextCharFormat plain = piece->format;
    for (const auto property :
         {QTextFormat::IsAnchor, QTextFormat::AnchorHref, QTextFormat::AnchorName,
          QTextFormat::ForegroundBrush, QTextFormat::TextUnderlineStyle, QTextFormat::TextToolTip})
      plain.clearProperty(property);
    cursor.setCharFormat(plain);
  }
  cursor.endEditBlock();
}

/// Sizes in pixels (points would grow on a printer) and the report's own colour of links.
void restyle(QTextDocument& document, const QFont& font, const PlotColours& colours) {
  QTextCursor cursor(&document);
  cursor.beginEditBlock();
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
    if (const int level = block.blockFormat().headingLevel(); level > 0) {
      cursor.setPosition(block.position());
      cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
      QTextCharFormat heading;
      heading.setProperty(QTextFormat::FontSizeAdjustment, 0);
      heading.setProperty(QTextFormat::FontPixelSize,
                          kHeadingPixels[std::min<std::size_t>(level, kHeadingPixels.size()) - 1]);
      cursor.mergeCharFormat(heading);
    }
  for (const Piece& piece : piecesOf(document)) {
    if (!piece.format.isAnchor() && !piece.format.fontFixedPitch())
      continue;
    cursor.setPosition(piece.position);
    cursor.setPosition(piece.position + piece.length, QTextCursor::KeepAnchor);
    QTextCharFormat format;
    if (piece.format.isAnchor())
      format.setForeground(seriesColour(0, colours));
    else
      format.setProperty(QTextFormat::FontPixelSize, font.pixelSize() - 1);
    cursor.mergeCharFormat(format);
  }
  cursor.endEditBlock();
}

/// After a quote or list Qt begins the first cell of a table with an empty paragraph.
void dropEmptyParagraphs(QTextDocument& document) {
  for (QTextFrame* frame : document.rootFrame()->childFrames())
    if (const auto* table = qobject_cast<QTextTable*>(frame)) {
      const QTextTableCell cell = table->cellAt(0, 0);
      QTextCursor cursor = cell.firstCursorPosition();
      while (cursor.block().length() == 1 && cursor.block() != cell.lastCursorPosition().block())
        cursor.deleteChar();
    }
}

/// Thin lines, room in the cells, the first row bold.
void restyleTables(QTextDocument& document, const PlotColours& colours) {
  for (QTextFrame* frame : document.rootFrame()->childFrames()) {
    auto* table = qobject_cast<QTextTable*>(frame);
    if (!table)
      continue;
    QTextTableFormat format = table->format();
    format.setBorder(1);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderBrush(colours.grid);
    format.setBorderCollapse(true);
    format.setCellSpacing(0);
    format.setCellPadding(4);
    table->setFormat(format);
    for (int row = 0; row < table->rows(); ++row)
      for (int column = 0; column < table->columns(); ++column) {
        QTextTableCell cell = table->cellAt(row, column);
        QTextCharFormat shape = cell.format();
        shape.setVerticalAlignment(QTextCharFormat::AlignTop);
        cell.setFormat(shape);
        QTextCursor cursor = cell.firstCursorPosition();
        cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor::KeepAnchor);
        QTextBlockFormat block;
        block.setTopMargin(0);
        block.setBottomMargin(0);
        cursor.mergeBlockFormat(block);
        if (row == 0) {
          QTextCharFormat bold;
          bold.setFontWeight(QFont::DemiBold);
          cursor.mergeCharFormat(bold);
        }
      }
  }
}

} // namespace

std::unique_ptr<QTextDocument> safeNotes(const std::string& markdown) {
  auto document = std::make_unique<NotesDocument>();
  document->setUndoRedoEnabled(false);
  document->setMarkdown(fromCore(markdown),
                        QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                            QTextDocument::MarkdownNoHTML);
  makeSafe(*document);
  dropEmptyParagraphs(*document);
  return document;
}

std::unique_ptr<QTextDocument> notesDocument(const std::string& markdown, const QFont& font,
                                             const PlotColours& colours) {
  auto document = safeNotes(markdown);
  document->setDefaultFont(font);
  document->setDocumentMargin(0);
  restyle(*document, font, colours);
  restyleTables(*document, colours);
  return document;
}

} // namespace skipscope::ui
