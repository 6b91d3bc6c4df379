#include "core/listening/number_text.h"
#include "core/listening/table_reader.h"

namespace skipscope::listening {

namespace {

TableFormat pikiFormat() {
  return {"piki",
          {{LogField::Listener, {"user_id"}},
           {LogField::Song, {"song_id"}},
           {LogField::Like, {"liked"}},
           {LogField::Time, {"timestamp"}}},
          {"user_id", "song_id", "liked", "timestamp"},
          {LogField::Like},
          makePikiMeaning};
}

TableFormat kuairandFormat() {
  return {"kuairand",
          {{LogField::Listener, {"user_id"}},
           {LogField::Song, {"video_id"}},
           {LogField::Time, {"time_ms"}},
           {LogField::Feedback, {"label"}},
           {LogField::Like, {"is_like"}},
           {LogField::Dislike, {"is_hate"}},
           {LogField::Listen, {"long_view"}},
           {LogField::PlayedMs, {"play_time_ms"}},
           {LogField::DurationMs, {"duration_ms"}},
           {LogField::Station, {"tab"}}},
          {"user_id", "video_id", "time_ms"},
          {LogField::PlayedMs},
          makeKuairandMeaning};
}

bool isNumber(std::string_view text) {
  return parseReal(text).has_value();
}

/// u.data (tabs) and ratings.dat (`::`): four numbers a row.
std::optional<TableLayout> headerlessRatings(std::string_view line) {
  for (const std::string_view delimiter : {"::", "\t"}) {
    TableLayout layout{std::string(delimiter), {"userId", "movieId", "rating", "timestamp"}, false};
    std::size_t cells = 0;
    bool numbers = true;
    for (std::string_view rest = line;; ++cells) {
      const std::size_t end = rest.find(delimiter);
      numbers = numbers && isNumber(rest.substr(0, end));
      if (end == std::string_view::npos)
        break;
      rest.remove_prefix(end + delimiter.size());
    }
    if (numbers && cells + 1 == layout.header.size())
      return layout;
  }
  return std::nullopt;
}

TableFormat movielensFormat() {
  return {"movielens",
          {{LogField::Listener, {"userid"}},
           {LogField::Song, {"movieid"}},
           {LogField::Rating, {"rating"}},
           {LogField::Time, {"timestamp"}}},
          {"userId", "movieId", "rating", "timestamp"},
          {LogField::Rating},
          makeRatingMeaning,
          headerlessRatings,
          {"u.data", "ratings.dat"}};
}

TableFormat tableFormat() {
  return {
      "csv",
      {{LogField::Listener,
        {"listener", "listener_id", "listenerid", "user", "user_id", "userid", "uid", "user_name", "username",
         "account", "account_id", "member_id", "customer_id"}},
       {LogField::Song,
        {"song", "song_id", "songid", "track", "track_id", "trackid", "item", "item_id", "itemid", "sid",
         "movieid", "movie_id", "video_id", "track_uri", "spotify_track_uri"}},
       {LogField::Time,
        {"time", "timestamp", "ts", "datetime", "date_time", "time_ms", "played_at", "listened_at",
         "started_at", "start_time", "created_at", "event_time", "utc_time", "date"}},
       {LogField::Position, {"position", "session_position", "sequence"}},
       {LogField::Feedback, {"feedback", "event_type", "event", "action", "vote", "reaction", "interaction"}},
       {LogField::Rating, {"rating", "stars"}},
       {LogField::Like, {"like", "liked", "is_like", "is_liked", "loved", "thumb_up", "thumbs_up"}},
       {LogField::Dislike,
        {"dislike", "disliked", "is_dislike", "is_disliked", "is_hate", "hated", "banned", "thumb_down",
         "thumbs_down"}},
       {LogField::Skip, {"skip", "skipped", "is_skip", "is_skipped"}},
       {LogField::Listen,
        {"listen", "completed", "is_complete", "is_completed", "finished", "played_through"}},
       {LogField::Station,
        {"station", "station_id", "stationid", "playlist", "playlist_id", "channel", "channel_id", "context",
         "context_type", "session", "session_id"}},
       {LogField::PlayedMs,
        {"played_ms", "ms_played", "play_time_ms", "play_ms", "playtime_ms", "listened_ms",
         "play_duration_ms"}},
       {LogField::DurationMs,
        {"duration_ms", "track_duration_ms", "song_duration_ms", "length_ms", "track_length_ms"}},
       {LogField::Title, {"title", "song_title", "track_title", "song_name", "track_name", "name"}},
       {LogField::Artist, {"artist", "artist_name", "artistname", "performer"}}},
      {},
      {},
      makeTableMeaning};
}

template <TableFormat makeFormat()> std::unique_ptr<LogReader> makeTableReader(const ImportRequest& request) {
  return std::make_unique<TableReader>(makeFormat(), request);
}

} // namespace

const std::vector<LogFormat>& logFormats() {
  static const std::vector<LogFormat> formats = {{"piki", makeTableReader<pikiFormat>},
                                                 {"kuairand", makeTableReader<kuairandFormat>},
                                                 {"movielens", makeTableReader<movielensFormat>},
                                                 {"csv", makeTableReader<tableFormat>}};
  return formats;
}

} // namespace skipscope::listening
