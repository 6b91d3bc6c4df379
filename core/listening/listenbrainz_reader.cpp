#include "core/listening/file_sets.h"
#include "core/listening/foreign_text.h"
#include "core/listening/json_object.h"
#include "core/listening/json_readers.h"
#include "core/listening/line_reader.h"
#include "core/listening/row_meaning.h"

#include <algorithm>
#include <unordered_map>

namespace skipscope::listening {

namespace {

/// What the recording is called: ids may be missing or differ between plays of one recording, names do not.
struct Names {
  std::string song, title, artist;
};

Names namesOf(const JsonObject& listen) {
  const JsonObject track = listen.child("track_metadata");
  Names names{{}, track.text("track_name"), track.text("artist_name")};
  if (!names.title.empty() && !names.artist.empty())
    names.song = names.artist + " – " + names.title;
  return names;
}

class ListenBrainzReader : public LogReader {
public:
  explicit ListenBrainzReader(const ImportRules& rules)
      : m_skipRule{rules.skipMaxPlayedMs, rules.skipMaxPlayedRatio} {}

  bool recognises(std::string_view, std::string_view head) const override {
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), head.size()));
    const std::string_view line = head.substr(0, head.find('\n'));
    const auto holds = [&](std::string_view key) { return line.find(key) != std::string_view::npos; };
    return line.starts_with('{') &&
           ((holds("\"track_metadata\"") && holds("\"listened_at\"")) ||
            (holds("\"score\"") && (holds("\"recording_msid\"") || holds("\"recording_mbid\""))));
  }

  void read(MemberStream& stream, const std::string& file, LogCollector& log) override {
    requireJson(stream, file, "{", "listenbrainz");
    const std::string& listener = m_sets.listenerOf(stream);
    LineReader lines(stream);
    for (Line line; lines.next(line);) {
      if (line.fault != LineFault::None) {
        log.reject(faultReason(line.fault), file, line.number, {});
        continue;
      }
      if (line.text.empty())
        continue;
      const auto object = JsonObject::parse(line.text);
      if (!object)
        log.reject(kBrokenJson, file, line.number, {});
      else if (object->has("score"))
        readFeedback(*object, listener, file, line.number, log);
      else
        readListen(*object, listener, file, line.number, log);
    }
    if (lines.readLatin1())
      log.note(latin1Note(file));
  }

  /// Feedback names a recording by an id, and may stand before the listens that tell what it is called.
  void finish(LogCollector& log) override {
    for (const Vote& vote : m_votes) {
      Record record;
      record.kind = vote.score == 0 ? RecordKind::RevokedVote : RecordKind::Vote;
      if (vote.score != 0)
        record.feedback = vote.score > 0 ? Feedback::Like : Feedback::Dislike;
      record.time = vote.time;
      record.listener = vote.listener;
      record.song = songOf(vote);
      log.add(record);
    }
    m_votes.clear();
  }

  LogPreview preview(MemberStream& stream, const std::string&, std::size_t rows) override {
    LogPreview preview;
    preview.format = "listenbrainz";
    preview.header = {"time", "artist", "title", "feedback"};
    preview.mapsColumns = false;
    LineReader lines(stream);
    for (Line line; preview.rows.size() < rows && lines.next(line);) {
      const auto object = JsonObject::parse(line.text);
      if (!object)
        continue;
      const Names names = namesOf(*object);
      const auto time = object->time(object->has("score") ? "created" : "listened_at");
      preview.rows.push_back(
          {time ? isoTime(time->ms) : "", names.artist, names.title, object->shown("score")});
    }
    return preview;
  }

private:
  struct Vote {
    std::string listener, msid, mbid;
    std::int64_t time = 0;
    int score = 0;
  };

  void readListen(const JsonObject& listen, const std::string& listener, const std::string& file,
                  std::int64_t line, LogCollector& log) {
    const Names names = namesOf(listen);
    if (names.song.empty()) {
      log.reject(kMissingSong, file, line, "title=" + names.title + ", artist=" + names.artist);
      return;
    }
    const auto time = listen.time("listened_at");
    if (!time || time->ms <= 0) {
      log.reject(kUnreadableTime, file, line, "title=" + names.title);
      return;
    }
    const JsonObject track = listen.child("track_metadata");
    const JsonObject more = track.child("additional_info");
    for (const std::string& id :
         {listen.text("recording_msid"), more.text("recording_msid"), more.text("recording_mbid"),
          track.child("mbid_mapping").text("recording_mbid")})
      if (!id.empty())
        m_songs.try_emplace(id, names.song);
    Record record;
    record.time = time->ms;
    record.playedMs = more.ms("duration_played", 1000);
    record.durationMs = more.ms("duration_ms", 1);
    if (record.durationMs == kUnknownMs)
      record.durationMs = more.ms("duration", 1000);
    record.feedback = m_skipRule(record);
    record.listener = listener;
    record.song = names.song;
    record.title = names.title;
    record.artist = names.artist;
    log.add(record);
  }

  void readFeedback(const JsonObject& object, const std::string& listener, const std::string& file,
                    std::int64_t line, LogCollector& log) {
    Vote vote{listener, object.text("recording_msid"), object.text("recording_mbid")};
    const auto score = object.number("score");
    const auto time = object.time("created");
    if (vote.msid.empty() && vote.mbid.empty())
      log.reject(kMissingSong, file, line, {});
    else if (!score || (*score != 0 && *score != 1 && *score != -1))
      log.reject(kUnknownFeedback, file, line, {});
    else if (!time)
      log.reject(kUnreadableTime, file, line, {});
    else {
      vote.score = static_cast<int>(*score);
      vote.time = time->ms;
      m_votes.push_back(std::move(vote));
    }
  }

  /// The song of a listen with one of the vote's ids; of a recording never listened to, the id itself.
  const std::string& songOf(const Vote& vote) const {
    for (const std::string* id : {&vote.msid, &vote.mbid})
      if (const auto found = m_songs.find(*id); found != m_songs.end())
        return found->second;
    return vote.mbid.empty() ? vote.msid : vote.mbid;
  }

  SkipRule m_skipRule;
  FileSets m_sets;
  std::unordered_map<std::string, std::string> m_songs; ///< of each recording id
  std::vector<Vote> m_votes;
};

} // namespace

std::unique_ptr<LogReader> makeListenBrainzReader(const ImportRequest& request) {
  return std::make_unique<ListenBrainzReader>(request.rules);
}

} // namespace skipscope::listening
