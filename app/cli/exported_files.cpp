#include "app/cli/exported_files.h"

#include "app/cli/documents.h"
#include "app/cli/keyed_hash.h"
#include "app/cli/output_file.h"
#include "app/cli/run_columns.h"
#include "core/error.h"
#include "core/listening/time_text.h"
#include "core/store/csv_text.h"
#include "core/store/run_store.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>
#include <system_error>

namespace skipscope::cli {

using store::CsvText;

namespace fs = std::filesystem;

namespace {

void writeText(const fs::path& file, const std::string& text) {
  OutputFile output(file);
  output.stream() << text;
  output.publish();
}

void writeDocument(const fs::path& file, const Json& document) {
  writeText(file, document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::string validationsCsv(const store::RunStore& store, const std::vector<store::Run>& runs, bool raw) {
  std::vector<std::vector<store::Validation>> all;
  std::set<std::string> names;
  for (const auto& run : runs) {
    all.push_back(store.validations(run.id));
    for (const auto& validation : all.back())
      for (const auto& [name, value] : validation.metrics)
        names.insert(name);
  }
  CsvText csv(raw);
  for (const char* heading : {"run", "step", "epochs", "targets", "train_seconds", "written"})
    csv.text(heading);
  for (const auto& name : names)
    csv.text(name);
  csv.endRow();
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (const auto& validation : all[i]) {
      csv.text(runs[i].id).number(std::to_string(validation.step)).number(validation.epochs);
      csv.number(std::to_string(validation.targets)).number(validation.trainSeconds);
      csv.text(listening::isoTime(validation.wallMs));
      for (const auto& name : names) {
        const auto metric = validation.metrics.find(name);
        if (metric == validation.metrics.end())
          csv.number(std::string_view());
        else
          csv.number(metric->second);
      }
      csv.endRow();
    }
  return csv.all();
}

/// What a pair's numbers are called by: ids instead of indices.
struct Names {
  listening::Dataset dataset;
  std::vector<std::string> listeners; ///< ids or their hashes
};

Names namesOf(const store::Workspace& workspace, const std::string& fingerprint, bool listenerIds) {
  Names names{workspace.loadDataset(fingerprint), {}};
  const auto key = listenerIds ? std::string() : workspace.secretKey();
  for (const auto& id : names.dataset.listenerIds)
    names.listeners.push_back(listenerIds ? id : keyedHash(key, id));
  return names;
}

void addReal(CsvText& csv, float number) {
  csv.number(std::string_view(std::isfinite(number) ? fmt::format("{}", number) : std::string()));
}

/// The ten best songs and how popular they are; empty where they were not judged.
void addTop(CsvText& csv, const evaluation::PairOutcome& pair, const Names& names) {
  for (const auto song : pair.top)
    if (song == evaluation::kNoSong)
      csv.number(std::string_view());
    else
      csv.text(names.dataset.songIds.at(song));
  addReal(csv, pair.topPopularity);
  addReal(csv, pair.topPercentile);
}

void addPairs(CsvText& csv, const std::string& kinds, const std::vector<evaluation::PairOutcome>& pairs,
              const Names& names) {
  for (const auto& pair : pairs) {
    csv.text(kinds).text(names.listeners.at(pair.listener));
    csv.text(names.dataset.songIds.at(pair.p)).text(names.dataset.songIds.at(pair.q));
    for (const float number :
         {pair.scoreP, pair.scoreQ, pair.rankP, pair.rankQ, pair.scoreRandom, pair.strangerP, pair.strangerQ})
      addReal(csv, number);
    csv.text(pair.order < 0 ? "p" : pair.order > 0 ? "q" : "same");
    csv.number(std::to_string(pair.fallback)).number(std::to_string(pair.contextPositives));
    csv.number(std::to_string(pair.contextInputs));
    addTop(csv, pair, names);
    csv.endRow();
  }
}

std::string outcomesCsv(const evaluation::Outcomes& outcomes, const Names& names, bool raw) {
  CsvText csv(raw);
  for (const char* heading :
       {"kinds", "listener", "p", "q", "score_p", "score_q", "rank_p", "rank_q", "score_random", "stranger_p",
        "stranger_q", "first", "fallback", "context_positives", "context_inputs"})
    csv.text(heading);
  for (std::size_t i = 1; i <= evaluation::kTopSongs; ++i)
    csv.text(fmt::format("top_{}", i));
  csv.text("top_popularity").text("top_percentile");
  csv.endRow();
  addPairs(csv, outcomes.kinds.name(), outcomes.pairs, names);
  const evaluation::PairKinds plays{listening::Feedback::Listen, listening::Feedback::Skip};
  addPairs(csv, plays.name(), outcomes.playPairs, names);
  return csv.all();
}

void writeAll(store::Workspace& workspace, const std::vector<store::Run>& runs,
              const ExportRequest& request) {
  const fs::path folder = request.folder;
  const store::RunStore store(workspace);
  Json configurations = Json::object(), datasets = Json::array();
  for (const auto& run : runs)
    configurations[run.id] = runDocument(run)["config"];
  for (const auto& entry : workspace.datasets())
    datasets.push_back(datasetDocument(entry));
  writeText(folder / "runs.csv", runsCsv(runs, request.raw));
  writeText(folder / "validations.csv", validationsCsv(store, runs, request.raw));
  writeDocument(folder / "configurations.json", configurations);
  writeDocument(folder / "datasets.json", datasets);

  fs::create_directory(folder / "outcomes");
  std::map<std::string, std::vector<std::string>> runsOfDataset; // one dataset in memory at a time
  for (const auto& run : runs)
    if (run.state == store::RunState::Finished)
      runsOfDataset[run.fingerprint].push_back(run.id);
  for (const auto& [fingerprint, ids] : runsOfDataset) {
    const auto names = namesOf(workspace, fingerprint, request.listenerIds);
    for (const auto& id : ids)
      if (const auto outcomes = store.outcomes(id))
        writeText(folder / "outcomes" / (id + ".csv"), outcomesCsv(*outcomes, names, request.raw));
  }
}

} // namespace

std::int64_t exportFiles(store::Workspace& workspace, const ExportRequest& request) {
  const fs::path folder = request.folder;
  std::error_code fault;
  if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder)))
    throw core::Error(fmt::format(
        "{} exists and is not empty; export into a new folder, so that nothing is mixed.", request.folder));
  const bool made = fs::create_directories(folder, fault);
  if (fault)
    throw core::Error(fmt::format("The folder {} cannot be made: {}; choose another place.", request.folder,
                                  fault.message()));
  const auto runs = store::RunStore(workspace).runs();
  try {
    writeAll(workspace, runs, request);
  } catch (...) {
    std::error_code ignored; // the first fault is the one to tell
    for (const auto& entry : fs::directory_iterator(folder, ignored))
      fs::remove_all(entry.path(), ignored);
    if (made)
      fs::remove(folder, ignored);
    throw;
  }
  return static_cast<std::int64_t>(runs.size());
}

} // namespace skipscope::cli
