#pragma once

#include "ui/models/figure_content.h"
#include "ui/models/figure_summary.h"

#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

namespace skipscope::ui {

/// What a report says, before it is drawn or written.
struct ReportContent {
  QString title;
  QStringList facts; ///< dataset with fingerprint, protocol, counts: one line each
  QString remarks;   ///< runs that are not part of the means; may be empty
  QString footer;    ///< program and method version
  QString view; ///< JSON (ASCII without <, > and &) that describes what is shown by identifiers: no paths, at
                ///< most 1 MB
  SummaryTable table;
  std::string metric = "accuracy";
  std::vector<FigureContent> figures; ///< of every kind for which there is something to see
  std::shared_ptr<const ExperimentRecords> records;
};

/// Reads an experiment for a report. Throws core::UsageError for an unknown experiment, core::Error where
/// none of its runs is finished.
ReportContent makeReport(store::Workspace& workspace, const std::string& experiment);

} // namespace skipscope::ui
