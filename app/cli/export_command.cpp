#include "app/cli/command_line.h"
#include "app/cli/exported_files.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"
#include "core/store/run_store.h"

#include <fmt/format.h>

namespace skipscope::cli {

int exportCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder;
  ExportRequest request;
  CommandLine line(
      {"export", "WORKSPACE -o DIR [options]",
       "Writes all runs into a new folder: runs.csv, validations.csv, configurations.json, datasets.json, "
       "and\noutcomes/RUN.csv with the scores of every test pair. Listener ids become keyed hashes, the same "
       "in every\nexport of a workspace.",
       "  skipscope-cli export radio.skipscope -o results"});
  line.positional("workspace", &folder);
  line.options()("output,o", po::value(&request.folder)->required()->value_name("DIR"), "the folder to make")(
      "listener-ids", po::bool_switch(&request.listenerIds), "listener ids as they are in the log")(
      "raw", po::bool_switch(&request.raw), "no ' before cells that a spreadsheet would take for a formula");
  if (!line.parse(arguments))
    return 0;
  auto workspace = openForReading(folder);
  const auto runs = exportFiles(workspace, request);
  print(fmt::format("{} written to {}\n", counted(runs, "run"), request.folder));
  return 0;
}

} // namespace skipscope::cli
