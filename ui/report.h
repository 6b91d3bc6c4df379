#pragma once

#include "ui/report_content.h"

#include <QString>

namespace skipscope::ui {

/// Writes a report; the extension says how: .png (two device pixels a pixel, the view in a text chunk), .svg
/// and .pdf (the view inside), .html (one self-contained page). Whole or not at all. Throws core::UsageError
/// for another extension, core::Error where the file cannot be written.
void writeReport(const ReportContent& content, const QString& file);

/// Throws core::UsageError unless writeReport() knows the extension of `file`.
void requireReportExtension(const QString& file);

} // namespace skipscope::ui
