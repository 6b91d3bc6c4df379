#include "ui/models/run_row.h"

#include "core/experiment/configuration.h"

namespace skipscope::ui {

RunRow makeRunRow(const store::Run& run, const std::vector<RunColumn>& columns) {
  RunRow row{run, {}, {}};
  for (const auto& key : experiment::inactiveKeys(run.configuration))
    row.inactive.insert(key);
  row.texts.reserve(columns.size() + run.experiments.size());
  for (const RunColumn& column : columns)
    row.texts.emplace_back(column.key, runFilterText(run, column));
  if (run.experiments.size() > 1) // each is found by its name
    for (const std::string& experiment : run.experiments)
      row.texts.emplace_back("experiment", experiment);
  return row;
}

std::vector<RunRow> makeRunRows(const std::vector<store::Run>& runs, const std::vector<RunColumn>& columns) {
  std::vector<RunRow> rows;
  rows.reserve(runs.size());
  for (const store::Run& run : runs)
    if (!run.deleted)
      rows.push_back(makeRunRow(run, columns));
  return rows;
}

} // namespace skipscope::ui
