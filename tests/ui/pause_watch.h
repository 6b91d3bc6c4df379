#pragma once

#include <QElapsedTimer>
#include <QTimer>

namespace skipscope::tests {

/// Longest time for which the thread it lives in answered no event: its timer beats every 2 ms, and what lies
/// between two beats beyond that is a pause.
class PauseWatch {
public:
  PauseWatch();

  void restart();
  double longestMs() const; ///< since the last start, a pause under way included
  int beats() const { return m_beats; }

private:
  void beat();

  QTimer m_timer;
  QElapsedTimer m_since;
  double m_longestMs = 0;
  int m_beats = 0;
};

} // namespace skipscope::tests
