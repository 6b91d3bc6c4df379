#include "app/cli/command_line.h"
#include "app/cli/output.h"
#include "core/error.h"
#include "core/store/worker_process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace skipscope::cli {

int workCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder;
  int jobs = 1;
  bool untilEmpty = false;
  CommandLine line(
      {"work", "WORKSPACE [options]",
       "Computes queued runs, one at a time a worker, until Ctrl-C (which saves them) or until the queue "
       "is empty.\nThis program is replaced by skipscope-learn.",
       "  skipscope-cli work radio.skipscope --jobs 2 --until-empty"});
  line.positional("workspace", &folder);
  line.options()("jobs", po::value(&jobs)->default_value(jobs)->value_name("N"), "workers side by side")(
      "until-empty", po::bool_switch(&untilEmpty), "end when nothing is queued");
  if (!line.parse(arguments))
    return 0;
  if (jobs < 1)
    throw core::UsageError("--jobs is at least 1.");

  const std::string program = store::siblingProgram("skipscope-learn").string();
  std::vector<std::string> words = {program, "work", folder, "--jobs", std::to_string(jobs)};
  if (untilEmpty)
    words.emplace_back("--until-empty");
  std::vector<char*> pointers;
  for (auto& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  flushOutput();
  ::execv(program.c_str(), pointers.data());
  throw core::Error(
      fmt::format("{} cannot be started: {}.", program, std::generic_category().message(errno)));
}

} // namespace skipscope::cli
