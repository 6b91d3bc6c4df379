#pragma once

#include "core/store/file_lock.h"
#include "core/store/workspace.h"

#include <string>

namespace skipscope::store {

/// Liveness of a worker: an flock held for life, taken before the worker's row is written. Whoever gets the
/// lock of another worker knows it is dead. No clocks, no process ids.
class WorkerLock {
public:
  /// Makes workers/<uuid>.lock, locks it, writes the row.
  explicit WorkerLock(Workspace& workspace);
  WorkerLock(const WorkerLock&) = delete;
  WorkerLock& operator=(const WorkerLock&) = delete;
  ~WorkerLock(); ///< a run still held becomes interrupted; row and file go

  const std::string& id() const { return m_id; }

private:
  Workspace& m_workspace;
  std::string m_id;
  FileLock m_lock;
};

} // namespace skipscope::store
