#include "core/listening/dataset_builder.h"

#include "core/error.h"
#include "core/listening/fingerprint.h"
#include "core/listening/reduction.h"
#include "core/listening/time_text.h"

#include <xxhash.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace skipscope::listening {

namespace {

constexpr std::size_t kRecordsPerCheckpoint = std::size_t{1} << 20;

/// Texts of a table in id order, and where each provisional number went.
struct Ranked {
  std::vector<std::string> texts;
  std::vector<std::uint32_t> rank; ///< provisional number → index
};

Ranked rankIds(const IdTable& table) {
  std::vector<std::uint32_t> order(table.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return idLess(table.text(a), table.text(b)); });
  Ranked ranked;
  ranked.texts.reserve(order.size());
  ranked.rank.resize(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    ranked.texts.emplace_back(table.text(order[i]));
    ranked.rank[order[i]] = i;
  }
  return ranked;
}

std::vector<std::string> reordered(std::vector<std::string> texts, const std::vector<std::uint32_t>& rank) {
  std::vector<std::string> moved(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    moved[rank[i]] = std::move(texts[i]);
  return moved;
}

/// Keeps the marked texts and tells where each went.
std::vector<std::uint32_t> keepMarked(const std::vector<char>& marked,
                                      std::initializer_list<std::vector<std::string>*> lists) {
  std::vector<std::uint32_t> moved(marked.size());
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    moved[i] = kept;
    if (!marked[i])
      continue;
    for (auto* list : lists)
      if (kept != i)
        (*list)[kept] = std::move((*list)[i]);
    ++kept;
  }
  for (auto* list : lists)
    list->resize(kept);
  return moved;
}

class Builder {
public:
  Builder(LogCollector&& log, const ImportRules& rules, const std::function<void()>& checkpoint)
      : m_log(std::move(log)), m_rules(rules), m_checkpoint(checkpoint) {}

  BuiltDataset build() {
    m_data.orderedByPosition = m_log.orderedByPosition();
    rankEverything();
    groupByListener();
    orderHistories();
    filterTimes();
    filterCores();
    countAndDropDuplicates();
    dropUnused();
    m_summary.fingerprint = datasetFingerprint(m_data, m_rules);
    return {std::move(m_data), std::move(m_summary), std::move(m_note)};
  }

private:
  void rankEverything() {
    Ranked listeners = rankIds(m_log.listeners);
    Ranked songs = rankIds(m_log.songs);
    Ranked stations = rankIds(m_log.stations);
    m_log.listeners = m_log.songs = m_log.stations = IdTable();
    m_data.listenerIds = std::move(listeners.texts);
    m_data.songIds = std::move(songs.texts);
    m_data.stationIds = std::move(stations.texts);
    m_data.titles = reordered(std::exchange(m_log.titles, {}), songs.rank);
    m_data.artists = reordered(std::exchange(m_log.artists, {}), songs.rank);
    const auto none = std::find(m_data.stationIds.begin(), m_data.stationIds.end(), "");
    m_noStation = static_cast<std::uint32_t>(none - m_data.stationIds.begin());

    m_data.offsets.assign(m_data.listeners() + 1, 0);
    for (std::size_t i = 0; i < m_log.records.size(); ++i) {
      if (i % kRecordsPerCheckpoint == 0)
        m_checkpoint();
      CollectedRecord& record = m_log.records[i];
      record.listener = listeners.rank[record.listener];
      record.song = songs.rank[record.song];
      record.station = stations.rank[record.station];
      ++m_data.offsets[record.listener + 1];
    }
    std::partial_sum(m_data.offsets.begin(), m_data.offsets.end(), m_data.offsets.begin());
  }

  /// Sorts records by listener in place, by swapping each to the next free place of its listener.
  void groupByListener() {
    std::vector<std::size_t> next(m_data.offsets.begin(), m_data.offsets.end() - 1);
    for (std::size_t listener = 0; listener < next.size(); ++listener)
      while (next[listener] < m_data.offsets[listener + 1]) {
        CollectedRecord& record = m_log.records[next[listener]];
        const std::size_t to = next[record.listener]++;
        if (record.listener != listener)
          std::swap(record, m_log.records[to]);
      }
  }

