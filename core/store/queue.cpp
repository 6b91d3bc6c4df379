#include "core/store/queue.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/store/left_overs.h"
#include "core/store/run_rows.h"
#include "core/store/transaction.h"

#include <algorithm>
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <map>

namespace skipscope::store {

namespace {

/// A worker's write: sets columns of the claimed run and whatever `also` adds, in one transaction. False,
/// with nothing written, once the claim is no longer the worker's. `assignments` counts its values from ?4.
bool change(Database& database, const Claim& claim, const std::string& assignments, const Values& values,
            const std::function<void(std::int64_t stamp)>& also = {}) {
  WriteTransaction transaction(database);
  Values all = {claim.run.number, std::int64_t{claim.attempt}, transaction.stamp()};
  all.insert(all.end(), values.begin(), values.end());
  if (database.run(
          fmt::format(
              "UPDATE runs SET stamp = ?3{}{} WHERE number = ?1 AND attempt = ?2 AND state = 'running'",
              assignments.empty() ? "" : ", ", assignments),
          all) == 0)
    return false;
  if (also)
    also(transaction.stamp());
  transaction.commit();
  return true;
}

// What progress sets, and the end of an attempt; the values that follow are counted from here.
const char* const kProgress =
    "step = ?4, max_steps = ?5, epochs = ?6, targets = ?7, train_seconds = ?8, training_loss = ?9";
const char* const kEnd = "worker = NULL, cancel_requested = 0";

Values valuesOf(const Progress& progress) {
  return {progress.step,    progress.maxSteps,     progress.epochs,
          progress.targets, progress.trainSeconds, progress.trainingLoss};
}

Values with(Values values, const Values& more) {
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

/// Validations that a checkpoint does not know of would be there twice: the run goes on from the checkpoint.
std::map<std::string, Best> dropValidationsAfter(Database& database, std::int64_t run, std::int64_t step) {
  database.run("DELETE FROM validations WHERE run = ? AND step > ?", {run, step});
  std::map<std::string, Best> best;
  Statement rows(database, "SELECT step, metrics FROM validations WHERE run = ? ORDER BY step", {run});
  while (rows.next())
    improve(best, rows.integer(0), metricsFromJson(rows.view(1)));
  return best;
}

void requireCheckpointName(const std::string& file) {
  if (!isCheckpointName(file))
    throw core::Error(fmt::format(
        "\"{}\" is no name for a checkpoint: it must be a file name that ends in .safetensors.", file));
}

} // namespace

std::optional<Claim> Queue::claim(const WorkerLock& worker) {
  Database& database = m_workspace.database();
  if (paused() || queued() == 0) // most often so, and then nothing needs to be written
    return std::nullopt;
  Claim claim;
  WriteTransaction transaction(database);
  std::int64_t number = 0;
  {
    Statement next(database, "SELECT number, checkpoint, checkpoint_step FROM runs "
                             "WHERE state = 'queued' AND deleted = 0 AND (SELECT paused FROM workspace) = 0 "
                             "ORDER BY priority DESC, number LIMIT 1");
    if (!next.next())
      return std::nullopt;
    number = next.integer(0);
    claim.checkpoint = next.text(1);
    const std::int64_t step = claim.checkpoint.empty() ? -1 : next.integer(2);
    const std::string best = bestToJson(dropValidationsAfter(database, number, step));
    database.run("UPDATE runs SET best = ? WHERE number = ?", {best, number});
  }
  database.run("UPDATE runs SET state = 'running', worker = ?, attempt = attempt + 1, cancel_requested = 0, "
               "message = '', "
               "step = checkpoint_step, epochs = checkpoint_epochs, targets = checkpoint_targets, "
               "train_seconds = checkpoint_seconds, training_loss = NULL, best_step = 0, "
               "started_ms = CASE started_ms WHEN 0 THEN ? ELSE started_ms END, ended_ms = 0, stamp = ? "
               "WHERE number = ? AND state = 'queued'",
               {worker.id(), nowMs(), transaction.stamp(), number});
  claim.run = readRuns(database, "runs.number = ?", {number}).at(0);
  claim.attempt = claim.run.attempt;
  transaction.commit();
  return claim;
}

bool Queue::cancelRequested(const Claim& claim) const {
  Statement row(m_workspace.database(),
                "SELECT cancel_requested FROM runs WHERE number = ? AND attempt = ? AND state = 'running'",
                {claim.run.number, std::int64_t{claim.attempt}});
  return !row.next() || row.integer(0) != 0;
}

bool Queue::progress(const Claim& claim, const Progress& progress) {
  return change(m_workspace.database(), claim, kProgress, valuesOf(progress));
}

bool Queue::addValidation(const Claim& claim, const Validation& validation) {
  Database& database = m_workspace.database();
  return change(database, claim, "", {}, [&](std::int64_t stamp) {
    database.run("INSERT OR REPLACE INTO validations (run, step, epochs, targets, train_seconds, wall_ms, "
                 "metrics, stamp) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                 {claim.run.number, validation.step, validation.epochs, validation.targets,
                  validation.trainSeconds, validation.wallMs == 0 ? nowMs() : validation.wallMs,
                  metricsToJson(validation.metrics), stamp});
    std::map<std::string, Best> best;
    {
      Statement row(database, "SELECT best FROM runs WHERE number = ?", {claim.run.number});
      row.next();
      best = bestFromJson(row.view(0));
    }
    improve(best, validation.step, validation.metrics);
    database.run("UPDATE runs SET best = ? WHERE number = ?", {bestToJson(best), claim.run.number});
  });
}

bool Queue::nameCheckpoint(const Claim& claim, const std::string& file, const Progress& progress) {
  requireCheckpointName(file);
  return change(m_workspace.database(), claim,
                fmt::format("{}, checkpoint = ?10, checkpoint_step = ?4, checkpoint_epochs = ?6, "
                            "checkpoint_targets = ?7, checkpoint_seconds = ?8",
                            kProgress),
                with(valuesOf(progress), {file}));
}

bool Queue::finish(const Claim& claim, const Progress& progress, std::int64_t bestStep,
                   const evaluation::Metrics& test, const evaluation::Outcomes& outcomes,
                   const std::string& message, const std::string& weights) {
  if (!weights.empty())
    requireCheckpointName(weights);
  Database& database = m_workspace.database();
  const std::string packed = evaluation::pack(outcomes);
  return change(database, claim,
                fmt::format("{}, {}, state = 'finished', best_step = ?10, message = ?11, ended_ms = ?12, "
                            "checkpoint = CASE ?13 WHEN '' THEN checkpoint ELSE ?13 END, pair_kinds = ?14",
                            kProgress, kEnd),
                with(valuesOf(progress), {bestStep, message, nowMs(), weights, outcomes.kinds.name()}),
                [&](std::int64_t) {
                  Statement metric(database,
                                   "INSERT OR REPLACE INTO test_metrics (run, name, value) VALUES (?, ?, ?)");
                  for (const auto& [name, value] : test)
                    if (std::isfinite(value))
                      metric.run({claim.run.number, name, value});
                  database.run("INSERT OR REPLACE INTO outcomes (run, data) VALUES (?, ?)",
                               {claim.run.number, Blob(packed)});
                });
}

bool Queue::fail(const Claim& claim, const std::string& message) {
  return change(m_workspace.database(), claim,
                fmt::format("{}, state = 'failed', message = ?4, ended_ms = ?5", kEnd), {message, nowMs()});
}

bool Queue::cancelled(const Claim& claim, const Progress& progress) {
  return change(m_workspace.database(), claim,
                fmt::format("{}, {}, state = 'cancelled', ended_ms = ?10", kProgress, kEnd),
                with(valuesOf(progress), {nowMs()}));
}

bool Queue::interrupted(const Claim& claim, const Progress& progress, const std::string& message) {
  return change(m_workspace.database(), claim,
                fmt::format("{}, {}, state = 'interrupted', ended_ms = ?10, message = ?11", kProgress, kEnd),
                with(valuesOf(progress), {nowMs(), message}));
}

bool Queue::recordPath(const Claim& claim, const std::string& path, const std::string& program) {
  return change(m_workspace.database(), claim,
                "path = ?4, program = ?5, mixed = CASE WHEN checkpoint = '' THEN 0 "
                "WHEN path <> '' AND (path <> ?4 OR program <> ?5) THEN 1 ELSE mixed END",
                {path, program});
}

bool Queue::paused() const {
  return m_workspace.database().number("SELECT paused FROM workspace") != 0;
}

int Queue::queued() const {
  return static_cast<int>(
      m_workspace.database().number("SELECT count(*) FROM runs WHERE state = 'queued' AND deleted = 0"));
}

int Queue::busyWorkers() const {
  const auto runs = static_cast<int>(m_workspace.database().number(
      "SELECT count(*) FROM runs WHERE state IN ('queued', 'running') AND deleted = 0"));
  return std::min(liveWorkers(), runs);
}

} // namespace skipscope::store
