#pragma once

#include "app/cli/progress_display.h"
#include "core/store/run_store.h"

#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace skipscope::cli {

/// Follows some runs of a workspace until all have ended, and sees to it that somebody computes them.
class RunWatch {
public:
  /// `workers`: how many to start where none is alive.
  RunWatch(store::Workspace& workspace, const std::vector<std::string>& ids, int workers);

  /// Blocks until every run has ended (true) or `stop` is asked for (false); the runs go on in the latter
  /// case. Throws core::Error where the queue is paused or workers keep ending without taking a run.
  bool wait(ProgressDisplay& display, std::stop_token stop);
  /// The runs as last seen, in the order given.
  std::vector<store::Run> runs() const;

private:
  void refresh();
  bool ended() const;
  void keepWorkersAlive();
  void show(ProgressDisplay& display) const;

  store::Workspace& m_workspace;
  std::vector<std::string> m_ids;
  int m_workers;
  int m_starts = 0; ///< since a run last ended
  std::size_t m_endedAtStart = 0;
  std::chrono::steady_clock::time_point m_lastStart;
  std::int64_t m_stamp = -1;
  std::map<std::string, store::Run> m_runs;
};

} // namespace skipscope::cli
