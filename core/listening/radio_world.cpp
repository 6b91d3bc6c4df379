#include "core/listening/radio_world.h"

#include "core/listening/portable_math.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace skipscope::listening {

namespace {

/// Purposes of random numbers, each with a source of its own.
enum Purpose : std::uint64_t { kGenrePart = 1, kArtistPart, kSongPart, kStationPart, kListenerPart };

CounterRandom randomOf(const SimulatorSettings& settings, Purpose purpose, std::uint64_t number) {
  return CounterRandom(settings.seed).part(purpose).part(number);
}

TasteVector unit(TasteVector vector) {
  double square = 0;
  for (const float x : vector)
    square += static_cast<double>(x) * x;
  const double length = std::sqrt(square);
  if (length > 0)
    for (float& x : vector)
      x = static_cast<float>(x / length);
  return vector;
}

/// `centre` plus a random step of about `length`.
TasteVector near(const TasteVector& centre, double length, const CounterRandom& random) {
  const double scale = length / std::sqrt(static_cast<double>(kTasteDimension));
  TasteVector vector{};
  for (std::size_t i = 0; i < kTasteDimension; ++i)
    vector[i] = static_cast<float>(centre[i] + scale * random.normal(1000 + i));
  return vector;
}

std::string paddedId(char letter, std::int64_t number, std::int64_t count) {
  const std::string digits = std::to_string(number);
  return letter + std::string(std::to_string(count).size() - digits.size(), '0') + digits;
}

/// Running sum of weights, scaled to end at 1.
std::vector<double> runningShares(std::vector<double> weights) {
  std::partial_sum(weights.begin(), weights.end(), weights.begin());
  const double sum = weights.back();
  for (double& weight : weights)
    weight /= sum;
  weights.back() = 1;
  return weights;
}

std::size_t drawn(const std::vector<double>& running, double uniform) {
  return static_cast<std::size_t>(std::upper_bound(running.begin(), running.end() - 1, uniform) -
                                  running.begin());
}

double zipf(std::int64_t rank, double exponent) {
  return portableExp(-exponent * portableLog(static_cast<double>(rank + 1)));
}

} // namespace

double dot(const TasteVector& a, const TasteVector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < kTasteDimension; ++i)
    sum += static_cast<double>(a[i]) * b[i];
  return sum;
}

TasteVector ListenerTruth::tasteAt(double share) const {
  TasteVector vector = taste;
  for (std::size_t i = 0; i < kTasteDimension; ++i)
    vector[i] = static_cast<float>(taste[i] + share * drift[i]);
  return unit(vector);
}

PlayChances playChances(const SimulatorSettings& settings, const ListenerTruth& listener, double tasteFit,
                        double stationFit, double mood, double fatigue) {
  const double liking = settings.tasteWeight * tasteFit + settings.stationWeight * stationFit;
  const double appeal = liking + mood - settings.fatigueStrength * fatigue;
  PlayChances chances;
  if (listener.vote > 0) {
    chances.like = listener.vote * logistic(settings.voteSharpness * (appeal - settings.likeThreshold));
    chances.dislike = listener.vote * logistic(settings.voteSharpness * (settings.dislikeThreshold - appeal));
  }
  const double cause =
      listener.skipHabit - settings.skipMoodWeight * mood + settings.skipFatigueWeight * fatigue;
  const double middle = 0.5 * (settings.likeThreshold + settings.dislikeThreshold);
  const double logit = portableLog(settings.skipRate / (1 - settings.skipRate)) +
                       (1 - settings.skipTasteShare) * cause -
                       settings.skipTasteShare * settings.skipTasteWeight * (liking - middle);
  chances.skip = std::max(0.0, 1 - chances.like - chances.dislike) * logistic(logit);
  return chances;
}

RadioWorld::RadioWorld(const SimulatorSettings& given, const std::function<void()>& checkpoint)
    : settings(given) {
  makeSongs();
  makeStations(checkpoint);
  scaleLengths();
}