  /// Reduces the records of each listener to one event a play and puts these in order.
  void orderHistories() {
    const ReductionRules rules{
        m_data.orderedByPosition ? 0
                                 : m_rules.voteJoinMs, // positions have no hour: only one and the same joins
        {m_rules.skipMaxPlayedMs, m_rules.skipMaxPlayedRatio},
        m_noStation};
    auto& events = m_data.events;
    events.reserve(
        m_log.records.size()); // what is not filled yet takes no memory: the records leave as it is
    std::vector<Sign> signs;
    std::int64_t withoutVote = 0;
    for (std::size_t listener = 0; listener < m_data.listeners(); ++listener) {
      if (listener % 1024 == 0)
        m_checkpoint();
      const std::size_t first = m_data.offsets[listener];
      const std::size_t last = m_data.offsets[listener + 1];
      const std::size_t start = events.size();
      m_data.offsets[listener] = start;
      const std::uint64_t seed =
          XXH3_64bits(m_data.listenerIds[listener].data(), m_data.listenerIds[listener].size());
      bool playsOnly = true;
      for (std::size_t i = first; i < last && playsOnly; ++i)
        playsOnly = m_log.records[i].kind == RecordKind::Play;
      if (playsOnly) {
        for (std::size_t i = first; i < last; ++i)
          events.push_back(m_log.records[i].event());
        Event* const begin = events.data() + start;
        sortHistory(begin, begin + (last - first), seed);
        const Event* const end = mergePlays(begin, begin + (last - first), m_noStation);
        events.resize(start + static_cast<std::size_t>(end - begin));
      } else {
        signs.clear();
        for (std::size_t i = first; i < last; ++i)
          signs.push_back({m_log.records[i].event(), m_log.records[i].kind});
        withoutVote += reduceSigns(signs, rules, events);
        sortHistory(events.data() + start, events.data() + events.size(), seed);
      }
      m_log.records.releaseBefore(last);
      m_summary.merged +=
          static_cast<std::int64_t>(last - first) - static_cast<std::int64_t>(events.size() - start);
    }
    m_data.offsets.back() = events.size();
    m_log.records = {};
    m_summary.merged -= withoutVote;
    if (withoutVote > 0)
      m_note = "Votes were taken back that the log does not hold; nothing came of these rows: " +
               std::to_string(withoutVote) + ".";
  }

  /// By time; ties by a hash of listener and song, since file order often lists likes before dislikes.
  void sortHistory(Event* begin, Event* end, std::uint64_t listenerSeed) const {
    const auto tie = [&](std::uint32_t song) {
      const std::string& id = m_data.songIds[song];
      return XXH3_64bits_withSeed(id.data(), id.size(), listenerSeed);
    };
    const auto content = [](const Event& event) {
      return std::tuple(event.feedback, event.station, event.playedMs, event.durationMs);
    };
    std::sort(begin, end, [&](const Event& a, const Event& b) {
      if (a.time != b.time)
        return a.time < b.time;
      if (a.song == b.song)
        return content(a) < content(b);
      const std::uint64_t left = tie(a.song);
      const std::uint64_t right = tie(b.song);
      return left != right ? left < right : a.song < b.song;
    });
  }

  /// Keeps the events for which keep(listener, index) holds.
  template <class Keep> void filter(Keep keep) {
    std::size_t written = 0;
    std::size_t first = 0;
    for (std::size_t listener = 0; listener < m_data.listeners(); ++listener) {
      const std::size_t last = m_data.offsets[listener + 1];
      for (std::size_t i = first; i < last; ++i)
        if (keep(listener, i))
          m_data.events[written++] = m_data.events[i];
      m_data.offsets[listener + 1] = written;
      first = last;
    }
    m_data.events.resize(written);
    m_checkpoint();
  }

  void requireEvents(const char* cause) const {
    if (m_data.events.empty())
      throw core::Error(cause);
  }

  void filterTimes() {
    requireEvents("The log holds no usable event: every record is a vote that was taken back.");
    if (m_rules.timeFrom.empty() && m_rules.timeTo.empty())
      return;
    if (m_data.orderedByPosition)
      throw core::UsageError(
          "The log orders events by position and has no times: leave filter.from and filter.to "
          "empty.");
    const auto bound = [](const std::string& text, std::int64_t open) {
      const auto time = parseTime(text);
      return time ? time->ms : open;
    };
    const std::int64_t from = bound(m_rules.timeFrom, std::numeric_limits<std::int64_t>::min());
    const std::int64_t to = bound(m_rules.timeTo, std::numeric_limits<std::int64_t>::max());
    filter([&](std::size_t, std::size_t i) {
      const std::int64_t time = m_data.events[i].time;
      return time >= from && time < to;
    });
    requireEvents("No event is left: filter.from and filter.to keep none of the log's times; widen them.");
  }

  bool isDuplicate(std::size_t listener, std::size_t i) const {
    return i > m_data.offsets[listener] && m_data.events[i] == m_data.events[i - 1];
  }

