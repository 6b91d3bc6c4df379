#include "app/cli/command_line.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/store/queue.h"

#include <fmt/format.h>

namespace skipscope::cli {

int queueCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder;
  bool pause = false, go = false;
  std::vector<std::string> next;
  CommandLine line(
      {"queue", "WORKSPACE [--pause | --continue] [--next RUN…]",
       "Tells how many runs are queued and how many workers live; pauses the queue (runs under way go "
       "on, no\nother begins), continues it, or puts runs first.",
       "  skipscope-cli queue radio.skipscope --next 3f2a"});
  line.positional("workspace", &folder);
  line.options()("pause", po::bool_switch(&pause), "begin no more runs")("continue", po::bool_switch(&go),
                                                                         "begin runs again")(
      "next", po::value(&next)->multitoken()->value_name("RUN"), "run these before all others");
  if (!line.parse(arguments))
    return 0;
  if (pause && go)
    throw core::UsageError("--pause and --continue exclude each other; give one of them.");
  const bool changes = pause || go || !next.empty();
  auto workspace = changes ? openForWriting(folder) : openForReading(folder);
  store::Queue queue(workspace);
  if (!next.empty())
    queue.runNext(next);
  if (pause || go)
    queue.setPaused(pause);
  print(fmt::format("{} queued, {} alive{}\n", counted(queue.queued(), "run"),
                    counted(queue.liveWorkers(), "worker"), queue.paused() ? ", paused" : ""));
  return 0;
}

} // namespace skipscope::cli
