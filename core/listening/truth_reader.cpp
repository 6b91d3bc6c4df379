// The truth file of a simulated log, read element by element: only what a dataset needs stays in memory.
#include "core/error.h"
#include "core/listening/radio_truth.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <unordered_map>
#include <utility>

namespace skipscope::listening {

namespace {

using nlohmann::json;

using Indices = std::unordered_map<std::string_view, std::size_t>;

Indices indicesOf(const std::vector<std::string>& ids) {
  Indices indices;
  for (std::size_t i = 0; i < ids.size(); ++i)
    indices.emplace(ids[i], i);
  return indices;
}

/// Puts the elements of a truth file where the dataset has them.
class TruthReader {
public:
  TruthReader(const Dataset& dataset, std::string file)
      : m_dataset(dataset), m_file(std::move(file)), m_songs(indicesOf(dataset.songIds)),
        m_stations(indicesOf(dataset.stationIds)), m_listeners(indicesOf(dataset.listenerIds)),
        m_sessions(dataset.listeners()) {
    m_truth.songs.resize(dataset.songs());
    m_truth.stations.resize(dataset.stationIds.size());
    m_truth.listeners.resize(dataset.listeners());
    m_truth.moods.resize(dataset.events.size());
  }

  RadioTruth read(std::string_view text) {
    std::string part; // the member of the document that the parser is in
    const auto take = [&](int depth, json::parse_event_t event, json& parsed) {
      if (event == json::parse_event_t::key && depth == 1)
        part = parsed.get<std::string>();
      if (event != json::parse_event_t::object_end || depth != 2)
        return true;
      return !takeElement(part, parsed);
    };
    try {
      const json document = json::parse(text, take);
      if (document.at("format") != "skipscope-truth")
        throw notATruth();
      if (document.at("version") != 1)
        throw core::Error(m_file + " was written by a newer version of Skipscope: update this one.");
      takeHead(document);
    } catch (const json::exception&) {
      throw notATruth();
    }
    checkWhole();
    return std::move(m_truth);
  }

private:
  core::Error notATruth() const {
    return core::Error(m_file + " is not the truth of a simulated log: name the file that `simulate --truth` "
                                "wrote together with the log.");
  }
  core::Error another(const std::string& why) const {
    return core::Error(fmt::format(
        "{} is not the truth of this log ({}): name the file that `simulate --truth` wrote together with it, "
        "and import the whole log, by rules that leave nothing out.",
        m_file, why));
  }

  /// Whether the element was one of a list that is taken here.
  bool takeElement(const std::string& part, const json& element) {
    if (part == "songs")
      takeSong(element);
    else if (part == "stations")
      takeStation(element);
    else if (part == "listeners")
      takeListener(element);
    else
      return false;
    return true;
  }

  void takeSong(const json& song) {
    const auto found = m_songs.find(song.at("id").get_ref<const std::string&>());
    if (found == m_songs.end())
      return; // never played
    m_truth.songs[found->second] = readVector(song.at("vector"));
    m_songs.erase(found);
  }

  void takeStation(const json& station) {
    const auto found = m_stations.find(station.at("id").get_ref<const std::string&>());
    m_stationIndices.push_back(found == m_stations.end() ? kNoStation : found->second);
    if (found != m_stations.end())
      m_truth.stations[found->second] = readVector(station.at("vector"));
  }

  void takeListener(const json& value) {
    const std::string& id = value.at("id").get_ref<const std::string&>();
    const auto found = m_listeners.find(id);
    if (found == m_listeners.end())
      throw another(fmt::format("listener {} is not in the log", id));
    const std::size_t index = found->second;
    m_listeners.erase(found);
    ListenerTruth& listener = m_truth.listeners[index];
    value.at("vote").get_to(listener.vote);
    value.at("skip_habit").get_to(listener.skipHabit);
    listener.taste = readVector(value.at("taste"));
    listener.drift = readVector(value.at("drift"));
    takeSessions(value.at("sessions"), index);
  }

  void takeSessions(const json& sessions, std::size_t listener) {
    const auto history = m_dataset.history(listener);
    std::size_t play = 0;
    for (const json& value : sessions) {
      const json& moods = value.at("moods");
      const Session session{value.at("start").get<std::int64_t>(), value.at("station").get<std::size_t>(),
                            moods.size()};
      if (session.plays == 0 || play + session.plays > history.size() || history[play].time != session.start)
        throw another(playsDiffer(listener));
      m_sessions[listener].push_back(session);
      for (const json& mood : moods)
        mood.get_to(m_truth.moods[m_dataset.offsets[listener] + play++]);
    }
    if (play != history.size())
      throw another(playsDiffer(listener));
  }

  /// Once all stations are known: the document may have its members in any order.
  void checkStations(std::size_t listener) const {
    const auto history = m_dataset.history(listener);
    std::size_t play = 0;
    for (const Session& session : m_sessions[listener])
      for (const std::size_t end = play + session.plays; play < end; ++play)
        if (session.station >= m_stationIndices.size() ||
            history[play].station != m_stationIndices[session.station])
          throw another(playsDiffer(listener));
  }

  void takeHead(const json& document) {
    document.at("start").get_to(m_truth.startMs);
    document.at("end").get_to(m_truth.endMs);
    if (m_truth.endMs <= m_truth.startMs)
      throw notATruth();
    const json& rates = document.at("settings");
    for (const auto& field : simulatorFields())
      if (field.set(m_truth.settings, rates.at(field.text.key).dump()))
        throw notATruth();
  }

  void checkWhole() {
    if (!m_listeners.empty())
      throw another(fmt::format("it has no listener {}", m_listeners.begin()->first));
    if (!m_songs.empty())
      throw another(fmt::format("it has no song {}", m_songs.begin()->first));
    m_truth.sessionOffsets.push_back(0);
    for (std::size_t listener = 0; listener < m_sessions.size(); ++listener) {
      checkStations(listener);
      for (const Session& session : m_sessions[listener])
        m_truth.sessionStarts.push_back(session.start);
      m_truth.sessionOffsets.push_back(m_truth.sessionStarts.size());
    }
  }

  std::string playsDiffer(std::size_t listener) const {
    return fmt::format("the plays of listener {} differ", m_dataset.listenerIds[listener]);
  }

  TasteVector readVector(const json& values) const {
    TasteVector vector{};
    if (!values.is_array() || values.size() != vector.size())
      throw notATruth();
    for (std::size_t d = 0; d < vector.size(); ++d)
      values[d].get_to(vector[d]);
    return vector;
  }

  struct Session {
    std::int64_t start = 0;
    std::size_t station = 0; ///< of the truth
    std::size_t plays = 0;
  };
  static constexpr std::size_t kNoStation = static_cast<std::size_t>(-1);

  const Dataset& m_dataset;
  std::string m_file;
  Indices m_songs, m_stations, m_listeners;     ///< songs and listeners: those still to come
  std::vector<std::size_t> m_stationIndices;    ///< [stations of the truth] their index in the dataset
  std::vector<std::vector<Session>> m_sessions; ///< [listeners]
  RadioTruth m_truth;
};

} // namespace

RadioTruth readTruth(std::string_view text, const Dataset& dataset, const std::string& file) {
  return TruthReader(dataset, file).read(text);
}

} // namespace skipscope::listening
