#pragma once

#include "core/listening/radio_world.h"

#include <iosfwd>
#include <vector>

namespace skipscope::listening {

/// One session: from this moment the listener hears this station.
struct SimulatedSession {
  std::int64_t startMs = 0;
  std::uint32_t station = 0;
  std::vector<std::int32_t> moods; ///< one a play, in thousandths
};

/// Writes what lies behind a simulated log as JSON (docs/simulator.md describes it), listener by listener.
class TruthWriter {
public:
  /// Writes settings, songs and stations.
  TruthWriter(std::ostream& out, const RadioWorld& world, std::int64_t startMs, std::int64_t endMs);
  void add(const RadioListener& listener, const std::vector<SimulatedSession>& sessions);
  /// Closes the document. Throws core::Error where writing failed.
  void finish();

private:
  void flush();
  std::ostream& m_out;
  std::string m_text;
  bool m_first = true;
};

} // namespace skipscope::listening
