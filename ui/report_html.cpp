#include "ui/report_html.h"

#include "ui/report_notes.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>

namespace skipscope::ui {

namespace {

constexpr double kRatio = 2;
constexpr int kFigureWidth = 1160;

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --text: #1f2328; --muted: #5c636c; --line: #e6e8eb; --page: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8eaed; --muted: #a4aab2; --line: #35383d; --page: #1e1f22; }
}
body { font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; color: var(--text); background: var(--page);
  max-width: 1180px; margin: 2em auto; padding: 0 1.5em; overflow-wrap: anywhere; }
h1 { font-size: 1.8em; margin: 0 0 .3em; }
p { margin: .15em 0; }
.fact, footer { color: var(--muted); }
figure { margin: 1.5em 0; }
img { max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { text-align: right; padding: .35em .8em; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--muted); font-weight: 600; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; }
h2 { font-size: 1.3em; margin: 1.2em 0 .3em; }
section { margin: 1.5em 0; }
.notes p { margin: .6em 0; }
.notes table { width: auto; }
.notes th, .notes td { text-align: left; white-space: normal; padding-left: 0; }
.notes blockquote { margin: .6em 0; padding-left: 1em; border-left: 3px solid var(--line); color: var(--muted); }
pre, code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em; }
pre { overflow-x: auto; background: color-mix(in srgb, var(--line) 45%, transparent); padding: .6em .8em; }
footer { margin-top: 1.5em; font-size: .85em; }
)";

QString dataUri(const ReportFigures::Figure& figure, const PlotColours& colours) {
  QImage image((QSizeF(figure.place.size()) * kRatio).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(kRatio);
  image.fill(colours.background);
  QPainter painter(&image);
  paintFigure(painter, figure, {});
  painter.end();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  image.save(&buffer, "PNG");
  return QStringLiteral("data:image/png;base64,") + QString::fromLatin1(bytes.toBase64());
}

QString figuresHtml(const ReportFigures& light, const ReportFigures& dark) {
  QString html;
  for (std::size_t i = 0; i < light.figures().size(); ++i) {
    const ReportFigures::Figure& figure = light.figures()[i];
    html += QStringLiteral("<figure><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"%1\">"
                           "<img src=\"%2\" width=\"%3\" height=\"%4\" alt=\"%5\"></picture></figure>\n")
                .arg(dataUri(dark.figures()[i], dark.colours()), dataUri(figure, light.colours()))
                .arg(figure.place.width())
                .arg(figure.place.height())
                .arg(figure.description.toHtmlEscaped());
  }
  return html;
}

QString tableHtml(const SummaryTable& table) {
  if (table.columns.empty())
    return {};
  QString html = QStringLiteral("<div class=\"scroll\"><table>\n<thead><tr>");
  for (const SummaryTable::Column& column : table.columns)
    html += QStringLiteral("<th scope=\"col\" title=\"%1\">%2</th>")
                .arg(column.tooltip.toHtmlEscaped(), column.title.toHtmlEscaped());
  html += QStringLiteral("</tr></thead>\n<tbody>\n");
  for (const SummaryTable::Row& row : table.rows) {
    html += QStringLiteral("<tr>");
    for (const SummaryTable::Cell& cell : row.cells)
      html += QStringLiteral("<td>%1</td>").arg(cell.text.toHtmlEscaped());
    html += QStringLiteral("</tr>\n");
  }
  return html + QStringLiteral("</tbody></table></div>\n");
}

QString paragraphHtml(const QString& text) {
  return text.isEmpty() ? QString() : QStringLiteral("<p class=\"fact\">%1</p>\n").arg(text.toHtmlEscaped());
}

QString settingsHtml(const RunSettings& settings) {
  return QStringLiteral("<section>\n<h2>%1</h2>\n").arg(settingsHeading().toHtmlEscaped()) +
         tableHtml(settings.differing) + paragraphHtml(commonText(settings)) +
         paragraphHtml(settings.computed) + QStringLiteral("</section>\n");
}

} // namespace

QByteArray reportHtml(const ReportContent& content, const ReportFigures& light, const ReportFigures& dark) {
  const QString title = content.title.toHtmlEscaped();
  QString html = QStringLiteral(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
      "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  html += title + QStringLiteral(" · Skipscope</title>\n<style>") + kStyle +
          QStringLiteral("</style>\n</head>\n<body>\n");
  html += QStringLiteral("<h1>") + title + QStringLiteral("</h1>\n");
  for (const QString& fact : content.facts)
    html += paragraphHtml(fact);
  if (!content.remarks.isEmpty())
    html +=
        QStringLiteral("<p><strong>") + content.remarks.toHtmlEscaped() + QStringLiteral("</strong></p>\n");
  if (!content.view.notes.empty())
    html += QStringLiteral("<section class=\"notes\">\n%1</section>\n").arg(notesHtml(content.view.notes));
  html += figuresHtml(light, dark);
  html += tableHtml(content.table);
  for (const QString& protocol : content.protocols)
    html += paragraphHtml(protocol);
  html += settingsHtml(content.settings);
  html += QStringLiteral("<footer>") + content.footer.toHtmlEscaped() + QStringLiteral("</footer>\n");
  html += QStringLiteral("<script type=\"application/json\" id=\"skipscope-view\">") +
          QString::fromStdString(viewJson(content.view)) + QStringLiteral("</script>\n</body>\n</html>\n");
  return html.toUtf8();
}

} // namespace skipscope::ui
