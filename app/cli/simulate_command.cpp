#include "app/cli/command_line.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/output_file.h"
#include "app/cli/progress_display.h"
#include "core/error.h"
#include "core/experiment/sweep.h"
#include "core/listening/simulator.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <optional>
#include <system_error>

namespace skipscope::cli {

namespace {

void applyRate(listening::SimulatorSettings& settings, const std::string& key, const std::string& value,
               const std::string& option) {
  const auto* field = core::findField(listening::simulatorFields(), key);
  if (field == nullptr)
    throw core::UsageError(
        fmt::format("--set: the simulator has no rate '{}'; 'skipscope-cli keys' lists them.", key));
  if (const auto problem = field->set(settings, value))
    throw core::UsageError(fmt::format("{}: {}", option, *problem));
}

/// Two files in one, and plain text under the name of a compressed file, would be no use to anybody.
void refuseOutputs(const std::string& log, const std::string& truth) {
  std::error_code ignored;
  namespace fs = std::filesystem;
  if (!truth.empty() && fs::weakly_canonical(log, ignored) == fs::weakly_canonical(truth, ignored))
    throw core::UsageError("--output and --truth name the same file; give each its own.");
  for (const char* ending : {".gz", ".bz2", ".xz", ".zst", ".zip"})
    if (log.ends_with(ending) || truth.ends_with(ending))
      throw core::UsageError(
          fmt::format("simulate writes plain text, which a name ending in {} would hide; leave "
                      "the ending out, or pack what '-o -' writes.",
                      ending));
}

/// The simulator knows streams only; here they have names.
[[noreturn]] void throwUnwritten(const std::string& file) {
  throw core::Error(
      fmt::format("{} could not be written: make room on its disk, or write to another place.", file));
}

} // namespace

int simulateCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  listening::SimulatorSettings settings;
  std::string seed = std::to_string(settings.seed), logFile, truthFile;
  // Read as text: the description of the rates knows their ranges.
  std::string listeners = std::to_string(settings.listeners), songs = std::to_string(settings.songs),
              stations = std::to_string(settings.stations),
              eventsPerListener = std::to_string(settings.eventsPerListener);
  std::vector<std::string> assignments;
  CommandLine line({"simulate", "-o LOG [options]",
                    "Writes the log of a radio that never was, as CSV, for demonstrations and tests: "
                    "listeners with tastes and\n"
                    "habits, stations, likes, dislikes and skips whose true probabilities are known. Same "
                    "seed, same bytes.",
                    "  skipscope-cli simulate --listeners 1000 --songs 2000 --seed 1 -o radio.csv --truth "
                    "radio.truth.json\n"
                    "  skipscope-cli simulate --set skip.taste_share=0 -o - | gzip > radio.csv.gz"});
  line.options()("listeners", po::value(&listeners)->default_value(listeners),
                 "listeners")("songs", po::value(&songs)->default_value(songs),
                              "songs")("stations", po::value(&stations)->default_value(stations), "stations")(
      "events-per-listener", po::value(&eventsPerListener)->default_value(eventsPerListener),
      "mean number of plays; the lengths vary strongly")("seed", po::value(&seed)->default_value(seed),
                                                         "start of every random number")(
      "set", po::value(&assignments)->value_name("KEY=VALUE"), "another rate, see 'skipscope-cli keys'")(
      "output,o", po::value(&logFile)->value_name("LOG")->required(),
      "the log to write; - is standard output")("truth", po::value(&truthFile)->value_name("FILE"),
                                                "every latent vector and parameter behind the log, as JSON");
  if (!line.parse(arguments))
    return 0;

  const auto seeds = experiment::parseSeeds(seed);
  if (seeds.size() != 1)
    throw core::UsageError("--seed takes one number; one log has one seed.");
  settings.seed = seeds.front();
  applyRate(settings, "listeners", listeners, "--listeners");
  applyRate(settings, "songs", songs, "--songs");
  applyRate(settings, "stations", stations, "--stations");
  applyRate(settings, "events_per_listener", eventsPerListener, "--events-per-listener");
  for (const auto& assignment : assignments) {
    const auto [key, value] = experiment::splitAssignment(assignment);
    applyRate(settings, key, value, "--set " + key);
  }
  refuseOutputs(logFile, truthFile);

  Interrupts interrupts;
  ProgressDisplay progress;
  std::optional<OutputFile> log, truth;
  if (logFile != "-")
    log.emplace(logFile);
  if (!truthFile.empty())
    truth.emplace(truthFile);
  std::ostream& out = log ? log->stream() : std::cout;
  listening::SimulatedCounts counts;
  try {
    counts = listening::simulateLog(settings, out, truth ? &truth->stream() : nullptr, interrupts.token(),
                                    progress.observer());
  } catch (const core::Error&) {
    if (truth && !truth->stream())
      throwUnwritten(truthFile);
    if (!out)
      throwUnwritten(log ? logFile : "Standard output");
    throw;
  }
  if (truth)
    truth->publish();
  if (log)
    log->publish();
  progress.clear();
  std::string note = listening::fewSongsNote(settings, counts);
  if (!note.empty())
    note += '\n';
  if (!log) {
    std::cerr << note; // standard output is the log
    return 0;
  }
  print(fmt::format("{}: {} ({}, {}, {}, {})\n{}", logFile, counted(counts.events, "event"),
                    counted(counts.likes, "like"), counted(counts.dislikes, "dislike"),
                    counted(counts.skips, "skip"), counted(counts.listens, "plain listen"), note));
  return 0;
}

} // namespace skipscope::cli
