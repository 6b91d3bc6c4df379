#include "app/cli/command_line.h"
#include "app/cli/interrupts.h"
#include "app/cli/launch_request.h"
#include "app/cli/output.h"
#include "app/cli/run_columns.h"
#include "app/cli/run_watch.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/store/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <thread>

namespace skipscope::cli {

namespace {

/// A worker a core: each takes no more threads than its share of the cores.
int usefulWorkers() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::string launchedText(const store::Launched& launched, const std::string& experiment) {
  auto text = fmt::format("{} queued in experiment {}, {} existed already",
                          counted(static_cast<std::int64_t>(launched.added.size()), "run"),
                          printable(experiment), grouped(static_cast<std::int64_t>(launched.reused.size())));
  if (launched.stopped > 0)
    text += fmt::format(" ({} of them cancelled or interrupted: 'resume' takes them up)",
                        grouped(launched.stopped));
  return text + "\n" + (launched.note.empty() ? "" : launched.note + "\n");
}

std::string estimateText(const store::Estimate& estimate, int workers) {
  auto text = fmt::format("{}, {} of them there already, which would not be repeated\n",
                          counted(estimate.runs, "run"), grouped(estimate.existing));
  if (!estimate.note.empty())
    text += estimate.note + "\n";
  if (estimate.existing == estimate.runs)
    return text + "Nothing is left to compute.\n";
  if (!estimate.time)
    return text + "No time can be told yet: no run of this kind has finished on this dataset.\n";
  const auto likely = durationText(estimate.time->likely), most = durationText(estimate.time->most);
  const auto time = likely == most ? fmt::format("At most {}", most)
                                   : fmt::format("About {} ({} where none stops early)", likely, most);
  return text +
         fmt::format("{}, from finished runs on this dataset, with {}.\n", time, counted(workers, "worker"));
}

/// Exit code of --wait, and its sentence where not all runs finished.
void requireAllFinished(const std::vector<store::Run>& runs) {
  const auto unfinished = [](const store::Run& run) { return run.state != store::RunState::Finished; };
  const auto count = std::count_if(runs.begin(), runs.end(), unfinished);
  if (count == 0)
    return;
  const auto& first = *std::find_if(runs.begin(), runs.end(), unfinished);
  const bool stopped =
      first.state == store::RunState::Cancelled || first.state == store::RunState::Interrupted;
  throw core::Error(fmt::format("{} did not finish; the first is {} ({}{}{}){}", counted(count, "run"),
                                first.id.substr(0, 8), store::runStateName(first.state),
                                first.message.empty() ? "" : ": ", first.message,
                                stopped ? ": 'resume' and 'work' take it up again." : "."));
}

int waitForRuns(store::Workspace& workspace, const store::Launched& launched, int workers) {
  auto ids = launched.added;
  ids.insert(ids.end(), launched.reused.begin(), launched.reused.end());
  Interrupts interrupts;
  ProgressDisplay display;
  RunWatch watch(workspace, ids, workers);
  if (!watch.wait(display, interrupts.token())) {
    display.clear();
    const auto folder = workspace.folder().string();
    throw core::Error(fmt::format("No longer waiting; the runs go on: 'skipscope-cli runs {}' shows them, "
                                  "'skipscope-cli cancel' stops them.",
                                  folder));
  }
  display.clear();
  print(runsTable(watch.runs()));
  if (!launched.note.empty())
    print(launched.note + "\n");
  requireAllFinished(watch.runs());
  return 0;
}

/// An empty word, such as that of an unset variable of a script, would pass for an option not given.
std::function<void(const std::string&)> notEmpty(const char* option) {
  return [option](const std::string& word) {
    if (word.empty())
      throw core::UsageError(fmt::format("{} is empty: give it a name, or leave it out.", option));
  };
}

} // namespace

int launchCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder;
  LaunchWords words;
  bool estimateOnly = false, wait = false;
  CommandLine line(
      {"launch", "WORKSPACE --dataset NAME [options]",
       "Queues one run for every combination of configuration and seed; runs that exist with the identical\n"
       "configuration join the experiment and are not repeated. 'work' computes them, --wait does so at "
       "once. Of a\npreset or file, configurations that need feedback which the dataset has none of are left "
       "out.\n\n"
       "Values of a sweep are separated by commas, or by / for keys whose values are lists.",
       "  skipscope-cli launch radio.skipscope --dataset Radio --sweep "
       "inputs=like/like,dislike/like,dislike,skip \\\n"
       "      --sweep negatives.strategy=random,real --seeds 1..5 --experiment 'Inputs and negatives' "
       "--wait"});
  line.positional("workspace", &folder);
  line.options()("dataset", po::value(&words.dataset)->required()->value_name("NAME"), "name or fingerprint")(
      "preset", po::value(&words.preset)->value_name("P")->notifier(notEmpty("--preset")),
      "a stored set of configurations")(
      "config", po::value(&words.configFile)->value_name("FILE")->notifier(notEmpty("--config")),
      "JSON: a {set, sweep} block or a list of them")("set", po::value(&words.set)->value_name("KEY=VALUE"),
                                                      "one key, see 'skipscope-cli keys'")(
      "sweep", po::value(&words.sweep)->value_name("KEY=V1,V2"), "one key, several values")(
      "seeds", po::value(&words.seeds)->value_name("LIST")->notifier(notEmpty("--seeds")),
      "1,2,3 or a range 1..5; else those of the preset or file, else 1")(
      "experiment", po::value(&words.experiment)->value_name("NAME")->notifier(notEmpty("--experiment")),
      "which experiment the runs belong to")("estimate", po::bool_switch(&estimateOnly),
                                             "only tell how many runs and how long, launch nothing")(
      "wait", po::bool_switch(&wait),
      "start workers and wait until all runs have ended; 1 if any did not finish");
  if (!line.parse(arguments))
    return 0;
  if (estimateOnly && wait)
    throw core::UsageError("--estimate and --wait exclude each other; give one of them.");

  const auto request = readLaunchRequest(words);
  auto workspace = estimateOnly ? openForReading(folder) : openForWriting(folder);
  const int workers = usefulWorkers();
  if (estimateOnly) {
    print(estimateText(store::estimate(workspace, request, workers), workers));
    return 0;
  }
  const auto launched = store::RunStore(workspace).launch(request);
  const auto told = launchedText(launched, request.experiment);
  if (wait)
    return waitForRuns(workspace, launched, workers);
  print(told);
  return 0;
}

} // namespace skipscope::cli
