#include "tests/ui/pause_watch.h"

#include <QObject>
#include <algorithm>

namespace skipscope::tests {

namespace {
constexpr int kBeatMs = 2;
}

PauseWatch::PauseWatch() {
  m_timer.setTimerType(Qt::PreciseTimer);
  QObject::connect(&m_timer, &QTimer::timeout, [this] { beat(); });
  restart();
}

void PauseWatch::restart() {
  m_longestMs = 0;
  m_beats = 0;
  m_since.start();
  m_timer.start(kBeatMs);
}

double PauseWatch::longestMs() const {
  return std::max(m_longestMs, static_cast<double>(m_since.nsecsElapsed()) / 1e6 - kBeatMs);
}

void PauseWatch::beat() {
  m_longestMs = longestMs();
  ++m_beats;
  m_since.start();
}

} // namespace skipscope::tests
