#pragma once

#include "core/experiment/filter.h"
#include "core/store/run.h"

#include <string>
#include <vector>

namespace skipscope::cli {

/// One cell of the runs table, as text.
struct RunColumn {
  std::string key;
  std::string text;
  bool number = false;
};

/// Everything about a run, in the order of `runs --csv`: id, state, experiment, dataset, seed, every
/// configuration key, progress, each test metric by its name, each best validation value as validation.NAME,
/// message, tags, note.
std::vector<RunColumn> runColumns(const store::Run& run);

/// The runs that meet a --where expression. It names columns as runColumns does (docs/commands.md). Throws
/// core::UsageError for a column that no run has.
std::vector<store::Run> filterRuns(std::vector<store::Run> runs, const std::string& where);

/// Runs as a table for people: the usual columns, the configuration keys that differ, the chief test metrics.
std::string runsTable(const std::vector<store::Run>& runs);
/// Runs as CSV with every column that any of them has.
std::string runsCsv(const std::vector<store::Run>& runs, bool raw);

} // namespace skipscope::cli