  /// k-core: leaves out listeners and songs with too few events until all that remain have enough.
  void filterCores() {
    if (m_rules.minimumListenerEvents <= 0 && m_rules.minimumSongEvents <= 0)
      return;
    std::vector<char> listenerIn(m_data.listeners(), 1);
    std::vector<char> songIn(m_data.songs(), 1);
    for (bool changed = true; changed;) {
      changed = false;
      std::vector<std::int64_t> ofListener(m_data.listeners(), 0);
      std::vector<std::int64_t> ofSong(m_data.songs(), 0);
      for (std::size_t listener = 0; listener < m_data.listeners(); ++listener)
        for (std::size_t i = m_data.offsets[listener];
             listenerIn[listener] && i < m_data.offsets[listener + 1]; ++i)
          if (songIn[m_data.events[i].song] && !(m_rules.dropDuplicates && isDuplicate(listener, i))) {
            ++ofListener[listener];
            ++ofSong[m_data.events[i].song];
          }
      const auto leaveOut = [&](std::vector<char>& in, const std::vector<std::int64_t>& counts,
                                std::int64_t least) {
        for (std::size_t i = 0; i < in.size(); ++i)
          if (in[i] && counts[i] < least) {
            in[i] = 0;
            changed = true;
          }
      };
      leaveOut(listenerIn, ofListener, m_rules.minimumListenerEvents);
      leaveOut(songIn, ofSong, m_rules.minimumSongEvents);
      m_checkpoint();
    }
    filter([&](std::size_t listener, std::size_t i) {
      return listenerIn[listener] && songIn[m_data.events[i].song];
    });
    requireEvents("No event is left: no listener and song have as many events as filter.listener_events and "
                  "filter.song_events ask for; lower them.");
  }

  void countAndDropDuplicates() {
    for (std::size_t listener = 0; listener < m_data.listeners(); ++listener)
      for (std::size_t i = m_data.offsets[listener]; i < m_data.offsets[listener + 1]; ++i)
        m_summary.duplicates += isDuplicate(listener, i) ? 1 : 0;
    m_summary.events = static_cast<std::int64_t>(m_data.events.size());
    std::int64_t* const counts[kFeedbackKinds] = {&m_summary.likes, &m_summary.dislikes, &m_summary.skips,
                                                  &m_summary.listens};
    for (const Event& event : m_data.events)
      ++*counts[static_cast<std::size_t>(event.feedback)];
    if (m_rules.dropDuplicates && m_summary.duplicates > 0) {
      // The previous event of the listener may have moved up already: compare with a copy.
      Event previous;
      std::size_t previousListener = m_data.listeners();
      filter([&](std::size_t listener, std::size_t i) {
        const bool again = listener == previousListener && m_data.events[i] == previous;
        previous = m_data.events[i];
        previousListener = listener;
        return !again;
      });
    }
    m_summary.kept = static_cast<std::int64_t>(m_data.events.size());
  }

  /// Leaves out ids without events; what remains keeps its order.
  void dropUnused() {
    std::vector<char> listeners(m_data.listeners(), 0);
    std::vector<char> songs(m_data.songs(), 0);
    std::vector<char> stations(m_data.stationIds.size(), 0);
    for (const Event& event : m_data.events)
      songs[event.song] = stations[event.station] = 1;
    std::vector<std::size_t> offsets = {0};
    for (std::size_t listener = 0; listener < m_data.listeners(); ++listener)
      if (m_data.offsets[listener + 1] > offsets.back()) {
        listeners[listener] = 1;
        offsets.push_back(m_data.offsets[listener + 1]);
      }
    m_data.offsets = std::move(offsets);
    keepMarked(listeners, {&m_data.listenerIds});
    const auto songTo = keepMarked(songs, {&m_data.songIds, &m_data.titles, &m_data.artists});
    const auto stationTo = keepMarked(stations, {&m_data.stationIds});
    m_summary.listeners = static_cast<std::int64_t>(m_data.listeners());
    m_summary.songs = static_cast<std::int64_t>(m_data.songs());
    m_summary.stations = std::count_if(m_data.stationIds.begin(), m_data.stationIds.end(),
                                       [](const std::string& id) { return !id.empty(); });
    m_summary.orderedByPosition = m_data.orderedByPosition;
    m_summary.rules = ruleTexts(m_rules);
    std::int64_t first = m_data.events.front().time;
    std::int64_t last = first;
    for (Event& event : m_data.events) {
      event.song = songTo[event.song];
      event.station = stationTo[event.station];
      first = std::min(first, event.time);
      last = std::max(last, event.time);
    }
    if (!m_data.orderedByPosition) {
      m_summary.from = first;
      m_summary.to = last;
    }
  }

  LogCollector m_log;
  const ImportRules& m_rules;
  const std::function<void()>& m_checkpoint;
  Dataset m_data;
  DatasetSummary m_summary;
  std::string m_note;
  std::uint32_t m_noStation = 0;
};

} // namespace

BuiltDataset buildDataset(LogCollector&& log, const ImportRules& rules,
                          const std::function<void()>& checkpoint) {
  return Builder(std::move(log), rules, checkpoint).build();
}

} // namespace skipscope::listening
