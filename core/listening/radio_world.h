#pragma once

#include "core/listening/feedback.h"
#include "core/listening/simulator.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace skipscope::listening {

inline constexpr std::size_t kTasteDimension = 8;
/// A point in the space of tastes. Single precision, so that its shortest decimal text gives it back exactly.
using TasteVector = std::array<float, kTasteDimension>;

double dot(const TasteVector& a, const TasteVector& b);

struct RadioSong {
  std::string id, title, artist;
  std::uint32_t genre = 0;
  std::int32_t durationMs = 0;
  double popularity = 0; ///< Zipf weight
  TasteVector vector{};
};

struct RadioStation {
  std::string name;
  TasteVector vector{};
  std::vector<std::uint32_t> songs;
  std::vector<double> cumulative; ///< [songs] running sum of the weights they are drawn with, last = 1
};

/// Taste and habits of a listener, which no log tells.
struct ListenerTruth {
  TasteVector taste{}; ///< at the log's start
  TasteVector drift{}; ///< added in full by its end
  double vote = 0;     ///< chance to vote on a song loved or hated; 0 = never votes
  double skipHabit = 0;

  /// Unit vector of taste at a share of the log's time span.
  TasteVector tasteAt(double share) const;
  friend bool operator==(const ListenerTruth&, const ListenerTruth&) = default;
};

struct RadioListener : ListenerTruth {
  std::string id;
  std::int64_t events = 0;
};

/// What a listener feels about one play, and the chances that follow (docs/simulator.md has the formulas).
struct PlayChances {
  double like = 0;
  double dislike = 0;
  double skip = 0;
};
PlayChances playChances(const SimulatorSettings& settings, const ListenerTruth& listener, double tasteFit,
                        double stationFit, double mood, double fatigue);

/// Songs, stations and listeners of a simulated radio.
struct RadioWorld {
  /// Makes songs and stations; listeners are made one at a time. Blocking for large catalogues: `checkpoint`
  /// is called once a station.
  RadioWorld(const SimulatorSettings& settings, const std::function<void()>& checkpoint);

  RadioListener listener(std::int64_t number) const;
  /// How many songs at least one station plays: no other ever occurs in the log.
  std::int64_t songsOnStations() const;

  SimulatorSettings settings;
  std::vector<RadioSong> songs;
  std::vector<RadioStation> stations;

private:
  void makeSongs();
  void makeStations(const std::function<void()>& checkpoint);
  void scaleLengths();
  double rawLength(std::int64_t listener) const;

  std::vector<TasteVector> m_genres;
  std::vector<double> m_genreWeights; ///< running sum, last = 1
  std::vector<TasteVector> m_artists;
  std::vector<std::string> m_artistNames;
  std::vector<std::uint32_t> m_artistGenres;
  double m_lengthScale = 1;
};

/// Invented, readable names; the same number gives the same name.
std::string songTitle(std::uint64_t bits);
std::string artistName(std::uint64_t number);
std::string genreName(std::uint64_t number);

} // namespace skipscope::listening
