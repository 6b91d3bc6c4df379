#pragma once

#include "core/store/workspace.h"

#include <stop_token>

namespace skipscope::learning {

struct WorkerOptions {
  bool untilEmpty = false; ///< end when nothing is queued; else wait for more
};

/// Takes runs from the workspace's queue, trains them one at a time and writes everything back. Returns when
/// asked to stop (the run under way is saved and `interrupted`) or, with untilEmpty, when the queue is empty.
/// A run that throws becomes `failed` with its sentence; the worker goes on. Returns the number of runs
/// ended.
int work(store::Workspace& workspace, const WorkerOptions& options, std::stop_token stop);

/// Throws core::Error where LibTorch was given another BLAS than OpenBLAS (thirty times slower).
void requireOpenBlas();

} // namespace skipscope::learning
