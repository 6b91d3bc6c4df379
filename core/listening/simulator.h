#pragma once

#include "core/field.h"
#include "core/observer.h"

#include <cstdint>
#include <iosfwd>
#include <stop_token>
#include <string>
#include <vector>

namespace skipscope::listening {

/// Every rate of the radio simulator with its stated default (docs/simulator.md says what each does).
struct SimulatorSettings {
  std::int64_t listeners = 1000;
  std::int64_t songs = 2000;
  std::int64_t stations = 40;
  std::int64_t eventsPerListener = 100; ///< mean; the lengths vary strongly
  std::uint64_t seed = 1;
  std::int64_t days = 90; ///< time span of the log

  std::int64_t genres = 12;
  std::int64_t songsPerArtist = 8; ///< mean
  double artistSpread = 0.9;       ///< distance of artists from their genre
  double songSpread = 0.5;         ///< distance of songs from their artist
  double songPopularity = 0.8;     ///< Zipf exponent over songs
  double genrePopularity = 0.7;    ///< Zipf exponent over genres

  std::int64_t stationSongs = 300; ///< songs a station plays
  double stationArtistShare = 0.5; ///< stations seeded by an artist; the others by a genre
  double stationFocus = 4.0;       ///< weight of closeness to the seed
  double stationPopularity = 0.5;  ///< weight of popularity

  std::int64_t tasteGenres = 3; ///< genres in a listener's taste
  double tasteSpread = 1.0;     ///< distance of a listener's taste from these genres
  double tasteDrift = 0.4;      ///< change of taste over the whole log
  double stationChoice = 4.0;   ///< how strongly a session's station follows taste

  double neverVoteShare = 0.4; ///< listeners who never vote
  double voteRate = 0.5;       ///< how readily the others vote, median over listeners
  double voteSpread = 0.7;     ///< variation of that, standard deviation of its logarithm
  double lengthSpread = 0.8;   ///< variation of events per listener, likewise

  std::int64_t sessionSongs = 12; ///< mean
  double moodPersistence = 0.8;   ///< correlation of mood from song to song
  double moodSpread = 0.5;        ///< standard deviation of mood
  double fatigueStrength = 1.0;   ///< what one very recent play of a song takes from its appeal
  double fatigueMemory = 30;      ///< songs after which a play is forgotten to 1/e

  double tasteWeight = 3.0;      ///< weight of taste fit in appeal
  double stationWeight = 1.0;    ///< weight of station fit in appeal
  double voteSharpness = 1.5;    ///< how sharply votes follow appeal
  double likeThreshold = 3.0;    ///< appeal at which a ready voter likes every other song
  double dislikeThreshold = 0.0; ///< appeal at which a ready voter dislikes every other song

  double skipTasteShare = 0.5; ///< skip.taste_share: 0 = skips say nothing of taste, 1 = only taste
  double skipRate = 0.25;      ///< share of skips among songs without a vote, for a middling listener
  double skipHabitSpread = 1.0;
  double skipMoodWeight = 1.0;
  double skipFatigueWeight = 1.0;
  double skipTasteWeight = 1.5;

  friend bool operator==(const SimulatorSettings&, const SimulatorSettings&) = default;
};

/// The description that `simulate --set`, `keys` and the simulate dialog are made from.
const std::vector<core::Field<SimulatorSettings>>& simulatorFields();

struct SimulatedCounts {
  std::int64_t events = 0, likes = 0, dislikes = 0, skips = 0, listens = 0;
  std::int64_t songsOnStations = 0; ///< songs that at least one station plays
};

/// A sentence where stations play fewer than half of the songs asked for, naming the rates that raise it;
/// empty where they play more.
std::string fewSongsNote(const SimulatorSettings& settings, const SimulatedCounts& counts);

/// Writes a log as CSV (header; listener, song, time, station, feedback, played and duration ms, title,
/// artist) and, where `truth` is given, every latent vector and parameter as JSON, so that P(like),
/// P(dislike) and P(skip) of any (listener, song, station, moment) can be recomputed. Same settings, same
/// bytes. Throws core::UsageError for settings out of range, core::Error where writing fails, core::Stopped.
SimulatedCounts simulateLog(const SimulatorSettings& settings, std::ostream& log, std::ostream* truth,
                            std::stop_token stop, const core::Observer& observer);

} // namespace skipscope::listening
