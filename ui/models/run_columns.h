#pragma once

#include "core/store/run.h"

#include <QString>
#include <string>
#include <vector>

namespace skipscope::ui {

/// One column of the runs table.
struct RunColumn {
  enum class Kind {
    State,
    Progress,
    Experiment,
    Dataset,
    Configuration,
    Seed,
    Metric,
    Difference, ///< in accuracy, to the pinned baseline
    Steps,
    Seconds,
    Message,
    Tags,
    Note,
    Id
  };
  Kind kind = Kind::State;
  std::string key; ///< as in filters and `runs --where`: "state", "negatives.count", "accuracy"
  QString title;
  QString tooltip;
};

/// Every column of the runs table: the run's own, all configuration fields, all test metrics.
std::vector<RunColumn> runColumns();

/// The cell as filters see it: canonical text, numbers with all their digits.
std::string runFilterText(const store::Run& run, const RunColumn& column);

/// The cell as people see it.
QString runCellText(const store::Run& run, const RunColumn& column);

/// How far the run is, in [0, 1]; 1 for a finished one (early stopping ends before the last step).
double runShare(const store::Run& run);

/// "43 % · at most 12 s left" while running, the state in words otherwise.
QString runProgressText(const store::Run& run);

} // namespace skipscope::ui
