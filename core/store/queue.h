#pragma once

#include "core/evaluation/metrics.h"
#include "core/store/run.h"
#include "core/store/worker_lock.h"
#include "core/store/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace skipscope::store {

/// A run taken by a worker. Every write names the attempt: zero rows changed means somebody else took over.
struct Claim {
  Run run;
  int attempt = 0;
  std::string checkpoint; ///< file name inside the run's checkpoint folder to go on from, or empty
};

/// The queue: claiming and everything a worker writes, and what people ask of it.
/// Writers return false when the claim is no longer theirs: stop at once, write nothing more.
class Queue {
public:
  explicit Queue(Workspace& workspace) : m_workspace(workspace) {}

  // A worker's side.
  /// Highest priority, then oldest; nothing when the queue is empty or paused. Clears the cancel flag, raises
  /// the attempt, drops validations newer than the checkpoint.
  std::optional<Claim> claim(const WorkerLock& worker);
  /// Cheap: read every 250 ms. True as well once the claim is no longer this worker's.
  bool cancelRequested(const Claim& claim) const;
  bool progress(const Claim& claim, const Progress& progress);
  bool addValidation(const Claim& claim, const Validation& validation);
  /// Names a checkpoint already synced to disk; older ones may go afterwards.
  bool nameCheckpoint(const Claim& claim, const std::string& file, const Progress& progress);
  /// `weights` names the file of the best weights, already synced, in the same transaction: a run is never
  /// found unfinished with a checkpoint that it cannot go on from. Without it the checkpoint named last
  /// stays.
  bool finish(const Claim& claim, const Progress& progress, std::int64_t bestStep,
              const evaluation::Metrics& test, const evaluation::Outcomes& outcomes,
              const std::string& message, const std::string& weights = {});
  bool fail(const Claim& claim, const std::string& message);
  bool cancelled(const Claim& claim, const Progress& progress);
  /// Soft stop; `message` is for a person: why it could not go on.
  bool interrupted(const Claim& claim, const Progress& progress, const std::string& message = {});
  /// Path and version that compute this attempt; marks the run `mixed` when they changed since the
  /// checkpoint.
  bool recordPath(const Claim& claim, const std::string& path, const std::string& program);

  // Everybody's side. Ids may be unique prefixes (core::UsageError otherwise); each returns the runs changed
  // and throws core::Error naming the first run whose state does not allow it (then nothing is changed).
  std::vector<std::string> cancel(const std::vector<std::string>& ids);
  std::vector<std::string> resume(const std::vector<std::string>& ids);
  std::vector<std::string> resumeAllInterrupted();
  std::vector<std::string> retry(const std::vector<std::string>& ids);
  void runNext(const std::vector<std::string>& ids);
  void setPaused(bool paused);
  bool paused() const;
  /// Runs of dead workers become interrupted; returns how many. `work` and the desktop do it first; cancel()
  /// and resume…() do it themselves. On a read-only workspace nothing is done.
  int reap();
  /// Workers whose lock is held.
  int liveWorkers() const;
  int queued() const;
  /// Workers that compute or will at once: no more than are alive, nor than runs running or queued.
  int busyWorkers() const;

private:
  Workspace& m_workspace;
};

} // namespace skipscope::store
