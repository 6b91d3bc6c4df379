#include "app/cli/command_line.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"

#include <fmt/format.h>

namespace skipscope::cli {

int cleanCommand(const Arguments& arguments) {
  std::string folder;
  CommandLine line(
      {"clean", "WORKSPACE",
       "Empties the bin for good, removes files that nothing names, and of finished runs keeps the "
       "weights of\nthe best seed per configuration only. Numbers and curves of all other runs stay.",
       "  skipscope-cli clean radio.skipscope"});
  line.positional("workspace", &folder);
  if (!line.parse(arguments))
    return 0;
  auto workspace = openForWriting(folder);
  const auto cleaned = store::cleanWorkspace(workspace);
  print(fmt::format("{} removed ({} MB), {} gone from the bin\n", counted(cleaned.files, "file"),
                    significant(static_cast<double>(cleaned.bytes) / 1e6, 3), counted(cleaned.runs, "run")));
  return 0;
}

} // namespace skipscope::cli
