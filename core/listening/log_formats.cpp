#include "core/listening/json_readers.h"
#include "core/listening/number_text.h"
#include "core/listening/row_splitter.h"
#include "core/listening/table_reader.h"
#include "core/listening/time_text.h"

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
          makePikiMeaning,
          nullptr,
          {},
          {},
          [](const ImportRules& rules) {
            std::map<std::string, std::string> columns;
            if (rules.pikiStation != "none")
              columns["station"] = rules.pikiStation;
            return columns;
          }};
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

/// Days of MSSD: ISO, or dd-mm-yy.
std::optional<std::int64_t> dayOf(std::string_view text) {
  if (text.size() == 8 && text[2] == '-' && text[5] == '-')
    return dayOf("20" + std::string(text.substr(6)) + "-" + std::string(text.substr(3, 2)) + "-" +
                 std::string(text.substr(0, 2)));
  if (text.find('-') == std::string_view::npos) // no epoch
    return std::nullopt;
  const auto time = parseTime(text);
  return time ? std::optional(time->ms) : std::nullopt;
}

/// Sessions of MSSD have a day and an order, but no hours: the place in the session stands for seconds.
std::optional<std::int64_t> sessionMoment(const Cells& cells) {
  const auto day = dayOf(cells[LogField::Time]);
  const auto position = parseInteger(cells[LogField::Position]);
  constexpr std::int64_t kLastPosition = 86'399; // a session longer than a day's seconds is none
  if (!day || !position || *position < 0 || *position > kLastPosition)
    return std::nullopt;
  return *day + 1000 * *position;
}

TableFormat mssdFormat() {
  return {"mssd",
          {{LogField::Listener, {"session_id"}},
           {LogField::Position, {"session_position"}},
           {LogField::Song, {"track_id_clean"}},
           {LogField::Station, {"context_type"}},
           {LogField::Time, {"date"}}},
          {"session_id", "session_position", "track_id_clean"},
          {LogField::Position},
          makeMssdMeaning,
          nullptr,
          {},
          {"skip_1", "skip_2", "skip_3"},
          [](const ImportRules& rules) {
            return std::map<std::string, std::string>{{"skip", rules.mssdSkip}};
          },
          sessionMoment};
}

TableFormat yambdaFormat() {
  TableFormat format{"yambda",
                     {{LogField::Listener, {"uid"}},
                      {LogField::Song, {"item_id"}},
                      {LogField::Time, {"timestamp"}},
                      {LogField::Feedback, {"event_type"}},
                      {LogField::PlayedPercent, {"played_ratio_pct"}},
                      {LogField::DurationMs, {"track_length_seconds"}}},
                     {"uid", "item_id", "timestamp"},
                     {},
                     makeYambdaMeaning,
                     nullptr,
                     {},
                     {"event_type", "is_organic", "played_ratio_pct"}};
  format.signatureWords = {"listen", "like", "dislike", "unlike", "undislike"};
  return format;
}

TableFormat lastfmFormat() {
  TableFormat format{
      "lastfm",
      {{LogField::Listener, {"user", "username", "user_name", "userid", "user_id", "listener"}},
       {LogField::Time, {"uts"}},
       {LogField::Artist, {"artist"}},
       {LogField::Title, {"track"}}},
      {"uts", "artist", "track"},
      {},
      makePlaysMeaning};
  format.songByNames = format.oneListener = true;
  return format;
}

/// userid, ISO time, MBID and name of the artist, MBID and name of the track.
std::optional<TableLayout> headerlessScrobbles(std::string_view line) {
  TableLayout layout{
      "\t", {"userid", "timestamp", "artist_mbid", "artist", "track_mbid", "track"}, false, false};
  RowSplitter splitter(layout.delimiter, layout.header.size(), false);
  splitter.split(line);
  if (splitter.cells().size() != layout.header.size())
    return std::nullopt;
  const std::string_view time = splitter.cells()[1];
  return time.find('T') != std::string_view::npos && parseTime(time) ? std::optional(layout) : std::nullopt;
}

TableFormat lastfm1kFormat() {
  TableFormat format{"lastfm1k",
                     {{LogField::Listener, {"userid"}},
                      {LogField::Time, {"timestamp"}},
                      {LogField::Artist, {"artist"}},
                      {LogField::Title, {"track"}}},
                     {"userid", "timestamp", "artist_mbid", "artist", "track_mbid", "track"},
                     {},
                     makePlaysMeaning,
                     headerlessScrobbles,
                     {"userid-timestamp-artid-artname-traid-traname.tsv"}};
  format.songByNames = true;
  return format;
}

/// What Rockbox and other players write; the MBID came with version 1.1 and is often left out.
std::optional<TableLayout> scrobblerLayout(std::string_view line) {
  if (!line.starts_with("#AUDIOSCROBBLER/"))
    return std::nullopt;
  return TableLayout{"\t", {"artist", "album", "title", "tracknum", "length", "rating", "timestamp", "mbid"},
                     true, false,
                     1,    '#'};
}

TableFormat scrobblerFormat() {
  TableFormat format{"scrobbler",
                     {{LogField::Artist, {"artist"}},
                      {LogField::Title, {"title"}},
                      {LogField::DurationMs, {"length"}},
                      {LogField::Feedback, {"rating"}},
                      {LogField::Time, {"timestamp"}}},
                     {"artist", "album", "title", "tracknum", "length", "rating", "timestamp", "mbid"},
                     {},
                     makeScrobblerMeaning,
                     scrobblerLayout};
  format.noteOf = [](std::string_view comment) -> std::string_view {
    return comment.starts_with("#TZ/") && comment != "#TZ/UTC"
               ? "The player's clock has another or an unknown zone: its times were read as UTC."
               : std::string_view();
  };
  format.songByNames = format.oneListener = true;
  return format;
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
       {LogField::PlayedPercent, {"played_pct", "played_ratio_pct", "played_percent"}},
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
  static const std::vector<LogFormat> formats = {{"spotify", makeSpotifyReader, false},
                                                 {"listenbrainz", makeListenBrainzReader, false},
                                                 {"scrobbler", makeTableReader<scrobblerFormat>},
                                                 {"mssd", makeTableReader<mssdFormat>},
                                                 {"piki", makeTableReader<pikiFormat>},
                                                 {"kuairand", makeTableReader<kuairandFormat>},
                                                 {"lastfm", makeTableReader<lastfmFormat>},
                                                 {"lastfm1k", makeTableReader<lastfm1kFormat>},
                                                 {"yambda", makeTableReader<yambdaFormat>},
                                                 {"movielens", makeTableReader<movielensFormat>},
                                                 {"csv", makeTableReader<tableFormat>}};
  return formats;
}

} // namespace skipscope::listening
