#include "core/listening/radio_truth.h"

#include "core/listening/portable_math.h"

#include <algorithm>

namespace skipscope::listening {

TasteVector RadioTruth::tasteAt(std::size_t listener, std::int64_t time) const {
  const auto starts = sessions(listener);
  const auto next = std::ranges::upper_bound(starts, time);
  const std::int64_t session = next == starts.begin() ? time : *(next - 1);
  return listeners[listener].tasteAt(static_cast<double>(session - startMs) /
                                     static_cast<double>(endMs - startMs));
}

RadioMoment::RadioMoment(const RadioTruth& truth, const Dataset& dataset, std::uint32_t listener,
                         std::int64_t time, std::uint32_t station)
    : m_truth(truth), m_listener(truth.listeners[listener]), m_taste(truth.tasteAt(listener, time)),
      m_station(truth.stations[station]) {
  const auto history = dataset.history(listener);
  const auto now = std::ranges::lower_bound(history, time, {}, &Event::time);
  if (now != history.end() && now->time == time)
    m_mood =
        truth.moods[dataset.offsets[listener] + static_cast<std::size_t>(now - history.begin())] / 1000.0;
  for (auto play = history.begin(); play != now; ++play)
    m_fatigue[play->song] += portableExp(-static_cast<double>(now - play) / truth.settings.fatigueMemory);
}

PlayChances RadioMoment::chances(std::uint32_t song) const {
  const TasteVector& vector = m_truth.songs[song];
  const auto fatigue = m_fatigue.find(song);
  return playChances(m_truth.settings, m_listener, dot(m_taste, vector), dot(m_station, vector), m_mood,
                     fatigue == m_fatigue.end() ? 0 : fatigue->second);
}

} // namespace skipscope::listening
