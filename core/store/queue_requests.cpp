#include "core/error.h"
#include "core/store/database.h"
#include "core/store/queue.h"
#include "core/store/reaping.h"
#include "core/store/run_rows.h"
#include "core/store/transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <system_error>

namespace skipscope::store {

namespace {

struct Request {
  std::string verb;              ///< "cancelled": what cannot be done to a run in another state
  std::vector<RunState> allowed; ///< states it can be done in
};

std::string namesOf(const std::vector<RunState>& states) {
  std::string names;
  for (const RunState state : states)
    names += fmt::format("{}{}", names.empty() ? "" : " or ", runStateName(state));
  return names;
}

/// Resolves ids, checks every state, then lets `apply` change one run after the other: all or none.
std::vector<std::string> changeAll(Database& database, const std::vector<std::string>& ids,
                                   const Request& request,
                                   const std::function<void(const RunKey& run, std::int64_t stamp)>& apply) {
  WriteTransaction transaction(database);
  const std::vector<RunKey> runs = findRuns(database, ids);
  for (const RunKey& run : runs) {
    if (run.deleted)
      throw core::Error(fmt::format("Run {} is in the bin: restore it first.", run.id));
    if (std::find(request.allowed.begin(), request.allowed.end(), run.state) == request.allowed.end())
      throw core::Error(fmt::format("Run {} is {} and cannot be {}: only a run that is {} can.", run.id,
                                    runStateName(run.state), request.verb, namesOf(request.allowed)));
  }
  std::vector<std::string> changed;
  for (const RunKey& run : runs) {
    apply(run, transaction.stamp());
    changed.push_back(run.id);
  }
  transaction.commit();
  return changed;
}

} // namespace

std::vector<std::string> Queue::cancel(const std::vector<std::string>& ids) {
  reap();
  Database& database = m_workspace.database();
  const Request request = {"cancelled", {RunState::Queued, RunState::Running}};
  return changeAll(database, ids, request, [&](const RunKey& run, std::int64_t stamp) {
    if (run.state == RunState::Queued)
      database.run("UPDATE runs SET state = 'cancelled', ended_ms = ?, stamp = ? WHERE number = ?",
                   {nowMs(), stamp, run.number});
    else
      database.run("UPDATE runs SET cancel_requested = 1, stamp = ? WHERE number = ?", {stamp, run.number});
  });
}

std::vector<std::string> Queue::resume(const std::vector<std::string>& ids) {
  reap();
  Database& database = m_workspace.database();
  const Request request = {"resumed", {RunState::Interrupted, RunState::Cancelled}};
  return changeAll(database, ids, request, [&](const RunKey& run, std::int64_t stamp) {
    database.run("UPDATE runs SET state = 'queued', message = '', ended_ms = 0, stamp = ? WHERE number = ?",
                 {stamp, run.number});
  });
}

std::vector<std::string> Queue::resumeAllInterrupted() {
  reap();
  Database& database = m_workspace.database();
  std::vector<std::string> resumed;
  WriteTransaction transaction(database);
  Statement rows(database,
                 "UPDATE runs SET state = 'queued', message = '', ended_ms = 0, stamp = ? "
                 "WHERE state = 'interrupted' AND deleted = 0 RETURNING id, number",
                 {transaction.stamp()});
  while (rows.next())
    resumed.push_back(rows.text(0));
  transaction.commit();
  return resumed;
}

std::vector<std::string> Queue::retry(const std::vector<std::string>& ids) {
  Database& database = m_workspace.database();
  const Request request = {"retried", {RunState::Failed}};
  return changeAll(database, ids, request, [&](const RunKey& run, std::int64_t stamp) {
    refuseTwin(database, run);
    database.run(
        "UPDATE runs SET state = 'queued', message = '', step = 0, max_steps = 0, epochs = 0, targets = 0, "
        "train_seconds = 0, training_loss = NULL, checkpoint = '', checkpoint_step = 0, checkpoint_epochs = "
        "0, "
        "checkpoint_targets = 0, checkpoint_seconds = 0, best_step = 0, best = '{}', path = '', program = "
        "'', "
        "mixed = 0, started_ms = 0, ended_ms = 0, stamp = ? WHERE number = ?",
        {stamp, run.number});
    database.run("DELETE FROM validations WHERE run = ?", {run.number});
  });
}

void Queue::runNext(const std::vector<std::string>& ids) {
  Database& database = m_workspace.database();
  std::optional<std::int64_t> next; // one for all, above those queued when the change begins
  changeAll(database, ids, {"run next", {RunState::Queued}}, [&](const RunKey& run, std::int64_t stamp) {
    if (!next)
      next = database.number("SELECT coalesce(max(priority), 0) + 1 FROM runs WHERE state = 'queued'");
    database.run("UPDATE runs SET priority = ?, stamp = ? WHERE number = ?", {*next, stamp, run.number});
  });
}

void Queue::setPaused(bool paused) {
  Database& database = m_workspace.database();
  WriteTransaction transaction(database);
  database.run("UPDATE workspace SET paused = ?", {std::int64_t{paused}});
  transaction.commit();
}

int Queue::reap() {
  if (m_workspace.readOnly())
    return 0;
  Database& database = m_workspace.database();
  const std::vector<std::string> dead = findWorkers(database, m_workspace.folder()).dead;
  if (dead.empty())
    return 0;
  const int interrupted = retireWorkers(database, dead);
  std::error_code ignored; // a lock file that stays is harmless, and goes with `clean`
  for (const std::string& worker : dead)
    std::filesystem::remove(workerLockPath(m_workspace.folder(), worker), ignored);
  return interrupted;
}

int Queue::liveWorkers() const {
  return static_cast<int>(findWorkers(m_workspace.database(), m_workspace.folder()).living.size());
}

} // namespace skipscope::store
