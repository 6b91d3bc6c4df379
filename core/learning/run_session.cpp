#include "core/learning/run_session.h"

#include "core/error.h"
#include "core/learning/network.h"
#include "core/learning/run_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <thread>

namespace skipscope::learning {

namespace {

constexpr std::chrono::milliseconds kCancelInterval{250};
constexpr std::chrono::seconds kProgressInterval{1};

/// Everything a split depends on, as text.
std::string splitKey(const experiment::Configuration& configuration) {
  std::string key;
  for (const auto& field : experiment::configurationFields())
    if (field.text.key.starts_with("evaluation.") || field.text.key.starts_with("targets."))
      key += field.text.key + "=" + field.get(configuration) + "\n";
  return key;
}

} // namespace

const DatasetCache::Entry& DatasetCache::get(const store::Workspace& workspace, const store::Run& run,
                                             const std::stop_token& stop) {
  const std::string split = splitKey(run.configuration);
  const std::string truth = workspace.dataset(run.fingerprint).summary.truth; // may come while workers live
  if (m_fingerprint == run.fingerprint && m_truth == truth && m_split == split)
    return m_entry;
  if (m_fingerprint != run.fingerprint) {
    m_fingerprint.clear();
    m_entry = {};
    m_entry.dataset = workspace.loadDataset(run.fingerprint);
  }
  if (m_fingerprint.empty() || m_truth != truth) {
    m_entry.truth = workspace.loadTruth(run.fingerprint, m_entry.dataset);
    m_truth = truth;
  }
  m_split.clear();
  m_entry.plan = evaluation::makeSplit(m_entry.dataset, run.configuration, stop);
  m_fingerprint = run.fingerprint;
  m_split = split;
  return m_entry;
}

CancelWatcher::CancelWatcher(const std::filesystem::path& folder, const store::Claim& claim,
                             const std::stop_token& worker)
    : m_worker(worker, [this] { m_stop.request_stop(); }),
      m_thread([this, folder, claim](const std::stop_token& ended) { watch(ended, folder, claim); }) {}

CancelWatcher::~CancelWatcher() = default;

void CancelWatcher::watch(const std::stop_token& ended, const std::filesystem::path& folder,
                          const store::Claim& claim) {
  while (!ended.stop_requested() && !m_stop.stop_requested()) {
    try {
      store::Workspace workspace = store::Workspace::open(folder);
      const store::Queue queue(workspace);
      while (!ended.stop_requested() && !m_stop.stop_requested()) {
        if (queue.cancelRequested(claim))
          m_stop.request_stop();
        pause(ended, kCancelInterval);
      }
    } catch (const std::exception&) {
      pause(ended, kCancelInterval);
    }
  }
}

void CancelWatcher::pause(const std::stop_token& ended, std::chrono::milliseconds length) {
  std::unique_lock lock(m_mutex);
  m_wake.wait_for(lock, ended, length, [] { return false; });
}

RunSession::RunSession(store::Workspace& workspace, const store::Claim& claim, const WorkerOptions& options)
    : m_workspace(workspace), m_queue(workspace), m_claim(claim), m_options(options),
      m_folder(workspace.checkpointFolder(claim.run.id)), m_progress(claim.run.progress),
      m_progressWritten(Clock::now()), m_checkpointWritten(Clock::now()) {}

void RunSession::run(DatasetCache& cache, const std::stop_token& worker) {
  std::string fault;
  try {
    trainAndFinish(cache, worker);
    return;
  } catch (const core::Error& error) {
    fault = error.what();
  } catch (const std::bad_alloc&) {
    fault = "There is not enough memory for this run: lower training.batch_targets, negatives.count or "
            "model.max_length, or run fewer workers.";
  } catch (const std::exception& error) {
    const std::string_view all = error.what();
    fault = fmt::format("Training met an unexpected fault ({}): please report it.",
                        all.substr(0, all.find('\n')));
  }
  if (!m_lost && m_queue.fail(m_claim, fault))
    tell("failed: " + fault);
}

void RunSession::trainAndFinish(DatasetCache& cache, const std::stop_token& worker) {
  CancelWatcher watcher(m_workspace.folder(), m_claim, worker);
  keep(m_queue.recordPath(m_claim, computePath(m_claim.run.configuration.device), SKIPSCOPE_VERSION),
       watcher);
  const auto result = trained(cache, watcher);
  if (m_lost)
    return;
  if (result)
    finish(*result);
  else
    endStopped();
}

experiment::Configuration RunSession::withinShare(experiment::Configuration configuration) const {
  const auto cores = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
  const int share = std::max(cores / std::max(m_queue.busyWorkers(), 1), 1);
  configuration.threads = std::min(configuration.threads, share);
  return configuration;
}

std::optional<TrainingResult> RunSession::trained(DatasetCache& cache, CancelWatcher& watcher) {
  try {
    const store::Run& run = m_claim.run;
    std::optional<Checkpoint> from;
    if (!m_claim.checkpoint.empty())
      from = loadCheckpoint(m_folder / m_claim.checkpoint);
    const auto& [dataset, plan, truth] = cache.get(m_workspace, run, watcher.token());
    tell(m_claim.checkpoint.empty() ? "begun" : fmt::format("resumed at step {}", m_progress.step));
    return train(dataset, plan, withinShare(run.configuration), run.seed, from, hooks(watcher),
                 watcher.token(), truth ? &*truth : nullptr);
  } catch (const core::Stopped&) {
    return std::nullopt;
  }
}

void RunSession::endStopped() {
  const bool cancelled = m_queue.cancelRequested(m_claim);
  if (cancelled ? m_queue.cancelled(m_claim, m_progress)
                : m_queue.interrupted(m_claim, m_progress, m_checkpointFault))
    tell(fmt::format("{} at step {}", cancelled ? "cancelled" : "interrupted", m_progress.step));
}

void RunSession::finish(const TrainingResult& result) {
  std::string best;
  if (!result.best.arrays.empty()) {
    best = bestName(m_claim.attempt);
    try {
      saveCheckpoint(m_folder / best, result.best);
    } catch (const core::Error& error) { // what it learned can be had again from the checkpoint named last
      if (m_queue.interrupted(m_claim, m_progress, error.what()))
        tell(fmt::format("interrupted at its end: {}", error.what()));
      return;
    }
  }
  if (!m_queue.finish(m_claim, result.progress, result.bestStep, result.test, result.outcomes, result.message,
                      best))
    return;
  if (!best.empty())
    removeCheckpoints(m_folder, best);
  const auto accuracy = result.test.find("accuracy");
  tell(accuracy == result.test.end() ? "finished"
                                     : fmt::format("finished, test accuracy {:.4f}", accuracy->second));
}

TrainingHooks RunSession::hooks(CancelWatcher& watcher) {
  TrainingHooks hooks;
  hooks.progress = [this, &watcher](const store::Progress& progress) {
    m_progress = progress;
    if (const auto now = Clock::now(); now - m_progressWritten >= kProgressInterval) {
      m_progressWritten = now;
      keep(m_queue.progress(m_claim, progress), watcher);
      m_options.observer.report(static_cast<double>(progress.step) /
                                    static_cast<double>(std::max<std::int64_t>(progress.maxSteps, 1)),
                                fmt::format("Run {}: step {} of at most {}, loss {:.4f}",
                                            m_claim.run.id.substr(0, 8), progress.step, progress.maxSteps,
                                            progress.trainingLoss));
    }
  };
  hooks.validated = [this, &watcher](const store::Validation& validation) {
    if (!m_lost)
      keep(m_queue.addValidation(m_claim, validation), watcher);
  };
  hooks.wantsCheckpoint = [this] {
    return !m_lost && Clock::now() - m_checkpointWritten >= m_options.checkpointInterval;
  };
  hooks.checkpoint = [this, &watcher](const Checkpoint& checkpoint, const store::Progress& progress) {
    if (!m_lost)
      save(checkpoint, progress, watcher);
  };
  return hooks;
}

void RunSession::save(const Checkpoint& checkpoint, const store::Progress& progress, CancelWatcher& watcher) {
  m_progress = progress;
  m_checkpointWritten = Clock::now();
  const std::string name = checkpointName(m_claim.attempt, progress.step);
  try {
    saveCheckpoint(m_folder / name, checkpoint);
    m_checkpointFault.clear();
  } catch (const core::Error& error) { // the run goes on, and on from the checkpoint before if it is stopped
    m_checkpointFault = error.what();
    tell(error.what());
    return;
  }
  keep(m_queue.nameCheckpoint(m_claim, name, progress), watcher);
  if (!m_lost)
    removeCheckpoints(m_folder, name);
}

void RunSession::keep(bool stillOurs, CancelWatcher& watcher) {
  if (stillOurs)
    return;
  m_lost = true;
  watcher.requestStop();
}

void RunSession::tell(const std::string& what) const {
  m_options.observer.tell(
      fmt::format("Run {} (seed {}): {}", m_claim.run.id.substr(0, 8), m_claim.run.seed, what));
}

} // namespace skipscope::learning
