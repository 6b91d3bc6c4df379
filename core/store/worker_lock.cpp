#include "core/store/worker_lock.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/store/reaping.h"
#include "core/store/transaction.h"
#include "core/store/uuid.h"

#include <system_error>

namespace skipscope::store {

WorkerLock::WorkerLock(Workspace& workspace) : m_workspace(workspace), m_id(makeUuid()) {
  const std::filesystem::path file = workerLockPath(workspace.folder(), m_id);
  m_lock = FileLock::makeExclusive(file);
  try {
    WriteTransaction transaction(workspace.database());
    workspace.database().run("INSERT INTO workers (id, started_ms) VALUES (?, ?)", {m_id, nowMs()});
    transaction.commit();
  } catch (...) {
    std::error_code ignored; // the fault of the database is the one to tell
    std::filesystem::remove(file, ignored);
    throw;
  }
}

WorkerLock::~WorkerLock() {
  try {
    retireWorkers(m_workspace.database(), {m_id});
    std::filesystem::remove(workerLockPath(m_workspace.folder(), m_id));
  } catch (const std::exception&) {
    return; // the lock goes with this object, and the next reap() does the rest
  }
}

} // namespace skipscope::store
