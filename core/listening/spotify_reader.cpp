#include "core/listening/file_sets.h"
#include "core/listening/foreign_text.h"
#include "core/listening/json_object.h"
#include "core/listening/json_objects.h"
#include "core/listening/json_readers.h"
#include "core/listening/row_meaning.h"

#include <algorithm>

namespace skipscope::listening {

namespace {

/// Whether a play ended for a reason that tells nothing about the song.
bool brokeOff(const std::string& reasonEnd) {
  return reasonEnd == "logout" || reasonEnd == "trackerror" || reasonEnd.starts_with("unexpected-exit");
}

/// Names a song alone are read: fields such as the address and the user agent never leave the file.
class SpotifyReader : public LogReader {
public:
  explicit SpotifyReader(const ImportRules& rules)
      : m_skipRule{rules.skipMaxPlayedMs, rules.skipMaxPlayedRatio} {}

  bool recognises(std::string_view, std::string_view head) const override {
    const auto holds = [&](std::string_view key) { return head.find(key) != std::string_view::npos; };
    const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return first != std::string_view::npos && head[first] == '[' && holds("\"ms_played\"") &&
           holds("\"spotify_track_uri\"");
  }

  void read(MemberStream& stream, const std::string& file, LogCollector& log) override {
    requireJson(stream, file, "[{", "spotify");
    JsonObjects objects(stream);
    const std::string& listener = m_sets.listenerOf(stream);
    for (JsonText object; objects.next(object);) {
      const auto play = JsonObject::parse(object.whole ? object.text : "");
      if (!isUtf8(object.text))
        log.reject(kInvalidUtf8, file, object.line, {});
      else if (!play)
        log.reject(kBrokenJson, file, object.line, {});
      else
        read(*play, listener, file, object.line, log);
    }
  }

  void finish(LogCollector& log) override {
    if (m_spoken > 0)
      log.note("Podcasts and audiobooks were left out: " + std::to_string(m_spoken) + ".");
    if (m_brokenOff > 0)
      log.note(
          "Plays that ended with a logout, a crash or an error were left out, for that tells nothing about "
          "the song: " +
          std::to_string(m_brokenOff) + ".");
  }

  LogPreview preview(MemberStream& stream, const std::string&, std::size_t rows) override {
    LogPreview preview;
    preview.format = "spotify";
    preview.header = {"stopped", "artist", "title", "played ms", "ended by", "skipped"};
    preview.mapsColumns = false;
    JsonObjects objects(stream);
    for (JsonText object; preview.rows.size() < rows && objects.next(object);) {
      const auto play = JsonObject::parse(object.whole ? object.text : "");
      if (!play)
        continue;
      auto& row = preview.rows.emplace_back();
      for (const char* key : {"ts", "master_metadata_album_artist_name", "master_metadata_track_name",
                              "ms_played", "reason_end", "skipped"})
        row.push_back(play->shown(key));
    }
    return preview;
  }

private:
  void read(const JsonObject& play, const std::string& listener, const std::string& file, std::int64_t line,
            LogCollector& log) {
    const std::string song = play.text("spotify_track_uri");
    if (song.empty() && (!play.text("spotify_episode_uri").empty() || !play.text("audiobook_uri").empty())) {
      ++m_spoken;
      return;
    }
    const std::string title = play.text("master_metadata_track_name");
    if (song.empty()) {
      log.reject(kMissingSong, file, line, "time=" + play.text("ts"));
      return;
    }
    Record record;
    const auto stopped = play.time("ts");
    if (!stopped) {
      log.reject(kUnreadableTime, file, line, "time=" + play.text("ts") + ", title=" + title);
      return;
    }
    const std::string reasonEnd = play.text("reason_end");
    if (brokeOff(reasonEnd)) {
      ++m_brokenOff;
      return;
    }
    record.playedMs = play.ms("ms_played", 1);
    if (record.playedMs == kUnknownMs) { // neither its begin nor a skip could be told
      log.reject(kUnreadableNumber, file, line, "played_ms=" + play.shown("ms_played") + ", title=" + title);
      return;
    }
    record.time = began(play, stopped->ms, record.playedMs);
    record.feedback = feedbackOf(play, reasonEnd, record.playedMs);
    const std::string artist = play.text("master_metadata_album_artist_name");
    record.listener = listener;
    record.song = song;
    record.title = title;
    record.artist = artist;
    log.add(record);
  }

  /// `ts` is when a play stopped; of one without connection it may be when it was reported.
  static std::int64_t began(const JsonObject& play, std::int64_t stopped, std::int32_t playedMs) {
    if (play.flag("offline").value_or(false))
      if (const auto time = play.time("offline_timestamp"); time && time->ms > 0)
        return time->ms;
    return stopped - playedMs;
  }

  /// `skipped` is null in old plays, and false in some that a button ended.
  Feedback feedbackOf(const JsonObject& play, const std::string& reasonEnd, std::int32_t playedMs) const {
    if (play.flag("skipped").value_or(false))
      return Feedback::Skip;
    return reasonEnd == "trackdone" ? Feedback::Listen : m_skipRule(playedMs, kUnknownMs);
  }

  SkipRule m_skipRule;
  FileSets m_sets;
  std::int64_t m_spoken = 0;
  std::int64_t m_brokenOff = 0;
};

} // namespace

std::unique_ptr<LogReader> makeSpotifyReader(const ImportRequest& request) {
  return std::make_unique<SpotifyReader>(request.rules);
}

} // namespace skipscope::listening
