#include "core/listening/simulator.h"

#include "core/error.h"
#include "core/listening/portable_math.h"
#include "core/listening/radio_world.h"
#include "core/listening/simulator_truth.h"
#include "core/listening/time_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <ostream>

namespace skipscope::listening {

namespace {

constexpr std::int64_t kStartMs = 1'704'067'200'000; // 2024-01-01
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kPauseMs = 60'000; // at least, between two sessions
constexpr std::size_t kBlock = 1 << 16;

/// What the random numbers of one play are for.
enum PlayDraw : std::uint64_t {
  kSongDraw = 0,
  kLastSongDraw = 3,
  kMoodDraw,
  kOutcomeDraw,
  kPlayedDraw,
  kDraws = 8
};
/// Sources of a listener's random numbers beside those of the listener itself.
enum ListenerPart : std::uint64_t { kPlays = 2, kSessions };

void checkSettings(const SimulatorSettings& settings) {
  for (const auto& field : simulatorFields()) {
    SimulatorSettings scratch;
    if (const auto problem = field.set(scratch, field.get(settings)))
      throw core::UsageError("Simulator rate " + field.text.key + ": " + *problem);
  }
  if (settings.likeThreshold < settings.dislikeThreshold)
    throw core::UsageError("Simulator rate vote.like must not be below vote.dislike.");
}

/// Rows of the log, written in blocks.
class LogWriter {
public:
  LogWriter(std::ostream& out, const RadioWorld& world) : m_out(out), m_world(world) {
    for (const RadioSong& song : world.songs)
      m_tails.push_back(',' + std::to_string(song.durationMs) + ',' + song.title + ',' + song.artist + '\n');
    m_text = "listener,song,time,station,feedback,played_ms,duration_ms,title,artist\n";
  }

  void add(const RadioListener& listener, std::uint32_t song, std::uint32_t station, std::int64_t timeMs,
           Feedback feedback, std::int32_t playedMs) {
    char number[40];
    m_text.append(listener.id).append(1, ',').append(m_world.songs[song].id).append(1, ',');
    m_text.append(number, writeIsoTime(timeMs, number)).append(1, ',');
    m_text.append(m_world.stations[station].name)
        .append(1, ',')
        .append(feedbackName(feedback))
        .append(1, ',');
    m_text.append(number, std::to_chars(number, number + sizeof number, playedMs).ptr).append(m_tails[song]);
    if (m_text.size() >= kBlock)
      flush();
  }

  void finish() {
    flush();
    m_out.flush();
    check();
  }

private:
  void flush() {
    m_out.write(m_text.data(), static_cast<std::streamsize>(m_text.size()));
    m_text.clear();
    check();
  }
  void check() const {
    if (!m_out)
      throw core::Error("The simulated log could not be written: make room on the disk and try again.");
  }

  std::ostream& m_out;
  const RadioWorld& m_world;
  std::vector<std::string> m_tails; ///< [songs] what a row ends with
  std::string m_text;
};

/// What a listener still remembers of each song; forgotten at once when the next listener comes.
class SongMemory {
public:
  explicit SongMemory(std::size_t songs, double memory) : m_traces(songs), m_memory(memory) {}

  void startListener() { ++m_listener; }

  /// Sum of exp(−distance / memory) over earlier plays.
  double fatigue(std::uint32_t song, std::int64_t play) const {
    const Trace& trace = m_traces[song];
    if (trace.listener != m_listener)
      return 0;
    return trace.strength * portableExp(-static_cast<double>(play - trace.play) / m_memory);
  }
  bool playedSince(std::uint32_t song, std::int64_t play) const {
    return m_traces[song].listener == m_listener && m_traces[song].play >= play;
  }
  void played(std::uint32_t song, std::int64_t play) {
    m_traces[song] = {m_listener, play, fatigue(song, play) + 1};
  }

private:
  struct Trace {
    std::int64_t listener = 0;
    std::int64_t play = 0;
    double strength = 0;
  };
  std::vector<Trace> m_traces;
  double m_memory;
  std::int64_t m_listener = 0;
};

class Simulation {
public:
  Simulation(const RadioWorld& world, std::ostream& log, SimulatedCounts& counts)
      : m_world(world), m_settings(world.settings), m_log(log, world),
        m_memory(world.songs.size(), world.settings.fatigueMemory), m_counts(counts) {}

