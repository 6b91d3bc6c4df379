#include "app/cli/command_line.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"

#include <fmt/format.h>

namespace skipscope::cli {

int checkCommand(const Arguments& arguments) {
  std::string folder;
  CommandLine line(
      {"check", "WORKSPACE",
       "Looks for damage: the database, dataset files and checkpoints that are missing, damaged or left "
       "over.\nChanges nothing. Exit code 1 where there is a problem.",
       "  skipscope-cli check radio.skipscope"});
  line.positional("workspace", &folder);
  if (!line.parse(arguments))
    return 0;
  const auto problems = store::checkWorkspace(openForReading(folder));
  for (const auto& problem : problems)
    print(printable(problem) + "\n");
  if (!problems.empty())
    throw core::Error(fmt::format("{} in {}; the list on standard output says what to do about each.",
                                  counted(static_cast<std::int64_t>(problems.size()), "problem"), folder));
  print("No problems found.\n");
  return 0;
}

} // namespace skipscope::cli
