#pragma once

#include "ui/models/figure_data.h"

#include <QString>
#include <set>
#include <string>
#include <vector>

namespace skipscope::store {
class Workspace;
}

namespace skipscope::ui {

/// Compares every finished configuration of `records` with its baseline, one metric of
/// evaluation::listenerMetrics() after the other, and keeps the answers in `records`; those that `previous`
/// (may be null) holds for the same runs are taken from there.
void readDifferences(store::Workspace& workspace, const std::set<std::string>& metrics,
                     const ExperimentRecords* previous, ExperimentRecords& records);

/// How the listeners of one configuration fare beside those of the baseline.
struct DifferenceRow {
  QString label;
  int colour = 0;
  bool baseline = false; ///< a model without training steps
  StoredDifference stored;
  double corrected = 1;     ///< p by Holm's correction over all rows with several seeds
  bool significant = false; ///< corrected below 0.05
  QString run;              ///< id where there is only one run
};

struct ListenerDifferences {
  QString baseline; ///< label of the configuration they are compared with; empty = nothing has finished
  bool pinned = false;
  std::vector<DifferenceRow> rows; ///< in the order launched, without the baseline
};
ListenerDifferences listenerDifferenceRows(const ExperimentRecords& records, const std::string& metric);

} // namespace skipscope::ui
