#pragma once

#include "ui/report_content.h"

#include <QByteArray>

namespace skipscope::ui {

/// A report as one HTML page (UTF-8) that needs nothing else: figures are pictures inside it, light and dark;
/// every text is escaped; its content security policy allows no script and nothing from elsewhere.
QByteArray reportHtml(const ReportContent& content);

} // namespace skipscope::ui
