#include "core/store/reaping.h"

#include "core/error.h"
#include "core/store/file_lock.h"
#include "core/store/transaction.h"
#include "core/store/uuid.h"

#include <fmt/format.h>

namespace skipscope::store {

std::filesystem::path workerLockPath(const std::filesystem::path& folder, const std::string& worker) {
  if (!isSafeName(worker))
    throw core::Error(fmt::format(
        "\"{}\" is not the id of a worker: the workspace is damaged, `check` tells more.", worker));
  return folder / "workers" / (worker + ".lock");
}

Workers findWorkers(Database& database, const std::filesystem::path& folder) {
  Workers workers;
  Statement rows(database, "SELECT id FROM workers ORDER BY id");
  while (rows.next()) {
    std::string id = rows.text(0);
    const bool lives = isHeld(workerLockPath(folder, id));
    (lives ? workers.living : workers.dead).push_back(std::move(id));
  }
  return workers;
}

int retireWorkers(Database& database, const std::vector<std::string>& workers) {
  WriteTransaction transaction(database);
  int interrupted = 0;
  for (const std::string& worker : workers) {
    // A run whose cancelling was asked for and not come to is cancelled: nothing shall take it up by itself.
    interrupted +=
        database.run("UPDATE runs SET state = CASE cancel_requested WHEN 0 THEN 'interrupted' ELSE "
                     "'cancelled' END, worker = NULL, cancel_requested = 0, ended_ms = ?, stamp = ? "
                     "WHERE worker = ? AND state = 'running'",
                     {nowMs(), transaction.stamp(), worker});
    database.run("DELETE FROM workers WHERE id = ?", {worker});
  }
  transaction.commit();
  return interrupted;
}

} // namespace skipscope::store
