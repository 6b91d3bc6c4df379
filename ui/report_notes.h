#pragma once

#include <QFont>
#include <QString>
#include <memory>
#include <string>

class QTextDocument;

namespace skipscope::ui {

struct PlotColours;

/// Notes in Markdown, made safe for what leaves the program: HTML in them is text, links other than http(s)
/// are words, pictures are left out, and nothing is ever loaded. Belongs to the thread that made it.
std::unique_ptr<QTextDocument> safeNotes(const std::string& markdown);
/// The same with sizes and colours of a picture.
std::unique_ptr<QTextDocument> notesDocument(const std::string& markdown, const QFont& font,
                                             const PlotColours& colours);

/// Safe notes as HTML without styles: headings from <h2>, lists, quotes, code, tables, links.
QString notesHtml(const std::string& markdown);

} // namespace skipscope::ui
