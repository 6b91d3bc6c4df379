#pragma once

class QPrinter;

namespace skipscope::ui {

struct ReportDrawing;

/// Prints a report as wide as the paper, cut into pages between its figures, paragraphs and rows. Throws
/// core::Error where the printer takes nothing. Any thread, one at a time for a printer.
void printReport(const ReportDrawing& drawing, QPrinter& printer);

} // namespace skipscope::ui
