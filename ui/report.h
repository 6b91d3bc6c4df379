#pragma once

#include "ui/report_content.h"
#include "ui/report_figures.h"

#include <QString>
#include <optional>

namespace skipscope::ui {

/// A report with its figures drawn for one kind of file: a whole value that any thread can write.
struct ReportDrawing {
  /// Nothing is drawn yet: one drawNext() after the other on the window's thread draws it. Throws
  /// core::UsageError unless the extension of `file` is one of .png, .svg, .pdf and .html.
  ReportDrawing(ReportContent content, const QString& file);
  bool drawNext(); ///< false when it is complete

  ReportContent content;
  ReportFigures light;
  std::optional<ReportFigures> dark; ///< a page has both
};

/// Writes a report; the extension says how: .png (two device pixels a pixel, the view in a text chunk), .svg
/// and .pdf (the view inside), .html (one self-contained page). Whole or not at all. Throws core::UsageError
/// for another extension than it was drawn for, core::Error where the file cannot be written.
void writeReport(const ReportDrawing& drawing, const QString& file);
/// Draws and writes on the window's thread, where nobody waits for it.
void writeReport(const ReportContent& content, const QString& file);

/// Whether the extension is one that reports and pictures have: such a file may hold a view.
bool isReportFile(const QString& file);
/// Throws core::UsageError unless writeReport() knows the extension of `file`.
void requireReportExtension(const QString& file);

} // namespace skipscope::ui
