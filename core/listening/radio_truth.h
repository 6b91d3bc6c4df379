#pragma once

#include "core/listening/dataset.h"
#include "core/listening/radio_world.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace skipscope::listening {

/// What lies behind a simulated log, by the indices of the dataset that the log became. Every play of the
/// dataset is one of the truth, and the other way round.
struct RadioTruth {
  SimulatorSettings settings;
  std::int64_t startMs = 0; ///< of the log
  std::int64_t endMs = 0;
  std::vector<TasteVector> songs;          ///< [songs]
  std::vector<TasteVector> stations;       ///< [stations]
  std::vector<ListenerTruth> listeners;    ///< [listeners]
  std::vector<std::size_t> sessionOffsets; ///< [listeners + 1] into sessionStarts
  std::vector<std::int64_t> sessionStarts; ///< ms, ascending per listener
  std::vector<std::int32_t> moods;         ///< [events] of the dataset, in thousandths

  std::span<const std::int64_t> sessions(std::size_t listener) const {
    return std::span(sessionStarts)
        .subspan(sessionOffsets[listener], sessionOffsets[listener + 1] - sessionOffsets[listener]);
  }
  /// Unit vector of a listener's taste in the session begun last at `time`.
  TasteVector tasteAt(std::size_t listener, std::int64_t time) const;
  friend bool operator==(const RadioTruth&, const RadioTruth&) = default;
};

/// Reads the text of a truth file (docs/simulator.md) as the truth of `dataset`. Throws core::Error naming
/// `file` where it is no truth file, or that of another log.
RadioTruth readTruth(std::string_view text, const Dataset& dataset, const std::string& file);

/// A listener at a moment, and all that the chances of a song played then depend on: the station, taste in
/// the session, the mood of the play at that time (0 where there is none) and fatigue of the plays strictly
/// before. Dataset and truth must outlive it.
class RadioMoment {
public:
  RadioMoment(const RadioTruth& truth, const Dataset& dataset, std::uint32_t listener, std::int64_t time,
              std::uint32_t station);
  /// The chances of a song as if it were played now (docs/simulator.md has the formulas).
  PlayChances chances(std::uint32_t song) const;

private:
  const RadioTruth& m_truth;
  const ListenerTruth& m_listener;
  TasteVector m_taste;
  const TasteVector& m_station;
  double m_mood = 0;
  std::unordered_map<std::uint32_t, double> m_fatigue; ///< songs played before
};

} // namespace skipscope::listening
