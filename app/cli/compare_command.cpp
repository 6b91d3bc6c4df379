#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/evaluation/comparison.h"
#include "core/store/run_store.h"

#include <fmt/format.h>

namespace skipscope::cli {

namespace {

/// Accuracy per listener of every finished seed of the run's configuration.
std::vector<evaluation::ListenerAccuracy> seedsOf(const store::RunStore& store, const store::Run& run) {
  std::vector<evaluation::ListenerAccuracy> seeds;
  for (const store::Run& seed : store.finishedSeeds(run))
    if (const auto outcomes = store.outcomes(seed.id))
      seeds.push_back(evaluation::listenerAccuracy(*outcomes, seed.configuration.minimumHistory));
  if (seeds.empty())
    throw core::Error(
        fmt::format("Run {} has no finished run of its configuration to compare: let 'work' finish it.",
                    run.id.substr(0, 8)));
  return seeds;
}

} // namespace

int compareCommand(const Arguments& arguments) {
  std::string folder, baselineId, runId;
  bool json = false;
  CommandLine line(
      {"compare", "WORKSPACE BASELINE RUN [--json]",
       "Tells how much the accuracy of RUN's configuration differs from BASELINE's on the same listeners, "
       "with a\n95 % interval. Every finished seed of both configurations takes part.",
       "  skipscope-cli compare radio.skipscope 3f2a 77c0"});
  line.positional("workspace", &folder);
  line.positional("baseline", &baselineId);
  line.positional("run", &runId);
  line.options()("json", boost::program_options::bool_switch(&json),
                 "one document {metric, baseline, value, difference, low, high, p, listeners, …}");
  if (!line.parse(arguments))
    return 0;
  auto workspace = openForReading(folder);
  const store::RunStore store(workspace);
  const store::Run baseline = store.run(baselineId);
  const store::Run run = store.run(runId);
  if (baseline.fingerprint != run.fingerprint)
    throw core::Error("These runs are of different datasets and cannot be compared: choose two of the same.");
  const evaluation::Comparison result = evaluation::compare(seedsOf(store, baseline), seedsOf(store, run));
  if (json) {
    printDocument(Json{{"metric", "accuracy"},
                       {"baseline", result.baseline},
                       {"value", result.value},
                       {"difference", result.difference},
                       {"low", result.low},
                       {"high", result.high},
                       {"p", result.p},
                       {"listeners", result.listeners},
                       {"baseline_seeds", result.baselineSeeds},
                       {"seeds", result.seeds}});
    return 0;
  }
  print(fmt::format(
      "accuracy {:.4f} against {:.4f}: {:+.4f} [{:+.4f}, {:+.4f}], p = {:.3g}, {}\n{}\n", result.value,
      result.baseline, result.difference, result.low, result.high, result.p,
      counted(result.listeners, "listener"),
      result.ofConfigurations()
          ? fmt::format("{} against {}", counted(result.seeds, "seed"), counted(result.baselineSeeds, "seed"))
          : "These very runs only: without several seeds on both sides, how much a seed matters is "
            "not known."));
  return 0;
}

} // namespace skipscope::cli