  std::int64_t endMs() const { return kStartMs + m_settings.days * kDayMs; }

  /// Writes one listener's plays and returns the sessions.
  const std::vector<SimulatedSession>& simulate(const RadioListener& listener, std::int64_t number) {
    const CounterRandom random =
        CounterRandom(m_settings.seed).part(~std::uint64_t{0}).part(static_cast<std::uint64_t>(number));
    m_memory.startListener();
    planSessions(listener, random.part(kSessions));
    const CounterRandom plays = random.part(kPlays);
    std::int64_t play = 0;
    std::int64_t freeFrom = kStartMs;
    for (SimulatedSession& session : m_sessions) {
      session.startMs = std::max(session.startMs, freeFrom);
      freeFrom = playSession(listener, session, play, plays) + kPauseMs;
      play += static_cast<std::int64_t>(session.moods.size());
    }
    return m_sessions;
  }

  void finish() { m_log.finish(); }

private:
  /// Lengths, stations and earliest starts; a session's length is geometric around its mean.
  void planSessions(const RadioListener& listener, const CounterRandom& random) {
    m_sessions.clear();
    std::vector<double> running;
    double sum = 0;
    for (const RadioStation& station : m_world.stations)
      running.push_back(sum += portableExp(m_settings.stationChoice * dot(listener.taste, station.vector)));
    std::uint64_t counter = 0;
    for (std::int64_t left = listener.events; left > 0;) {
      const double uniform = 1 - random.uniform(counter++);
      const double longer = -portableLog(uniform) * static_cast<double>(m_settings.sessionSongs - 1);
      const std::int64_t songs = std::min(left, 1 + static_cast<std::int64_t>(longer + 0.5));
      const double choice = random.uniform(counter++) * sum;
      const auto station = std::upper_bound(running.begin(), running.end() - 1, choice) - running.begin();
      m_sessions.push_back({0, static_cast<std::uint32_t>(station), {}});
      m_sessions.back().moods.resize(static_cast<std::size_t>(songs));
      left -= songs;
    }
    const double apart = static_cast<double>(m_settings.days * kDayMs) /
                         static_cast<double>(m_sessions.size()); // ms between sessions
    for (std::size_t i = 0; i < m_sessions.size(); ++i) {
      const double start = (static_cast<double>(i) + random.uniform(counter++)) * apart;
      m_sessions[i].startMs = kStartMs + static_cast<std::int64_t>(start / 1000) * 1000;
    }
  }

  /// Plays a session whose first play has this number; returns the time of its end.
  std::int64_t playSession(const RadioListener& listener, SimulatedSession& session, std::int64_t firstPlay,
                           const CounterRandom& random) {
    const double share =
        static_cast<double>(session.startMs - kStartMs) / static_cast<double>(m_settings.days * kDayMs);
    const TasteVector taste = listener.tasteAt(share);
    const RadioStation& station = m_world.stations[session.station];
    const double persistence = m_settings.moodPersistence;
    const double freshness = std::sqrt(1 - persistence * persistence) * m_settings.moodSpread;
    std::int64_t time = session.startMs;
    double mood = 0;
    for (std::size_t i = 0; i < session.moods.size(); ++i) {
      const std::int64_t play = firstPlay + static_cast<std::int64_t>(i);
      const std::uint64_t counter = static_cast<std::uint64_t>(play) * kDraws;
      const double change = random.normal(counter + kMoodDraw);
      mood = i == 0 ? m_settings.moodSpread * change : persistence * mood + freshness * change;
      session.moods[i] = static_cast<std::int32_t>(std::floor(mood * 1000 + 0.5));
      mood = session.moods[i] / 1000.0; // as the truth file tells it
      const std::uint32_t song = chooseSong(station, firstPlay, random, counter);
      const TasteVector& vector = m_world.songs[song].vector;
      const PlayChances chances =
          playChances(m_settings, listener, dot(taste, vector), dot(station.vector, vector), mood,
                      m_memory.fatigue(song, play));
      m_memory.played(song, play);
      const Feedback feedback = outcome(chances, random.uniform(counter + kOutcomeDraw));
      const std::int32_t played =
          playedMs(feedback, m_world.songs[song].durationMs, random.uniform(counter + kPlayedDraw));
      m_log.add(listener, song, session.station, time, feedback, played);
      time += (played / 1000 + 2) * std::int64_t{1000};
    }
    return time;
  }

