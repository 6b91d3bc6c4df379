#include "app/cli/run_watch.h"

#include "app/cli/output.h"
#include "core/error.h"
#include "core/store/queue.h"
#include "core/store/worker_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace skipscope::cli {

namespace {

using namespace std::chrono_literals;
using store::RunState;

constexpr auto kLook = 250ms;
/// A worker that loads LibTorch from a cold disk shows no sign of life for seconds.
constexpr auto kStartPatience = 20s;
constexpr int kMostStarts = 3;

bool isOpen(RunState state) {
  return state == RunState::Queued || state == RunState::Running;
}

double shareOf(const store::Run& run) {
  if (!isOpen(run.state))
    return 1;
  if (run.state == RunState::Queued || run.progress.maxSteps <= 0)
    return 0;
  return static_cast<double>(run.progress.step) / static_cast<double>(run.progress.maxSteps);
}

} // namespace

RunWatch::RunWatch(store::Workspace& workspace, const std::vector<std::string>& ids, int workers)
    : m_workspace(workspace), m_ids(ids), m_workers(workers) {
  refresh();
}

std::vector<store::Run> RunWatch::runs() const {
  std::vector<store::Run> list;
  for (const auto& id : m_ids)
    if (const auto found = m_runs.find(id); found != m_runs.end())
      list.push_back(found->second);
  return list;
}

void RunWatch::refresh() {
  auto changes = store::RunStore(m_workspace).newerThan(m_stamp);
  m_stamp = changes.stamp;
  for (auto& run : changes.runs)
    if (std::find(m_ids.begin(), m_ids.end(), run.id) != m_ids.end())
      m_runs[run.id] = std::move(run);
  for (const auto& id : changes.removedRuns)
    m_runs.erase(id);
}

bool RunWatch::ended() const {
  return std::none_of(m_runs.begin(), m_runs.end(),
                      [](const auto& entry) { return isOpen(entry.second.state) && !entry.second.deleted; });
}

void RunWatch::keepWorkersAlive() {
  store::Queue queue(m_workspace);
  if (queue.liveWorkers() > 0)
    return;
  const auto now = std::chrono::steady_clock::now();
  const auto endedRuns = static_cast<std::size_t>(std::count_if(
      m_runs.begin(), m_runs.end(), [](const auto& entry) { return !isOpen(entry.second.state); }));
  if (m_starts > 0 && now - m_lastStart < kStartPatience && endedRuns == m_endedAtStart)
    return;
  queue.reap();
  refresh();
  const int waiting = queue.queued();
  if (ended() || waiting == 0)
    return;
  if (queue.paused())
    throw core::Error(
        fmt::format("The queue is paused, so the runs stay queued; 'skipscope-cli queue {} --continue' "
                    "goes on.",
                    m_workspace.folder().string()));
  if (endedRuns > m_endedAtStart)
    m_starts = 0;
  if (m_starts == kMostStarts)
    throw core::Error(fmt::format("Workers end without taking a run; {} tells why.",
                                  (m_workspace.folder() / "workers" / "worker-1.log").string()));
  store::startWorkers(m_workspace.folder(), std::min(m_workers, waiting));
  ++m_starts;
  m_lastStart = now;
  m_endedAtStart = endedRuns;
}

void RunWatch::show(ProgressDisplay& display) const {
  double share = 0;
  std::int64_t endedRuns = 0, running = 0;
  for (const auto& [id, run] : m_runs) {
    share += shareOf(run);
    endedRuns += isOpen(run.state) ? 0 : 1;
    running += run.state == RunState::Running ? 1 : 0;
  }
  const auto count = static_cast<std::int64_t>(m_runs.size());
  display.show(count == 0 ? 1.0 : share / static_cast<double>(count),
               fmt::format("{} of {} ended, {} running", grouped(endedRuns), counted(count, "run"), running));
}

bool RunWatch::wait(ProgressDisplay& display, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any asked;
  std::unique_lock lock(mutex);
  for (auto version = m_workspace.dataVersion(); !ended();) {
    keepWorkersAlive();
    show(display);
    if (asked.wait_for(lock, stop, kLook, [&] { return stop.stop_requested(); }))
      return false;
    if (const auto now = m_workspace.dataVersion(); now != version) {
      version = now;
      refresh();
    }
  }
  return true;
}

} // namespace skipscope::cli
