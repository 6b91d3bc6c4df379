#pragma once

#include "core/observer.h"

#include <chrono>
#include <string>

namespace skipscope::cli {

/// Progress on stderr: a bar that is drawn anew on a terminal, elsewhere a line every few seconds, so that
/// quick work (and its one line of error) stands alone. Use from one thread.
class ProgressDisplay {
public:
  ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;
  ~ProgressDisplay() { clear(); }

  void show(double share, const std::string& what);
  /// Takes the bar off the terminal, so that other lines can follow.
  void clear();
  /// Forwards a reader's progress to this display.
  core::Observer observer();

private:
  bool m_terminal;
  bool m_drawn = false;
  std::chrono::steady_clock::time_point m_next;
};

} // namespace skipscope::cli
