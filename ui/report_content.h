#pragma once

#include "ui/models/figure_content.h"
#include "ui/models/figure_summary.h"
#include "ui/models/run_settings.h"
#include "ui/models/view.h"

#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

namespace skipscope::ui {

/// What a report says, before it is drawn or written: a whole value, made in the background.
struct ReportContent {
  QString title;
  QStringList facts;     ///< dataset with fingerprint, protocol, counts: one line each
  QString remarks;       ///< runs that are not part of the means; may be empty
  QStringList protocols; ///< how each metric of the figures was measured: one line each
  QString footer;        ///< program and method version
  View view;             ///< what is shown, notes included; written into the report
  std::vector<FigureContent> figures;
  SummaryTable table; ///< no columns = not wanted
  RunSettings settings;
  std::vector<evaluation::MetricText> metrics; ///< that figures of these runs can show
};

/// Reads what a view shows, for a report. Throws core::UsageError for an unknown experiment, core::Error
/// where none of its runs is finished.
ReportContent makeReport(store::Workspace& workspace, View view);
/// A report, or one sentence that says why there is none.
struct ReportOrProblem {
  std::shared_ptr<const ReportContent> content;
  QString problem;
};
ReportOrProblem tryReport(store::Workspace& workspace, const View& view);

/// A report of an experiment with every figure that there is data for.
ReportContent makeReport(store::Workspace& workspace, const std::string& experiment);

} // namespace skipscope::ui
