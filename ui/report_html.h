#pragma once

#include "ui/report_content.h"
#include "ui/report_figures.h"

#include <QByteArray>

namespace skipscope::ui {

/// A report as one HTML page (UTF-8) that needs nothing else: figures are pictures inside it, light and dark;
/// every text is escaped; its content security policy allows no script and nothing from elsewhere. Any
/// thread; all figures are drawn, one below the other.
QByteArray reportHtml(const ReportContent& content, const ReportFigures& light, const ReportFigures& dark);

/// Width of its figures in logical pixels.
inline constexpr int kHtmlFigureWidth = 1160;

} // namespace skipscope::ui
