#pragma once

#include "core/store/run.h"
#include "ui/models/run_columns.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace skipscope::ui {

/// A run with what the table filters, sorts and compares it by. Making one takes long enough that those of a
/// whole workspace are made in the background.
struct RunRow {
  store::Run run;
  std::vector<std::pair<std::string, std::string>> texts; ///< key → text, in the order of the columns
  std::set<std::string> inactive; ///< keys that do nothing in this run: their cells stay empty
};

/// The row of a run, whose difference to the baseline is left empty: only the model knows it.
RunRow makeRunRow(const store::Run& run, const std::vector<RunColumn>& columns);
/// Rows of the runs that are not in the bin, in their order.
std::vector<RunRow> makeRunRows(const std::vector<store::Run>& runs, const std::vector<RunColumn>& columns);

} // namespace skipscope::ui
