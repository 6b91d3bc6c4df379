#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/progress_display.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/experiment/sweep.h"
#include "core/listening/import.h"
#include "core/listening/time_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <system_error>

namespace skipscope::cli {

namespace fs = std::filesystem;

namespace {

/// A log is read twice, to recognise its format and then whole, which a pipe cannot offer.
void refusePipes(const std::vector<std::string>& files) {
  for (const auto& file : files)
    if (fs::exists(file) && !fs::is_regular_file(file))
      throw core::Error(fmt::format("{} is not an ordinary file; write the log into one first.", file));
}

/// What the workspace has of this fingerprint.
std::optional<store::DatasetEntry> known(const std::optional<store::Workspace>& workspace,
                                         const std::string& fingerprint) {
  if (workspace)
    for (const auto& entry : workspace->datasets())
      if (entry.summary.fingerprint == fingerprint)
        return entry;
  return std::nullopt;
}

/// Stores the dataset; a workspace made for it goes again when that fails.
store::DatasetEntry store(std::optional<store::Workspace>& workspace, const std::string& folder,
                          const listening::ImportResult& imported, const std::string& name,
                          std::stop_token stop, const core::Observer& observer) {
  const bool made = !workspace;
  if (made)
    workspace = store::Workspace::create(folder);
  try {
    return workspace->addDataset(imported, name, stop, observer);
  } catch (...) {
    workspace.reset();
    std::error_code ignored; // the first fault is the one to tell
    if (made)
      fs::remove_all(folder, ignored);
    throw;
  }
}

std::string summaryText(const store::DatasetEntry& entry) {
  const auto& summary = entry.summary;
  std::string text = fmt::format("{} ({}, {})\n  {}, {}, {}, {}\n  {}, {}, {}, {}\n", printable(summary.name),
                                 summary.format, summary.fingerprint, counted(summary.events, "event"),
                                 counted(summary.listeners, "listener"), counted(summary.songs, "song"),
                                 counted(summary.stations, "station"), counted(summary.likes, "like"),
                                 counted(summary.dislikes, "dislike"), counted(summary.skips, "skip"),
                                 counted(summary.listens, "plain listen"));
  if (summary.from && summary.to)
    text +=
        fmt::format("  from {} to {}\n", listening::isoTime(*summary.from), listening::isoTime(*summary.to));
  if (summary.duplicates > 0)
    text += fmt::format("  {} among them, {} kept\n", counted(summary.duplicates, "exact duplicate"),
                        counted(summary.kept, "event"));
  if (summary.merged > 0)
    text += fmt::format("  {} joined to the play they belong to, or taken back\n",
                        counted(summary.merged, "vote"));
  for (const auto& rejection : entry.rejections) {
    text += fmt::format("  {} not used: {}\n", counted(rejection.rows, "row"), rejection.reason);
    for (const auto& example : rejection.examples)
      text +=
          fmt::format("    {}:{}: {}\n", printable(example.file), example.line, printable(example.fields));
  }
  if (!summary.truth.empty())
    text += "  with the truth behind it\n";
  for (const auto& note : entry.notes)
    text += fmt::format("  note: {}\n", printable(note));
  return text;
}

/// What is told of a log that the workspace had `before`.
std::string knownText(const store::DatasetEntry& entry, const store::DatasetEntry& before,
                      const std::string& wantedName) {
  std::string text = entry.summary.truth == before.summary.truth
                         ? "Nothing new: the workspace holds this log already, read by the same rules"
                         : "The workspace holds this log already, and now its truth too; runs that have "
                           "finished have no figures of it";
  if (!wantedName.empty() && wantedName != entry.summary.name)
    text += fmt::format("; it keeps its name {}, and {} is not used", printable(entry.summary.name),
                        printable(wantedName));
  return text + ".\n";
}

} // namespace

int importCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  listening::ImportRequest request;
  std::string folder, name;
  std::vector<std::string> columns, rules;
  bool json = false;
  std::string fields;
  for (const auto& [field, meaning] : listening::mappableFields())
    fields += fmt::format("\n  {:<12} {}", field, meaning);
  CommandLine line(
      {"import", "WORKSPACE LOG… [options]",
       "Reads a listening log, plain or compressed, into a workspace, which is made where it is missing. "
       "Several\nfiles make one dataset, in the order given. Either all of it is stored or nothing.\n\n"
       "Fields for --map:" +
           fields,
       "  skipscope-cli import radio.skipscope radio.csv.gz --name Radio\n"
       "  skipscope-cli import radio.skipscope votes.csv --map listener=account --map feedback=thumb \\\n"
       "      --rule skip.max_played_ms=20000\n"
       "  skipscope-cli import radio.skipscope radio.csv --truth radio.truth.json"});
  line.positional("workspace", &folder);
  line.positional("log", &request.files);
  line.options()("name", po::value(&name), "what to call the dataset; else as the first file")(
      "format", po::value(&request.format),
      fmt::format("{}; else guessed", fmt::join(listening::formatNames(), ", ")).c_str())(
      "map", po::value(&columns)->value_name("FIELD=COLUMN"),
      "which column holds a field; else guessed by name")("rule", po::value(&rules)->value_name("KEY=VALUE"),
                                                          "how rows become events, see 'skipscope-cli keys'")(
      "max-rejected",
      po::value(&request.maxRejected)->default_value(request.maxRejected, "0.05")->value_name("SHARE"),
      "share of unusable rows that stops the import")(
      "truth", po::value(&request.truth)->value_name("FILE"),
      "what 'simulate --truth' wrote with the log: runs are then measured against it")(
      "json", po::bool_switch(&json), "the summary as JSON");
  if (!line.parse(arguments))
    return 0;

  if (!(request.maxRejected >= 0 && request.maxRejected <= 1))
    throw core::UsageError("--max-rejected is a share between 0 and 1, such as 0.05.");
  for (const auto& column : columns)
    if (const auto [field, isNew] = request.columns.insert(experiment::splitAssignment(column)); !isNew)
      throw core::UsageError(
          fmt::format("--map {} is given twice; give one column for each field.", field->first));
  for (const auto& rule : rules) {
    const auto [key, value] = experiment::splitAssignment(rule);
    listening::setRule(request.rules, key, value);
  }
  refusePipes(request.files);
  std::optional<store::Workspace> workspace;
  std::error_code fault; // a folder that cannot be looked into is refused by opening it
  if (fs::exists(folder, fault) || fault)
    workspace = openForWriting(folder);

  Interrupts interrupts;
  ProgressDisplay progress;
  const auto imported = listening::readLog(request, interrupts.token(), progress.observer());
  const auto before = known(workspace, imported.summary.fingerprint);
  const auto entry =
      store(workspace, folder, imported, name.empty() ? listening::nameFromFile(request.files.front()) : name,
            interrupts.token(), progress.observer());
  progress.clear();
  if (json)
    printDocument(datasetDocument(entry));
  else
    print((entry.restored ? "The file of this dataset was gone or damaged and is written anew.\n"
           : before       ? knownText(entry, *before, name)
                          : "") +
          summaryText(entry));
  return 0;
}

} // namespace skipscope::cli
