#pragma once

#include "core/learning/trainer.h"
#include "core/learning/worker.h"
#include "core/store/queue.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace skipscope::learning {

/// The last dataset and split used: runs of one experiment share them.
class DatasetCache {
public:
  struct Entry {
    listening::Dataset dataset;
    evaluation::SplitPlan plan;
    std::optional<listening::RadioTruth> truth; ///< of a simulated log, where it is kept
  };
  /// Loads and splits where the run needs another than the last. Throws core::Error, core::Stopped.
  const Entry& get(const store::Workspace& workspace, const store::Run& run, const std::stop_token& stop);

private:
  std::string m_fingerprint;
  std::string m_truth; ///< fingerprint of the truth
  std::string m_split;
  Entry m_entry;
};

/// Reads the cancel flag of a run every 250 ms on a connection of its own, and stops the training when it is
/// set or the worker itself is asked to stop. Where the workspace cannot be read it tries again: what is
/// wrong is met and told by the training thread when it next writes.
class CancelWatcher {
public:
  CancelWatcher(const std::filesystem::path& folder, const store::Claim& claim,
                const std::stop_token& worker);
  ~CancelWatcher();

  std::stop_token token() const { return m_stop.get_token(); }
  void requestStop() { m_stop.request_stop(); }

private:
  void watch(const std::stop_token& ended, const std::filesystem::path& folder, const store::Claim& claim);
  void pause(const std::stop_token& ended, std::chrono::milliseconds length);

  std::stop_source m_stop;
  std::stop_callback<std::function<void()>> m_worker;
  std::mutex m_mutex;
  std::condition_variable_any m_wake;
  std::jthread m_thread;
};

/// One claimed run from its checkpoint to its end in the database.
class RunSession {
public:
  RunSession(store::Workspace& workspace, const store::Claim& claim, const WorkerOptions& options);

  /// Trains and writes the end: finished, cancelled, interrupted or failed; nothing where the claim was lost.
  void run(DatasetCache& cache, const std::stop_token& worker);

private:
  void trainAndFinish(DatasetCache& cache, const std::stop_token& worker);
  /// With no more threads than this worker's share of the cores: workers do not fight over them.
  experiment::Configuration withinShare(experiment::Configuration configuration) const;
  std::optional<TrainingResult> trained(DatasetCache& cache, CancelWatcher& watcher);
  void finish(const TrainingResult& result);
  void endStopped();
  TrainingHooks hooks(CancelWatcher& watcher);
  void save(const Checkpoint& checkpoint, const store::Progress& progress, CancelWatcher& watcher);
  void keep(bool stillOurs, CancelWatcher& watcher);
  void tell(const std::string& what) const;

  using Clock = std::chrono::steady_clock;
  store::Workspace& m_workspace;
  store::Queue m_queue;
  const store::Claim& m_claim;
  const WorkerOptions& m_options;
  std::filesystem::path m_folder;
  store::Progress m_progress;
  Clock::time_point m_progressWritten;
  Clock::time_point m_checkpointWritten;
  std::string m_checkpointFault; ///< why the last checkpoint could not be written, else empty
  bool m_lost = false;           ///< somebody else took the run over: not another word
};

} // namespace skipscope::learning
