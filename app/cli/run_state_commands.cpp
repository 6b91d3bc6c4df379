// cancel, resume, retry, delete and restore: alike but for one call and its words.

#include "app/cli/command_line.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/store/queue.h"
#include "core/store/run_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace skipscope::cli {

namespace {

using Ids = std::vector<std::string>;

/// Parses WORKSPACE RUN…, applies `change` and prints `done` with the number of runs that `change` returns.
int changeRuns(CommandLine& line, const Arguments& arguments, const char* done,
               const std::function<std::size_t(store::Workspace&, const Ids&)>& change) {
  std::string folder;
  Ids runs;
  line.positional("workspace", &folder);
  line.positional("run", &runs);
  if (!line.parse(arguments))
    return 0;
  auto workspace = openForWriting(folder);
  const auto changed = change(workspace, runs);
  print(fmt::format("{} {}\n", counted(static_cast<std::int64_t>(changed), "run"), done));
  return 0;
}

} // namespace

int cancelCommand(const Arguments& arguments) {
  CommandLine line(
      {"cancel", "WORKSPACE RUN…",
       "Takes queued runs off the queue and asks running ones to stop, which they do within a second, "
       "keeping\ntheir progress. RUN is an id or a unique beginning of one.",
       "  skipscope-cli cancel radio.skipscope 3f2a 77c0"});
  return changeRuns(line, arguments, "cancelled", [](store::Workspace& workspace, const Ids& ids) {
    store::Queue queue(workspace);
    queue.reap();
    return queue.cancel(ids).size();
  });
}

int resumeCommand(const Arguments& arguments) {
  std::string folder;
  Ids runs;
  bool all = false;
  CommandLine line(
      {"resume", "WORKSPACE RUN… | --interrupted",
       "Queues interrupted or cancelled runs again; they go on from their last checkpoint and end with "
       "the same\nnumbers as if they had never stopped. 'work' computes them.",
       "  skipscope-cli resume radio.skipscope 3f2a\n"
       "  skipscope-cli resume radio.skipscope --interrupted"});
  line.positional("workspace", &folder);
  line.positional("run", &runs, false);
  line.options()("interrupted", boost::program_options::bool_switch(&all), "every interrupted run");
  if (!line.parse(arguments))
    return 0;
  if (all != runs.empty())
    throw core::UsageError("resume takes either runs or --interrupted; see 'skipscope-cli resume --help'.");
  auto workspace = openForWriting(folder);
  store::Queue queue(workspace);
  queue.reap();
  const auto resumed = all ? queue.resumeAllInterrupted() : queue.resume(runs);
  print(fmt::format("{} queued again\n", counted(static_cast<std::int64_t>(resumed.size()), "run")));
  return 0;
}

int retryCommand(const Arguments& arguments) {
  CommandLine line({"retry", "WORKSPACE RUN…",
                    "Queues failed runs again, from scratch. 'work' computes them.",
                    "  skipscope-cli retry radio.skipscope 3f2a"});
  return changeRuns(line, arguments, "queued again", [](store::Workspace& workspace, const Ids& ids) {
    return store::Queue(workspace).retry(ids).size();
  });
}

int deleteCommand(const Arguments& arguments) {
  CommandLine line(
      {"delete", "WORKSPACE RUN…",
       "Puts runs into the bin; 'restore' takes them out again, 'clean' empties it. A running run has to "
       "be\ncancelled first.",
       "  skipscope-cli delete radio.skipscope 3f2a"});
  return changeRuns(line, arguments, "deleted", [](store::Workspace& workspace, const Ids& ids) {
    store::Queue(workspace).reap();
    const auto moved = store::RunStore(workspace).remove(ids);
    if (moved == 0)
      throw core::Error("These runs are in the bin already: 'clean' empties it, 'restore' takes them out.");
    return moved;
  });
}

int restoreCommand(const Arguments& arguments) {
  CommandLine line({"restore", "WORKSPACE RUN…",
                    "Takes deleted runs out of the bin. 'runs --deleted' lists them.",
                    "  skipscope-cli restore radio.skipscope 3f2a"});
  return changeRuns(line, arguments, "restored", [](store::Workspace& workspace, const Ids& ids) {
    const auto moved = store::RunStore(workspace).restore(ids);
    if (moved == 0)
      throw core::Error("None of these runs is in the bin: 'runs --deleted' lists those that are.");
    return moved;
  });
}

} // namespace skipscope::cli