void RadioWorld::makeSongs() {
  std::vector<double> weights;
  for (std::int64_t genre = 0; genre < settings.genres; ++genre) {
    m_genres.push_back(unit(near({}, 1, randomOf(settings, kGenrePart, static_cast<std::uint64_t>(genre)))));
    weights.push_back(zipf(genre, settings.genrePopularity));
  }
  m_genreWeights = runningShares(std::move(weights));
  const std::int64_t artists = std::max<std::int64_t>(1, settings.songs / settings.songsPerArtist);
  for (std::int64_t artist = 0; artist < artists; ++artist) {
    const auto number = static_cast<std::uint64_t>(artist);
    const CounterRandom random = randomOf(settings, kArtistPart, number);
    const std::size_t genre = drawn(m_genreWeights, random.uniform(0));
    m_artistGenres.push_back(static_cast<std::uint32_t>(genre));
    m_artists.push_back(unit(near(m_genres[genre], settings.artistSpread, random)));
    m_artistNames.push_back(artistName(number));
  }
  const auto songCount = static_cast<std::uint64_t>(settings.songs);
  for (std::int64_t i = 0; i < settings.songs; ++i) {
    const CounterRandom random = randomOf(settings, kSongPart, static_cast<std::uint64_t>(i));
    const auto artist = static_cast<std::size_t>(random.below(0, m_artists.size()));
    RadioSong song;
    song.id = paddedId('S', i + 1, settings.songs);
    song.title = songTitle(random.bits(1));
    song.artist = m_artistNames[artist];
    song.genre = m_artistGenres[artist];
    song.durationMs = static_cast<std::int32_t>(210'000 + 40'000 * random.normal(2));
    song.popularity = zipf(static_cast<std::int64_t>(random.below(3, songCount)), settings.songPopularity);
    song.vector = unit(near(m_artists[artist], settings.songSpread, random));
    songs.push_back(std::move(song));
  }
}

void RadioWorld::makeStations(const std::function<void()>& checkpoint) {
  std::vector<double> logPopularity;
  for (const RadioSong& song : songs)
    logPopularity.push_back(portableLog(song.popularity));
  const auto count = static_cast<std::size_t>(std::min(settings.stationSongs, settings.songs));
  std::vector<std::pair<double, std::uint32_t>> scored(songs.size());
  for (std::int64_t i = 0; i < settings.stations; ++i) {
    checkpoint();
    const CounterRandom random = randomOf(settings, kStationPart, static_cast<std::uint64_t>(i));
    RadioStation station;
    std::string seed;
    if (random.uniform(0) < settings.stationArtistShare) {
      const auto artist = static_cast<std::size_t>(random.below(1, m_artists.size()));
      station.vector = m_artists[artist];
      seed = m_artistNames[artist];
    } else {
      const std::size_t genre = drawn(m_genreWeights, random.uniform(1));
      station.vector = m_genres[genre];
      seed = genreName(genre);
    }
    station.name = seed + " Radio " + std::to_string(i + 1);
    for (std::uint32_t song = 0; song < songs.size(); ++song)
      scored[song] = {settings.stationFocus * dot(station.vector, songs[song].vector) +
                          settings.stationPopularity * logPopularity[song],
                      song};
    const auto better = [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    };
    const auto end = scored.begin() + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(scored.begin(), end, scored.end(), better);
    std::vector<double> weights;
    for (auto each = scored.begin(); each != end; ++each) {
      station.songs.push_back(each->second);
      weights.push_back(portableExp(each->first - scored.front().first));
    }
    station.cumulative = runningShares(std::move(weights));
    stations.push_back(std::move(station));
  }
}

std::int64_t RadioWorld::songsOnStations() const {
  std::vector<bool> played(songs.size());
  for (const RadioStation& station : stations)
    for (const std::uint32_t song : station.songs)
      played[song] = true;
  return std::count(played.begin(), played.end(), true);
}

double RadioWorld::rawLength(std::int64_t listener) const {
  return portableExp(settings.lengthSpread *
                     randomOf(settings, kListenerPart, static_cast<std::uint64_t>(listener)).normal(0));
}

void RadioWorld::scaleLengths() {
  double sum = 0;
  for (std::int64_t i = 0; i < settings.listeners; ++i)
    sum += rawLength(i);
  m_lengthScale = static_cast<double>(settings.eventsPerListener * settings.listeners) / sum;
}

RadioListener RadioWorld::listener(std::int64_t number) const {
  const CounterRandom random = randomOf(settings, kListenerPart, static_cast<std::uint64_t>(number));
  RadioListener listener;
  listener.id = paddedId('L', number + 1, settings.listeners);
  listener.events = std::max<std::int64_t>(1, std::llround(m_lengthScale * rawLength(number)));
  TasteVector centre{};
  for (std::int64_t i = 0; i < settings.tasteGenres; ++i) {
    const auto counter = static_cast<std::uint64_t>(10 + 2 * i);
    const TasteVector& genre = m_genres[drawn(m_genreWeights, random.uniform(counter))];
    const double weight = 0.5 + random.uniform(counter + 1);
    for (std::size_t d = 0; d < kTasteDimension; ++d)
      centre[d] = static_cast<float>(centre[d] + weight * genre[d]);
  }
  listener.taste = unit(near(unit(centre), settings.tasteSpread, random));
  listener.drift = near({}, settings.tasteDrift, random.part(1));
  if (random.uniform(1) >= settings.neverVoteShare)
    listener.vote = std::min(1.0, settings.voteRate * portableExp(settings.voteSpread * random.normal(2)));
  listener.skipHabit = settings.skipHabitSpread * random.normal(3);
  return listener;
}

} // namespace skipscope::listening
