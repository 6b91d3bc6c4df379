#include "core/listening/field_makers.h"
#include "core/listening/simulator.h"

namespace skipscope::listening {

namespace {

using Settings = SimulatorSettings;

template <class Number>
core::Field<Settings> rate(Number Settings::*member, const char* key, const char* group, const char* label,
                           const char* unit, double low, double high, const char* tooltip) {
  const core::FieldText text{key, group, label, unit, tooltip, core::FieldKind::Text, {}, low, high};
  if constexpr (std::is_same_v<Number, double>)
    return realField(text, member);
  else
    return integerField(text, member);
}

std::vector<core::Field<Settings>> sizeFields() {
  const char* group = "Size";
  return {
      rate(&Settings::listeners, "listeners", group, "Listeners", "listeners", 1, 1e8,
           "How many people listen."),
      rate(&Settings::songs, "songs", group, "Songs", "songs", 2, 1e7, "How many songs the radio has."),
      rate(&Settings::stations, "stations", group, "Stations", "stations", 1, 1e5,
           "How many stations there are; each grows from an artist or a genre."),
      rate(&Settings::eventsPerListener, "events_per_listener", group, "Plays per listener", "plays", 1, 1e6,
           "Mean over the listeners; most have fewer, some many more."),
      rate(&Settings::lengthSpread, "habit.length_spread", group, "Variation of plays per listener", "", 0, 2,
           "Standard deviation of the logarithm of a listener's number of plays."),
      rate(&Settings::days, "days", group, "Time span", "days", 1, 36500,
           "Length of the log; a listener with very many plays may go on a little longer."),
      rate(&Settings::seed, "seed", group, "Seed", "", 0, 9007199254740991.0,
           "The same seed and rates give the same log, byte for byte."),
  };
}

std::vector<core::Field<Settings>> musicFields() {
  const char* group = "Songs and stations";
  return {
      rate(&Settings::genres, "songs.genres", group, "Genres", "genres", 1, 1000,
           "Clusters of similar artists."),
      rate(&Settings::songsPerArtist, "songs.per_artist", group, "Songs per artist", "songs", 1, 1e4,
           "Mean number of songs of an artist."),
      rate(&Settings::artistSpread, "songs.artist_spread", group, "Distance of artists from their genre", "",
           0, 10, "0: all artists of a genre sound the same; genres have length 1."),
      rate(&Settings::songSpread, "songs.song_spread", group, "Distance of songs from their artist", "", 0,
           10, "0: all songs of an artist sound the same."),
      rate(&Settings::songPopularity, "songs.popularity", group, "Concentration of song popularity", "", 0, 3,
           "Exponent of the Zipf law by which songs differ in popularity; 0: all alike."),
      rate(&Settings::genrePopularity, "songs.genre_popularity", group, "Concentration of genre popularity",
           "", 0, 3, "Exponent of the Zipf law by which genres differ in popularity."),
      rate(&Settings::stationSongs, "station.songs", group, "Songs of a station", "songs", 1, 1e6,
           "A station plays this many songs, the best by closeness to its seed and popularity."),
      rate(&Settings::stationArtistShare, "station.artist_share", group, "Stations grown from an artist", "",
           0, 1, "The other stations grow from a genre."),
      rate(&Settings::stationFocus, "station.focus", group, "Focus of stations", "", 0, 100,
           "How strongly a station prefers songs close to its seed."),
      rate(&Settings::stationPopularity, "station.popularity", group, "Popularity on stations", "", 0, 10,
           "How strongly a station prefers popular songs."),
  };
}

std::vector<core::Field<Settings>> listenerFields() {
  const char* group = "Listeners";
  return {
      rate(&Settings::tasteGenres, "taste.genres", group, "Genres in a taste", "genres", 1, 100,
           "A listener's taste is a mixture of this many genres."),
      rate(&Settings::tasteSpread, "taste.spread", group, "Personal part of taste", "", 0, 10,
           "Distance of a listener's taste from the genres in it; 0: taste is a mixture of genres and "
           "nothing else."),
      rate(&Settings::tasteDrift, "taste.drift", group, "Drift of taste", "", 0, 10,
           "How far taste moves from the log's start to its end."),
      rate(&Settings::stationChoice, "taste.station_choice", group, "Stations follow taste", "", 0, 100,
           "How strongly the choice of a station follows taste; 0: any station."),
      rate(&Settings::neverVoteShare, "habit.never_vote", group, "Listeners who never vote", "", 0, 1,
           "Share of listeners without a single like or dislike."),
      rate(&Settings::voteRate, "habit.vote", group, "Readiness to vote", "", 0, 1,
           "Chance of a vote on a song loved or hated, median over those who vote at all."),
      rate(&Settings::voteSpread, "habit.vote_spread", group, "Variation of that readiness", "", 0, 3,
           "Standard deviation of its logarithm over listeners."),
      rate(&Settings::skipRate, "habit.skip", group, "Skips", "", 0.001, 0.999,
           "Share of skips among songs without a vote, for a middling listener, song and mood."),
      rate(&Settings::skipHabitSpread, "habit.skip_spread", group, "Variation of the skipping habit", "", 0,
           10, "Standard deviation over listeners, in logits."),
  };
}

std::vector<core::Field<Settings>> momentFields() {
  const char* group = "Sessions and opinions";
  return {
      rate(&Settings::sessionSongs, "session.songs", group, "Songs per session", "songs", 1, 1000,
           "Mean length of a session; one session has one station."),
      rate(&Settings::moodPersistence, "mood.persistence", group, "Persistence of mood", "", 0, 0.999,
           "Correlation of mood from one song of a session to the next."),
      rate(&Settings::moodSpread, "mood.spread", group, "Variation of mood", "", 0, 10,
           "Standard deviation of mood, in units of appeal."),
      rate(&Settings::fatigueStrength, "fatigue.strength", group, "Fatigue of repeats", "", 0, 10,
           "What a play just before takes from a song's appeal."),
      rate(&Settings::fatigueMemory, "fatigue.memory", group, "Memory of repeats", "songs", 1, 1e6,
           "After this many songs an earlier play counts for 37 %."),
      rate(&Settings::tasteWeight, "appeal.taste", group, "Weight of taste in appeal", "", 0, 100,
           "Appeal = taste fit × this + station fit × its weight + mood − fatigue."),
      rate(&Settings::stationWeight, "appeal.station", group, "Weight of station fit in appeal", "", 0, 100,
           "How much a song that fits the station appeals more."),
      rate(&Settings::likeThreshold, "vote.like", group, "Appeal of a like", "", -100, 100,
           "At this appeal the chance of a like is half the readiness to vote. Not below vote.dislike."),
      rate(&Settings::dislikeThreshold, "vote.dislike", group, "Appeal of a dislike", "", -100, 100,
           "At this appeal the chance of a dislike is half the readiness to vote."),
      rate(&Settings::voteSharpness, "vote.sharpness", group, "Sharpness of votes", "", 0, 100,
           "How sharply votes follow appeal; low values are noisy votes."),
      rate(&Settings::skipTasteShare, "skip.taste_share", group, "Share of taste in skips", "", 0, 1,
           "0: skips come from habit, mood and fatigue and say nothing of taste; 1: from taste alone. "
           "Results that "
           "rest on skips should be looked at for 0, 0.5 and 1."),
      rate(&Settings::skipTasteWeight, "skip.taste", group, "Weight of taste in skips", "", 0, 100,
           "How strongly a song that fits badly is skipped, in logits per unit of appeal."),
      rate(&Settings::skipMoodWeight, "skip.mood", group, "Weight of mood in skips", "", 0, 100,
           "How strongly bad mood makes skip, in logits per unit of mood."),
      rate(&Settings::skipFatigueWeight, "skip.fatigue", group, "Weight of fatigue in skips", "", 0, 100,
           "How strongly recent repeats make skip, in logits per recent play."),
  };
}

} // namespace

const std::vector<core::Field<SimulatorSettings>>& simulatorFields() {
  static const auto fields = [] {
    std::vector<core::Field<Settings>> all;
    for (auto&& part : {sizeFields(), listenerFields(), musicFields(), momentFields()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return fields;
}

} // namespace skipscope::listening
