#pragma once

#include "core/evaluation/baselines.h"
#include "core/listening/dataset.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace skipscope::evaluation {

/// One event of a hand-written log: when, which song, what, where.
struct Row {
  std::int64_t time = 0;
  std::uint32_t song = 0;
  Feedback feedback = Feedback::Like;
  std::uint32_t station = 0;
};

inline constexpr Feedback kLike = Feedback::Like;
inline constexpr Feedback kDislike = Feedback::Dislike;
inline constexpr Feedback kSkip = Feedback::Skip;
inline constexpr Feedback kListen = Feedback::Listen;

inline std::vector<Event> eventsOf(std::vector<Row> rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.time < b.time; });
  std::vector<Event> events;
  for (const Row& row : rows) {
    Event event;
    event.time = row.time;
    event.song = row.song;
    event.station = row.station;
    event.feedback = row.feedback;
    events.push_back(event);
  }
  return events;
}

/// A dataset of one history a listener, with at least `songs` songs.
inline Dataset datasetOf(const std::vector<std::vector<Row>>& histories, std::size_t songs = 1) {
  Dataset dataset;
  dataset.offsets.push_back(0);
  std::size_t stations = 1;
  for (const auto& history : histories) {
    dataset.listenerIds.push_back(std::to_string(dataset.listenerIds.size()));
    for (const Event& event : eventsOf(history)) {
      dataset.events.push_back(event);
      songs = std::max<std::size_t>(songs, event.song + 1);
      stations = std::max<std::size_t>(stations, event.station + 1);
    }
    dataset.offsets.push_back(dataset.events.size());
  }
  for (std::size_t song = 0; song < songs; ++song)
    dataset.songIds.push_back(std::to_string(song));
  dataset.titles.resize(songs);
  dataset.artists.resize(songs);
  dataset.stationIds.resize(stations);
  return dataset;
}

/// Scores that do not depend on the query, or differ by listener.
class FixedScorer : public Scorer {
public:
  explicit FixedScorer(std::vector<float> scores) : m_scores(std::move(scores)) {}
  FixedScorer(std::vector<float> scores, std::map<std::uint32_t, std::vector<float>> byListener)
      : m_scores(std::move(scores)), m_byListener(std::move(byListener)) {}

  void score(std::span<const Query> queries,
             const std::function<void(std::size_t, std::span<const float>)>& receive) const override {
    for (std::size_t i = queries.size(); i-- > 0;) { // any order is allowed
      const auto own = m_byListener.find(queries[i].listener);
      receive(i, own == m_byListener.end() ? m_scores : own->second);
    }
  }

private:
  std::vector<float> m_scores;
  std::map<std::uint32_t, std::vector<float>> m_byListener;
};

} // namespace skipscope::evaluation
