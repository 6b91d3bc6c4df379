#include "ui/report.h"

#include "core/error.h"
#include "ui/picture_file.h"
#include "ui/report_html.h"
#include "ui/report_picture.h"

#include <QFileInfo>
#include <QPainter>

namespace skipscope::ui {

namespace {

QString extensionOf(const QString& file) {
  return QFileInfo(file).suffix().toLower();
}

} // namespace

void requireReportExtension(const QString& file) {
  if (!QStringList{"png", "svg", "pdf", "html"}.contains(extensionOf(file)))
    throw core::UsageError(
        "The report '" + file.toStdString() +
        "' cannot be written in that format; let the file end in .png, .html, .svg or .pdf.");
}

void writeReport(const ReportContent& content, const QString& file) {
  requireReportExtension(file);
  if (extensionOf(file) == "html") {
    writeWhole(file, reportHtml(content));
    return;
  }
  const PlotColours colours = lightColours();
  const ReportPicture picture(content, colours);
  writePicture({file, content.title, content.view, picture.size(), colours.background},
               [&](QPainter& painter) { picture.paint(painter); });
}

} // namespace skipscope::ui
