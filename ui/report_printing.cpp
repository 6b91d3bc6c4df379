#include "ui/report_printing.h"

#include "core/error.h"
#include "ui/report.h"
#include "ui/report_picture.h"

#include <QPainter>
#include <QPrinter>
#include <algorithm>

namespace skipscope::ui {

namespace {

/// The lowest place at most `most` below `top` at which the report may be cut; `most` itself where one block
/// is taller than a page.
int cutBelow(const std::vector<int>& breaks, int top, int most) {
  int cut = top + most;
  const auto above = std::upper_bound(breaks.begin(), breaks.end(), cut);
  if (above != breaks.begin() && *std::prev(above) > top)
    cut = *std::prev(above);
  return cut;
}

} // namespace

void printReport(const ReportDrawing& drawing, QPrinter& printer) {
  const ReportPicture picture(drawing.content, drawing.light);
  QPainter painter;
  if (!painter.begin(&printer))
    throw core::Error(
        "The report could not be printed: the printer takes nothing; choose another one, or print "
        "into a file.");
  const QRectF page = printer.pageLayout().paintRectPixels(printer.resolution());
  const double scale = page.width() / picture.size().width();
  const int pageHeight = static_cast<int>(page.height() / scale);
  for (int top = 0; top < picture.size().height();) {
    const int bottom = std::min(cutBelow(picture.breaks(), top, pageHeight), picture.size().height());
    if (top > 0 && !printer.newPage())
      throw core::Error("Printing stopped in the middle of the report; see that the printer is ready.");
    painter.save();
    painter.scale(scale, scale);
    painter.translate(0, -top);
    painter.setClipRect(QRect(0, top, picture.size().width(), bottom - top));
    picture.paint(painter);
    painter.restore();
    top = bottom;
  }
}

} // namespace skipscope::ui
