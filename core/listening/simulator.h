#pragma once

#include "core/field.h"
#include "core/observer.h"

#include <cstdint>
#include <iosfwd>
#include <stop_token>
#include <string>
#include <vector>

namespace skipscope::listening {

/// Every rate of the radio simulator with its stated default (docs/simulator.md says where each comes from).
struct SimulatorSettings {
  std::int64_t listeners = 1000;
  std::int64_t songs = 2000;
  std::int64_t stations = 40;
  std::int64_t eventsPerListener = 100; ///< mean; the lengths vary strongly
  std::uint64_t seed = 1;
  double skipTasteShare = 0.5; ///< skip.taste_share: 0 = skips say nothing of taste, 1 = only taste
  double neverVoteShare = 0.4; ///< listeners who never vote
  // The implementation adds the remaining rates here, each with a field of simulatorFields().
};

/// The description that `simulate --set`, `keys` and the simulate dialog are made from.
const std::vector<core::Field<SimulatorSettings>>& simulatorFields();

struct SimulatedCounts {
  std::int64_t events = 0, likes = 0, dislikes = 0, skips = 0, listens = 0;
};

/// Writes a log as CSV (header; listener, song, time, station, feedback, played and duration ms, title,
/// artist) and, where `truth` is given, every latent vector and parameter as JSON, so that P(like),
/// P(dislike) and P(skip) of any (listener, song, station, moment) can be recomputed. Same settings, same
/// bytes. Throws core::UsageError for settings out of range, core::Error where writing fails, core::Stopped.
SimulatedCounts simulateLog(const SimulatorSettings& settings, std::ostream& log, std::ostream* truth,
                            std::stop_token stop, const core::Observer& observer);

} // namespace skipscope::listening
