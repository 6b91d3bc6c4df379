#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/run_columns.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/store/run_store.h"

namespace skipscope::cli {

int runsCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder, where;
  bool json = false, csv = false, raw = false, deleted = false;
  CommandLine line(
      {"runs", "WORKSPACE [options]",
       "Lists runs in the order they were created. The table shows the configuration keys that differ and "
       "the\nchief test metrics; JSON and CSV hold everything.\n\n"
       "In --where a word must occur in some column, and KEY OP VALUE compares (= != < <= > >=); all must "
       "hold.\nKEY is a configuration key, a test metric, id, state, experiment, dataset, seed, steps … "
       "or N, d, L, m.",
       "  skipscope-cli runs radio.skipscope --where 'skip hardest N>16 accuracy>0.7'\n"
       "  skipscope-cli runs radio.skipscope --csv > runs.csv"});
  line.positional("workspace", &folder);
  line.options()("where", po::value(&where)->value_name("EXPRESSION"),
                 "only runs that match")("deleted", po::bool_switch(&deleted), "those in the bin instead")(
      "json", po::bool_switch(&json), "a list of documents")("csv", po::bool_switch(&csv), "every column")(
      "raw", po::bool_switch(&raw),
      "with --csv: no ' before cells that a spreadsheet would take for a formula");
  if (!line.parse(arguments))
    return 0;
  if (json && csv)
    throw core::UsageError("--json and --csv exclude each other; give one of them.");
  if (raw && !csv)
    throw core::UsageError("--raw goes with --csv only.");

  auto workspace = openForReading(folder);
  const store::RunStore all(workspace);
  const auto runs = filterRuns(deleted ? all.bin() : all.runs(), where);
  if (csv) {
    print(runsCsv(runs, raw));
  } else if (json) {
    Json list = Json::array();
    for (const auto& run : runs)
      list.push_back(runDocument(run));
    printDocument(list);
  } else {
    print(runsTable(runs));
  }
  return 0;
}

} // namespace skipscope::cli
