#include "ui/report_html.h"

#include "ui/plots/plot_view.h"
#include "ui/report_figures.h"

#include <QBuffer>

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
footer { margin-top: 1.5em; font-size: .85em; }
)";

QString dataUri(PlotView& view, QSize size) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  view.image(size, kRatio).save(&buffer, "PNG");
  return QStringLiteral("data:image/png;base64,") + QString::fromLatin1(bytes.toBase64());
}

QString figure(PlotView& light, PlotView& dark, QSize size, const QString& description) {
  return QStringLiteral("<figure><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"%1\">"
                        "<img src=\"%2\" width=\"%3\" height=\"%4\" alt=\"%5\"></picture></figure>\n")
      .arg(dataUri(dark, size), dataUri(light, size))
      .arg(size.width())
      .arg(size.height())
      .arg(description.toHtmlEscaped());
}

QString tableHtml(const SummaryTable& table) {
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

QString figuresHtml(const ReportContent& content) {
  const ReportFigures light(content, lightColours());
  const ReportFigures dark(content, darkColours());
  QString html;
  for (std::size_t i = 0; i < content.figures.size(); ++i) {
    PlotView& view = *light.views()[i];
    const FigureKind* kind = figureKind(content.figures[i].settings.kind);
    html += figure(view, *dark.views()[i], QSize(kFigureWidth, reportHeight(view)),
                   QStringLiteral("%1. %2").arg(kind->title, kind->question));
  }
  return html;
}

} // namespace

QByteArray reportHtml(const ReportContent& content) {
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
    html += QStringLiteral("<p class=\"fact\">") + fact.toHtmlEscaped() + QStringLiteral("</p>\n");
  if (!content.remarks.isEmpty())
    html +=
        QStringLiteral("<p><strong>") + content.remarks.toHtmlEscaped() + QStringLiteral("</strong></p>\n");
  html += figuresHtml(content);
  html += tableHtml(content.table);
  html += QStringLiteral("<p class=\"fact\">%1: %2</p>\n")
              .arg(metricLabel(content.metric, content.records->pairKinds).toHtmlEscaped(),
                   metricProtocol(content.metric).toHtmlEscaped());
  html += QStringLiteral("<footer>") + content.footer.toHtmlEscaped() + QStringLiteral("</footer>\n");
  html += QStringLiteral("<script type=\"application/json\" id=\"skipscope-view\">") + content.view +
          QStringLiteral("</script>\n</body>\n</html>\n");
  return html.toUtf8();
}

} // namespace skipscope::ui
