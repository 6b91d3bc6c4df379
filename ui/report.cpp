#include "ui/report.h"

#include "core/error.h"
#include "ui/picture_file.h"
#include "ui/report_html.h"
#include "ui/report_picture.h"

#include <QFileInfo>
#include <QPainter>
#include <utility>

namespace skipscope::ui {

namespace {

QString extensionOf(const QString& file) {
  return QFileInfo(file).suffix().toLower();
}

bool isPage(const QString& file) {
  requireReportExtension(file);
  return extensionOf(file) == QStringLiteral("html");
}

ReportFigures figuresFor(const ReportContent& content, const PlotColours& colours, bool page) {
  return page
             ? ReportFigures(content, colours, ReportFigures::Layout::Column, kHtmlFigureWidth)
             : ReportFigures(content, colours, ReportFigures::Layout::Picture, ReportPicture::figuresWidth());
}

} // namespace

bool isReportFile(const QString& file) {
  return QStringList{"png", "svg", "pdf", "html"}.contains(extensionOf(file));
}

void requireReportExtension(const QString& file) {
  if (!isReportFile(file))
    throw core::UsageError(
        "The report '" + file.toStdString() +
        "' cannot be written in that format; let the file end in .png, .html, .svg or .pdf.");
}

ReportDrawing::ReportDrawing(ReportContent shown, const QString& file)
    : content(std::move(shown)), light(figuresFor(content, lightColours(), isPage(file))) {
  if (isPage(file))
    dark = figuresFor(content, darkColours(), true);
}

bool ReportDrawing::drawNext() {
  return light.drawNext(content) || (dark && dark->drawNext(content));
}

void writeReport(const ReportDrawing& drawing, const QString& file) {
  const ReportContent& content = drawing.content;
  if (isPage(file) != drawing.dark.has_value())
    throw core::UsageError("The report was drawn for another kind of file than '" + file.toStdString() +
                           "'.");
  if (drawing.dark) {
    writeWhole(file, reportHtml(content, drawing.light, *drawing.dark));
    return;
  }
  const ReportPicture picture(content, drawing.light);
  writePicture({file, content.title, QString::fromStdString(viewJson(content.view)), picture.size(),
                drawing.light.colours().background},
               [&](QPainter& painter) { picture.paint(painter); });
}

void writeReport(const ReportContent& content, const QString& file) {
  ReportDrawing drawing(content, file);
  while (drawing.drawNext()) {
  }
  writeReport(drawing, file);
}

} // namespace skipscope::ui
