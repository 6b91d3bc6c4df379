#include "core/listening/simulator_truth.h"

#include "core/error.h"

#include <charconv>
#include <ostream>

namespace skipscope::listening {

namespace {

/// The formulas behind the log, in the names of this document; kept beside the numbers they need.
constexpr std::string_view kFormulas[][2] = {
    {"taste_at", "unit(taste + share * drift), share = (session start - start) / (end - start)"},
    {"liking", "appeal.taste * dot(taste_at, song) + appeal.station * dot(station, song)"},
    {"fatigue",
     "sum over the listener's earlier plays of the song: exp(-(plays between, plus 1) / fatigue.memory)"},
    {"appeal", "liking + mood - fatigue.strength * fatigue"},
    {"p_like", "vote * logistic(vote.sharpness * (appeal - vote.like))"},
    {"p_dislike", "vote * logistic(vote.sharpness * (vote.dislike - appeal))"},
    {"p_skip",
     "(1 - p_like - p_dislike) * logistic(log(habit.skip / (1 - habit.skip)) + (1 - skip.taste_share) * "
     "(skip_habit - "
     "skip.mood * mood + skip.fatigue * fatigue) - skip.taste_share * skip.taste * (liking - (vote.like + "
     "vote.dislike) / 2))"},
    {"mood", "moods / 1000, one number a play; 0 where no play took place"},
};

/// Shortest text that reads back as the same number, single precision too; the same from every library.
template <class Number> std::string numberText(Number value) {
  char digits[32];
  return std::string(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void append(std::string& text, const TasteVector& vector) {
  char separator = '[';
  for (const float x : vector) {
    text += separator;
    text += numberText(x);
    separator = ',';
  }
  text += ']';
}

} // namespace

TruthWriter::TruthWriter(std::ostream& out, const RadioWorld& world, std::int64_t startMs, std::int64_t endMs)
    : m_out(out) {
  m_text = "{\"format\":\"skipscope-truth\",\"version\":1,\"start\":" + numberText(startMs) +
           ",\"end\":" + numberText(endMs) + ",\n\"settings\":{";
  for (const auto& field : simulatorFields())
    m_text += (m_text.back() == '{' ? "\"" : ",\"") + field.text.key + "\":" + field.get(world.settings);
  m_text += "},\n\"formulas\":{";
  for (const auto& [name, formula] : kFormulas)
    m_text.append(m_text.back() == '{' ? "" : ",\n")
        .append("\"")
        .append(name)
        .append("\":\"")
        .append(formula)
        .append("\"");
  m_text += "},\n\"songs\":[";
  bool first = true;
  for (const RadioSong& song : world.songs) {
    m_text += (first ? "\n{\"id\":\"" : ",\n{\"id\":\"") + song.id +
              "\",\"genre\":" + numberText(song.genre) + ",\"popularity\":" + numberText(song.popularity) +
              ",\"vector\":";
    append(m_text, song.vector);
    m_text += '}';
    first = false;
    flush();
  }
  m_text += "],\n\"stations\":[";
  first = true;
  for (const RadioStation& station : world.stations) {
    m_text += (first ? "\n{\"id\":\"" : ",\n{\"id\":\"") + station.name + "\",\"vector\":";
    append(m_text, station.vector);
    m_text += '}';
    first = false;
  }
  m_text += "],\n\"listeners\":[";
  flush();
}

void TruthWriter::add(const RadioListener& listener, const std::vector<SimulatedSession>& sessions) {
  m_text += (m_first ? "\n{\"id\":\"" : ",\n{\"id\":\"") + listener.id +
            "\",\"vote\":" + numberText(listener.vote) + ",\"skip_habit\":" + numberText(listener.skipHabit) +
            ",\"taste\":";
  append(m_text, listener.taste);
  m_text += ",\"drift\":";
  append(m_text, listener.drift);
  m_text += ",\"sessions\":[";
  char separator = '\n';
  for (const SimulatedSession& session : sessions) {
    m_text += separator;
    m_text += "{\"start\":" + numberText(session.startMs) + ",\"station\":" + numberText(session.station) +
              ",\"moods\":";
    char comma = '[';
    for (const std::int32_t mood : session.moods) {
      m_text += comma;
      m_text += numberText(mood);
      comma = ',';
    }
    m_text += "]}";
    separator = ',';
  }
  m_text += "]}";
  m_first = false;
  flush();
}

void TruthWriter::finish() {
  m_text += "]}\n";
  flush();
  if (!m_out.flush())
    throw core::Error("The truth file could not be written: make room on the disk and try again.");
}

void TruthWriter::flush() {
  m_out.write(m_text.data(), static_cast<std::streamsize>(m_text.size()));
  m_text.clear();
}

} // namespace skipscope::listening
