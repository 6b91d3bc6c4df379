#include "core/store/run_rows.h"

#include "core/error.h"
#include "core/evaluation/metrics.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <unordered_map>
#include <utility>

namespace skipscope::store {

namespace {

using nlohmann::json;

// Runs of one configuration differ by seed only: each configuration is read once.
using Configurations = std::unordered_map<std::string, experiment::Configuration>;

const char* const kColumns =
    "runs.number, runs.id, runs.state, datasets.name, datasets.fingerprint, runs.configuration, "
    "runs.configuration_hash, runs.seed, runs.identity, runs.attempt, runs.priority, runs.cancel_requested, "
    "runs.message, runs.step, runs.max_steps, runs.epochs, runs.targets, runs.train_seconds, "
    "runs.training_loss, "
    "runs.best_step, runs.best, runs.checkpoint, runs.path, runs.program, runs.mixed, runs.note, "
    "runs.created_ms, "
    "runs.started_ms, runs.ended_ms, runs.deleted, runs.stamp, runs.pair_kinds";

Run runFrom(const Statement& row, Configurations& configurations) {
  int column = 0;
  const auto integer = [&] { return row.integer(column++); };
  const auto flag = [&] { return row.integer(column++) != 0; };
  const auto real = [&] { return row.real(column++); };
  const auto text = [&] { return row.text(column++); };

  Run run;
  run.number = integer();
  run.id = text();
  run.state = parseRunState(text()).value_or(RunState::Failed); // a CHECK of the table knows the same names
  run.dataset = text();
  run.fingerprint = text();
  const auto [configuration, isNew] = configurations.try_emplace(text());
  if (isNew)
    configuration->second = experiment::fromJson(configuration->first);
  run.configuration = configuration->second;
  run.configurationHash = text();
  run.seed = static_cast<std::uint64_t>(integer());
  run.identity = text();
  run.attempt = static_cast<int>(integer());
  run.priority = static_cast<int>(integer());
  run.cancelRequested = flag();
  run.message = text();
  run.progress.step = integer();
  run.progress.maxSteps = integer();
  run.progress.epochs = real();
  run.progress.targets = integer();
  run.progress.trainSeconds = real();
  run.progress.trainingLoss = real();
  run.bestStep = integer();
  run.validation = bestFromJson(text());
  run.checkpoint = text();
  run.path = text();
  run.program = text();
  run.mixed = flag();
  run.note = text();
  run.createdMs = integer();
  run.startedMs = integer();
  run.endedMs = integer();
  run.deleted = flag();
  run.stamp = integer();
  run.pairKinds = text();
  return run;
}

/// Calls `add(run, row)` for every row of a query whose first column is a run's number, in creation order.
template <class Add> void join(std::vector<Run>& runs, Statement rows, Add add) {
  auto run = runs.begin();
  while (rows.next()) {
    while (run != runs.end() && run->number < rows.integer(0))
      ++run;
    if (run == runs.end())
      return;
    if (run->number == rows.integer(0))
      add(*run, rows);
  }
}

} // namespace

std::vector<Run> readRuns(Database& database, const std::string& condition, const Values& values) {
  std::vector<Run> runs;
  try {
    Configurations configurations;
    Statement rows(database,
                   fmt::format("SELECT {} FROM runs JOIN datasets ON datasets.id = runs.dataset WHERE {} "
                               "ORDER BY runs.number",
                               kColumns, condition),
                   values);
    while (rows.next())
      runs.push_back(runFrom(rows, configurations));
  } catch (const json::exception&) {
    throw core::Error(fmt::format("{} is damaged (a run cannot be read): restore it from a copy.",
                                  database.file().string()));
  }
  const auto joined = [&](const char* columns, const char* table, const char* order) {
    return fmt::format("SELECT {} FROM runs {} WHERE {} ORDER BY runs.number, {}", columns, table, condition,
                       order);
  };
  join(runs,
       Statement(database,
                 joined("runs.number, experiments.name",
                        "JOIN experiment_runs ON experiment_runs.run = runs.number "
                        "JOIN experiments ON experiments.id = experiment_runs.experiment",
                        "experiment_runs.id"),
                 values),
       [](Run& run, const Statement& row) { run.experiments.push_back(row.text(1)); });
  join(runs,
       Statement(database, joined("runs.number, tags.tag", "JOIN tags ON tags.run = runs.number", "tags.tag"),
                 values),
       [](Run& run, const Statement& row) { run.tags.push_back(row.text(1)); });
  join(runs,
       Statement(database,
                 joined("runs.number, test_metrics.name, test_metrics.value",
                        "JOIN test_metrics ON test_metrics.run = runs.number", "test_metrics.name"),
                 values),
       [](Run& run, const Statement& row) {
         run.test.emplace_hint(run.test.end(), row.text(1), row.real(2));
       });
  return runs;
}

RunKey findRun(Database& database, std::string_view prefix) {
  const bool wellFormed =
      !prefix.empty() && prefix.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
  if (wellFormed) {
    // 'g' comes after every letter an id may hold.
    Statement rows(database, "SELECT number, id, state, deleted FROM runs WHERE id >= ? AND id < ? LIMIT 2",
                   {prefix, std::string(prefix) + "g"});
    if (rows.next()) {
      RunKey key{rows.integer(0), rows.text(1), *parseRunState(rows.text(2)), rows.integer(3) != 0};
      if (!rows.next())
        return key;
      throw core::UsageError(
          fmt::format("More than one run has an id that begins with \"{}\": give more of it.", prefix));
    }
  }
  throw core::UsageError(fmt::format("There is no run \"{}\" in {}: `runs` lists them.", prefix,
                                     database.file().parent_path().string()));
}

std::vector<RunKey> findRuns(Database& database, const std::vector<std::string>& prefixes) {
  std::vector<RunKey> keys;
  for (const std::string& prefix : prefixes) {
    RunKey key = findRun(database, prefix);
    if (std::none_of(keys.begin(), keys.end(),
                     [&](const RunKey& known) { return known.number == key.number; }))
      keys.push_back(std::move(key));
  }
  return keys;
}

void refuseTwin(Database& database, const RunKey& key) {
  Statement twin(database,
                 "SELECT id FROM runs WHERE identity = (SELECT identity FROM runs WHERE number = ?) "
                 "AND number <> ? AND deleted = 0 AND state <> 'failed' LIMIT 1",
                 {key.number, key.number});
  if (twin.next())
    throw core::Error(fmt::format("Run {} stays as it is: run {}, launched since, has the same settings and "
                                  "seed. Delete that one first.",
                                  key.id, twin.text(0)));
}

std::string metricsToJson(const std::map<std::string, double>& metrics) {
  json object = json::object();
  for (const auto& [name, value] : metrics)
    if (std::isfinite(value))
      object[name] = value;
  return object.dump();
}

std::map<std::string, double> metricsFromJson(std::string_view text) {
  return json::parse(text).get<std::map<std::string, double>>();
}

std::string bestToJson(const std::map<std::string, Best>& best) {
  json object = json::object();
  for (const auto& [name, value] : best)
    object[name] = json::array({value.value, value.step});
  return object.dump();
}

std::map<std::string, Best> bestFromJson(std::string_view text) {
  std::map<std::string, Best> best;
  if (text == "{}")
    return best;
  const json object = json::parse(text); // named: items() of a temporary would outlive it
  for (const auto& [name, value] : object.items())
    best[name] = {value.at(0).get<double>(), value.at(1).get<std::int64_t>()};
  return best;
}

void improve(std::map<std::string, Best>& best, std::int64_t step,
             const std::map<std::string, double>& metrics) {
  for (const auto& [name, value] : metrics) {
    if (!std::isfinite(value))
      continue;
    const auto& texts = evaluation::metricTexts();
    const auto text =
        std::find_if(texts.begin(), texts.end(), [&](const auto& known) { return known.name == name; });
    const bool higherIsBetter = text == texts.end() || text->higherIsBetter;
    const auto [known, isNew] = best.try_emplace(name, Best{value, step});
    if (!isNew && (higherIsBetter ? value > known->second.value : value < known->second.value))
      known->second = {value, step};
  }
}

} // namespace skipscope::store
