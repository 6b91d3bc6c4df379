#pragma once

#include "core/observer.h"
#include "core/store/workspace.h"

#include <chrono>
#include <stop_token>
#include <string>

namespace skipscope::learning {

struct WorkerOptions {
  bool untilEmpty = false;                     ///< end when nothing is queued; else wait for more
  std::chrono::seconds checkpointInterval{20}; ///< a checkpoint at most this often (and at every stop)
  core::Observer observer; ///< hears of runs begun and ended, and how far the present one is
};

/// Takes runs from the workspace's queue, trains them one at a time and writes everything back. Returns when
/// asked to stop (the run under way is saved and `interrupted`) or, with untilEmpty, when the queue is empty.
/// A run that throws becomes `failed` with its sentence; the worker goes on. Returns the number of runs
/// ended.
int work(store::Workspace& workspace, const WorkerOptions& options, std::stop_token stop);

} // namespace skipscope::learning
