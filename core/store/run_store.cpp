#include "core/store/run_store.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/store/dataset_rows.h"
#include "core/store/launch_rules.h"
#include "core/store/run_rows.h"
#include "core/store/transaction.h"
#include "core/store/uuid.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>
#include <utility>

namespace skipscope::store {

namespace {

/// What a request comes to: every combination once, in the order given.
struct Wanted {
  experiment::Configuration configuration;
  std::uint64_t seed = 0;
  std::string identity;
};

std::vector<Wanted> combine(const LaunchRequest& request, const std::string& fingerprint) {
  if (request.experiment.empty())
    throw core::UsageError("An experiment needs a name: give one with --experiment.");
  if (request.configurations.empty() || request.seeds.empty())
    throw core::UsageError("There is nothing to launch: give at least one configuration and one seed.");
  std::vector<Wanted> wanted;
  std::set<std::string> known;
  for (const experiment::Configuration& given : request.configurations) {
    if (const auto problems = experiment::validate(given); !problems.empty())
      throw core::UsageError(fmt::format("{}: {}", problems.front().key, problems.front().sentence));
    const experiment::Configuration configuration = experiment::canonical(given);
    for (const std::uint64_t seed : request.seeds) {
      std::string identity = experiment::runIdentity(fingerprint, configuration, seed);
      if (known.insert(identity).second)
        wanted.push_back({configuration, seed, std::move(identity)});
    }
  }
  return wanted;
}

const char* const kIdentical = "SELECT number, id, state IN ('cancelled', 'interrupted') FROM runs WHERE "
                               "identity = ? AND state <> 'failed' AND "
                               "deleted = 0 ORDER BY number LIMIT 1";

std::int64_t experimentRow(Database& database, const std::string& name, std::int64_t dataset,
                           std::int64_t stamp) {
  {
    Statement known(database,
                    "SELECT experiments.id, datasets.id, datasets.name FROM experiments "
                    "JOIN datasets ON datasets.id = experiments.dataset WHERE experiments.name = ?",
                    {name});
    if (known.next()) {
      if (known.integer(1) != dataset)
        throw core::UsageError(
            fmt::format("Experiment \"{}\" is on dataset \"{}\", and numbers of two datasets "
                        "cannot be compared: give this one another name.",
                        name, known.text(2)));
      const std::int64_t id = known.integer(0);
      database.run("UPDATE experiments SET stamp = ? WHERE id = ?", {stamp, id});
      return id;
    }
  }
  database.run("INSERT INTO experiments (name, dataset, created_ms, stamp) VALUES (?, ?, ?, ?)",
               {name, dataset, nowMs(), stamp});
  return database.lastRow();
}

std::vector<Experiment> readExperiments(Database& database, std::int64_t newerThan) {
  std::vector<Experiment> experiments;
  Statement rows(database,
                 "SELECT experiments.name, datasets.name, experiments.created_ms, experiments.stamp, "
                 "(SELECT count(*) FROM experiment_runs JOIN runs ON runs.number = experiment_runs.run "
                 "WHERE experiment_runs.experiment = experiments.id AND runs.deleted = 0) "
                 "FROM experiments JOIN datasets ON datasets.id = experiments.dataset "
                 "WHERE experiments.stamp > ? ORDER BY experiments.id",
                 {newerThan});
  while (rows.next())
    experiments.push_back({rows.text(0), rows.text(1), rows.integer(2), rows.integer(4), rows.integer(3)});
  return experiments;
}

std::size_t setDeleted(Database& database, const std::vector<std::string>& ids, bool deleted) {
  WriteTransaction transaction(database);
  const std::vector<RunKey> keys = findRuns(database, ids);
  for (const RunKey& key : keys)
    if (deleted && key.state == RunState::Running)
      throw core::Error(fmt::format("Run {} is running and cannot be deleted: cancel it first.", key.id));
  Statement run(database, "UPDATE runs SET deleted = ?, stamp = ? WHERE number = ? AND deleted <> ?");
  Statement experiments(database, "UPDATE experiments SET stamp = ? WHERE id IN "
                                  "(SELECT experiment FROM experiment_runs WHERE run = ?)");
  std::size_t moved = 0;
  for (const RunKey& key : keys) {
    if (!deleted && key.deleted && key.state != RunState::Failed)
      refuseTwin(database, key);
    if (run.run({std::int64_t{deleted}, transaction.stamp(), key.number, std::int64_t{deleted}}) != 0) {
      experiments.run({transaction.stamp(), key.number});
      ++moved;
    }
  }
  if (moved > 0)
    transaction.commit();
  return moved;
}

} // namespace

std::int64_t RunStore::countExisting(const LaunchRequest& request) const {
  Database& database = m_workspace.database();
  std::int64_t count = 0;
  Statement identical(database, kIdentical);
  for (const Wanted& wanted : combine(request, findDataset(database, request.dataset).summary.fingerprint)) {
    identical.restart({wanted.identity});
    count += identical.next() ? 1 : 0;
  }
  return count;
}

Launched RunStore::launch(const LaunchRequest& asked) {
  Database& database = m_workspace.database();
  const DatasetEntry dataset = findDataset(database, asked.dataset);
  Launched launched;
  LaunchRequest request = asked;
  if (request.fittingOnly) {
    Fitting kept = fitting(dataset.summary, asked.configurations);
    request.configurations = std::move(kept.configurations);
    launched.note = std::move(kept.note);
  }
  const std::vector<Wanted> all = combine(request, dataset.summary.fingerprint);
  for (const Wanted& wanted : all)
    requireLearnable(dataset.summary, wanted.configuration);

  WriteTransaction transaction(database);
  const std::int64_t stamp = transaction.stamp();
  const std::int64_t experiment = experimentRow(database, request.experiment, dataset.id, stamp);
  Statement identical(database, kIdentical);
  Statement insert(database,
                   "INSERT INTO runs (id, state, dataset, configuration, configuration_hash, seed, identity, "
                   "priority, created_ms, stamp) VALUES (?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?)");
  Statement join(database, "INSERT OR IGNORE INTO experiment_runs (run, experiment) VALUES (?, ?)");
  Statement touch(database, "UPDATE runs SET stamp = ? WHERE number = ?");
  for (const Wanted& wanted : all) {
    identical.restart({wanted.identity});
    if (identical.next()) {
      const std::int64_t number = identical.integer(0);
      launched.reused.push_back(identical.text(1));
      launched.stopped += identical.integer(2);
      if (join.run({number, experiment}) != 0)
        touch.run({stamp, number});
      continue;
    }
    const std::string& id = launched.added.emplace_back(makeUuid());
    insert.run({id, dataset.id, experiment::toJson(wanted.configuration),
                experiment::configurationHash(wanted.configuration), static_cast<std::int64_t>(wanted.seed),
                wanted.identity, std::int64_t{request.priority}, nowMs(), stamp});
    join.run({database.lastRow(), experiment});
  }
  transaction.commit();
  return launched;
}

std::vector<Run> RunStore::runs() const {
  const ReadTransaction moment(m_workspace.database());
  return readRuns(m_workspace.database(), "runs.deleted = 0");
}

std::vector<Run> RunStore::runsOf(const std::string& experiment) const {
  Database& database = m_workspace.database();
  const ReadTransaction moment(database);
  Statement row(database, "SELECT id FROM experiments WHERE name = ?", {experiment});
  if (!row.next()) {
    std::string names;
    for (const Experiment& known : readExperiments(database, -1))
      names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", known.name);
    throw core::UsageError(fmt::format("There is no experiment \"{}\": the workspace has {}.", experiment,
                                       names.empty() ? "none yet" : names));
  }
  return readRuns(
      database, "runs.deleted = 0 AND runs.number IN (SELECT run FROM experiment_runs WHERE experiment = ?)",
      {row.integer(0)});
}

Run RunStore::run(std::string_view idPrefix) const {
  Database& database = m_workspace.database();
  const ReadTransaction moment(database);
  return readRuns(database, "runs.number = ?", {findRun(database, idPrefix).number}).at(0);
}

std::vector<Run> RunStore::bin() const {
  const ReadTransaction moment(m_workspace.database());
  return readRuns(m_workspace.database(), "runs.deleted = 1");
}

std::vector<Run> RunStore::finishedSeeds(const Run& run) const {
  const ReadTransaction moment(m_workspace.database());
  return readRuns(m_workspace.database(),
                  "runs.deleted = 0 AND runs.state = 'finished' AND runs.configuration_hash = ? AND "
                  "runs.dataset = (SELECT id FROM datasets WHERE fingerprint = ?)",
                  {run.configurationHash, run.fingerprint});
}

std::vector<Experiment> RunStore::experiments() const {
  return readExperiments(m_workspace.database(), -1);
}

std::vector<Validation> RunStore::validations(const std::string& id) const {
  Database& database = m_workspace.database();
  const ReadTransaction moment(database);
  std::vector<Validation> validations;
  Statement rows(database,
                 "SELECT step, epochs, targets, train_seconds, wall_ms, metrics FROM validations WHERE run = "
                 "? ORDER BY step",
                 {findRun(database, id).number});
  try {
    while (rows.next())
      validations.push_back({rows.integer(0), rows.real(1), rows.integer(2), rows.real(3), rows.integer(4),
                             metricsFromJson(rows.view(5))});
  } catch (const nlohmann::json::exception&) {
    throw core::Error(
        fmt::format("{} is damaged (a validation of run {} cannot be read): restore it from a copy.",
                    database.file().string(), id));
  }
  return validations;
}

std::optional<evaluation::Outcomes> RunStore::outcomes(const std::string& id) const {
  Database& database = m_workspace.database();
  const ReadTransaction moment(database);
  Statement row(database, "SELECT data FROM outcomes WHERE run = ?", {findRun(database, id).number});
  if (!row.next())
    return std::nullopt;
  return evaluation::unpackOutcomes(row.view(0));
}

Changes RunStore::newerThan(std::int64_t stamp) const {
  Database& database = m_workspace.database();
  const ReadTransaction moment(database);
  Changes changes;
  changes.stamp = m_workspace.stamp();
  changes.runs = readRuns(database, "runs.stamp > ?", {stamp});
  Statement removed(database, "SELECT id FROM removed_runs WHERE stamp > ? ORDER BY stamp, id", {stamp});
  while (removed.next())
    changes.removedRuns.push_back(removed.text(0));
  changes.datasets = readDatasets(database, stamp);
  changes.experiments = readExperiments(database, stamp);
  changes.baselines = Annotations(m_workspace).baselines(stamp);
  return changes;
}

std::size_t RunStore::remove(const std::vector<std::string>& ids) {
  return setDeleted(m_workspace.database(), ids, true);
}

std::size_t RunStore::restore(const std::vector<std::string>& ids) {
  return setDeleted(m_workspace.database(), ids, false);
}

} // namespace skipscope::store