  /// By the station's weights; a song of this session is passed over a few times before it may come again.
  std::uint32_t chooseSong(const RadioStation& station, std::int64_t firstPlay, const CounterRandom& random,
                           std::uint64_t counter) const {
    std::uint32_t song = 0;
    for (std::uint64_t draw = kSongDraw; draw <= kLastSongDraw; ++draw) {
      const auto& running = station.cumulative;
      const auto place = std::upper_bound(running.begin(), running.end() - 1, random.uniform(counter + draw));
      song = station.songs[static_cast<std::size_t>(place - running.begin())];
      if (!m_memory.playedSince(song, firstPlay))
        break;
    }
    return song;
  }

  Feedback outcome(const PlayChances& chances, double uniform) {
    ++m_counts.events;
    if (uniform < chances.like) {
      ++m_counts.likes;
      return Feedback::Like;
    }
    if (uniform < chances.like + chances.dislike) {
      ++m_counts.dislikes;
      return Feedback::Dislike;
    }
    if (uniform < chances.like + chances.dislike + chances.skip) {
      ++m_counts.skips;
      return Feedback::Skip;
    }
    ++m_counts.listens;
    return Feedback::Listen;
  }

  /// Skips end within half a minute, dislikes within one; most other plays run to the end.
  static std::int32_t playedMs(Feedback feedback, std::int32_t durationMs, double uniform) {
    switch (feedback) {
    case Feedback::Skip:
      return 1000 + static_cast<std::int32_t>(uniform * 28'000);
    case Feedback::Dislike:
      return 3000 + static_cast<std::int32_t>(uniform * 57'000);
    case Feedback::Like:
    case Feedback::Listen:
      break;
    }
    constexpr double kToTheEnd = 0.85;
    if (uniform < kToTheEnd)
      return durationMs;
    return static_cast<std::int32_t>(durationMs * (0.6 + 0.4 * (uniform - kToTheEnd) / (1 - kToTheEnd)));
  }

  const RadioWorld& m_world;
  const SimulatorSettings& m_settings;
  LogWriter m_log;
  SongMemory m_memory;
  SimulatedCounts& m_counts;
  std::vector<SimulatedSession> m_sessions;
};

} // namespace

std::string fewSongsNote(const SimulatorSettings& settings, const SimulatedCounts& counts) {
  if (2 * counts.songsOnStations >= settings.songs)
    return {};
  return "Only " + std::to_string(counts.songsOnStations) + " of the " + std::to_string(settings.songs) +
         " songs are on any station, and no other is ever played: raise stations (now " +
         std::to_string(settings.stations) + ") or station.songs (now " +
         std::to_string(settings.stationSongs) + "), or ask for fewer songs.";
}

SimulatedCounts simulateLog(const SimulatorSettings& settings, std::ostream& log, std::ostream* truth,
                            std::stop_token stop, const core::Observer& observer) {
  checkSettings(settings);
  const auto checkpoint = [&] {
    if (stop.stop_requested())
      throw core::Stopped();
  };
  const RadioWorld world(settings, checkpoint);
  SimulatedCounts counts;
  counts.songsOnStations = world.songsOnStations();
  Simulation simulation(world, log, counts);
  std::unique_ptr<TruthWriter> writer;
  if (truth != nullptr)
    writer = std::make_unique<TruthWriter>(*truth, world, kStartMs, simulation.endMs());
  for (std::int64_t i = 0; i < settings.listeners; ++i) {
    if (i % 64 == 0) {
      checkpoint();
      observer.report(static_cast<double>(i) / static_cast<double>(settings.listeners), "Simulating");
    }
    const RadioListener listener = world.listener(i);
    const auto& sessions = simulation.simulate(listener, i);
    if (writer)
      writer->add(listener, sessions);
  }
  simulation.finish();
  if (writer)
    writer->finish();
  observer.report(1, "Simulated");
  return counts;
}

} // namespace skipscope::listening
