// Notes as HTML: only elements that are written here can occur.

#include "ui/report_notes.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextList>
#include <QTextTable>
#include <algorithm>
#include <vector>

namespace skipscope::ui {

namespace {

QString fragmentHtml(const QTextFragment& fragment) {
  const QTextCharFormat format = fragment.charFormat();
  QString text = fragment.text().toHtmlEscaped().replace(QChar::LineSeparator, QStringLiteral("<br>"));
  const auto wrap = [&](bool wanted, const char* element) {
    if (wanted)
      text = QStringLiteral("<%1>%2</%1>").arg(QLatin1String(element), text);
  };
  wrap(format.fontFixedPitch(), "code");
  wrap(format.fontWeight() > QFont::Medium && format.intProperty(QTextFormat::FontSizeAdjustment) == 0,
       "strong");
  wrap(format.fontItalic(), "em");
  wrap(format.fontStrikeOut(), "s");
  if (format.isAnchor())
    text = QStringLiteral("<a href=\"%1\" rel=\"noopener noreferrer\">%2</a>")
               .arg(format.anchorHref().toHtmlEscaped(), text);
  return text;
}

QString inlineHtml(const QTextBlock& block) {
  QString html;
  for (auto it = block.begin(); !it.atEnd(); ++it)
    html += fragmentHtml(it.fragment());
  return html;
}

bool isCode(const QTextBlock& block) {
  return block.blockFormat().hasProperty(QTextFormat::BlockCodeFence) ||
         block.blockFormat().nonBreakableLines();
}

/// Writes blocks one after another; lists and code open before the first of their blocks and close after the
/// last.
class Writer {
public:
  void add(const QTextBlock& block) {
    const QTextList* list = block.textList();
    setLists(list ? std::clamp(list->format().indent(), 1, kDeepest) : 0, list && isNumbered(*list));
    setCode(!list && isCode(block));
    const QString content = inlineHtml(block);
    const int level = block.blockFormat().headingLevel();
    if (m_code)
      m_html += block.text().toHtmlEscaped() + '\n';
    else if (list)
      m_html += QStringLiteral("<li>%1").arg(content);
    else if (block.blockFormat().hasProperty(QTextFormat::BlockTrailingHorizontalRulerWidth))
      m_html += QStringLiteral("<hr>\n");
    else if (level > 0)
      m_html += QStringLiteral("<h%1>%2</h%1>\n").arg(std::min(level + 1, 6)).arg(content);
    else if (block.blockFormat().intProperty(QTextFormat::BlockQuoteLevel) > 0)
      m_html += QStringLiteral("<blockquote>%1</blockquote>\n").arg(content);
    else if (!content.isEmpty())
      m_html += QStringLiteral("<p>%1</p>\n").arg(content);
  }

  void add(const QTextTable& table) {
    close();
    m_html += QStringLiteral("<table>\n");
    for (int row = 0; row < table.rows(); ++row) {
      m_html += QStringLiteral("<tr>");
      for (int column = 0; column < table.columns(); ++column)
        m_html += QStringLiteral("<%1>%2</%1>")
                      .arg(QLatin1String(row == 0 ? "th" : "td"),
                           inlineHtml(table.cellAt(row, column).firstCursorPosition().block()));
      m_html += QStringLiteral("</tr>\n");
    }
    m_html += QStringLiteral("</table>\n");
  }

  QString finish() {
    close();
    return m_html;
  }

private:
  static constexpr int kDeepest = 8;

  static bool isNumbered(const QTextList& list) {
    return list.format().style() <= QTextListFormat::ListDecimal;
  }

  void close() {
    setLists(0, false);
    setCode(false);
  }

  void setLists(int depth, bool numbered) {
    while (static_cast<int>(m_lists.size()) > depth) {
      m_html += QStringLiteral("</li></%1>\n").arg(m_lists.back());
      m_lists.pop_back();
    }
    if (depth > 0 && static_cast<int>(m_lists.size()) == depth)
      m_html += QStringLiteral("</li>");
    while (static_cast<int>(m_lists.size()) < depth) {
      m_lists.push_back(numbered ? QStringLiteral("ol") : QStringLiteral("ul"));
      m_html += QStringLiteral("<%1>").arg(m_lists.back());
      if (static_cast<int>(m_lists.size()) < depth)
        m_html += QStringLiteral("<li>");
    }
  }

  void setCode(bool wanted) {
    if (wanted != m_code)
      m_html += wanted ? QStringLiteral("<pre>") : QStringLiteral("</pre>\n");
    m_code = wanted;
  }

  QString m_html;
  std::vector<QString> m_lists; ///< open, outermost first
  bool m_code = false;
};

} // namespace

QString notesHtml(const std::string& markdown) {
  const auto document = safeNotes(markdown);
  Writer writer;
  for (auto it = document->rootFrame()->begin(); !it.atEnd(); ++it) {
    if (const auto* table = qobject_cast<QTextTable*>(it.currentFrame()))
      writer.add(*table);
    else if (it.currentBlock().isValid())
      writer.add(it.currentBlock());
  }
  return writer.finish();
}

} // namespace skipscope::ui
