#pragma once

#include "ui/models/figure_summary.h"

#include <QStringList>

namespace skipscope::ui {

/// How the runs of an experiment were set up, and what computed them.
struct RunSettings {
  SummaryTable differing; ///< a row a configuration, a column each setting that differs; no columns where
                          ///< there is one configuration
  QStringList common;     ///< "Dimension: 64": settings that act and are the same in all
  QString computed;       ///< "Runs computed by Skipscope 0.1.0 (cpu-plain)."; empty before the first run
};

RunSettings runSettings(const ExperimentRecords& records);

/// "How the runs were set up"
QString settingsHeading();
/// What is the same in all, as one sentence; empty where nothing is.
QString commonText(const RunSettings& settings);

} // namespace skipscope::ui
