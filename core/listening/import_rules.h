#pragma once

#include "core/field.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace skipscope::listening {

/// How rows become events; stored with the dataset and part of its fingerprint (docs/formats.md).
struct ImportRules {
  std::int64_t voteJoinMs =
      3'600'000; ///< vote.join_ms: a separate vote joins a play begun this long before it
  std::int64_t skipMaxPlayedMs = 30'000;  ///< skip.max_played_ms
  double skipMaxPlayedRatio = 0.5;        ///< skip.max_played_ratio
  double ratingLike = 4.0;                ///< rating.like: at least
  double ratingDislike = 2.0;             ///< rating.dislike: at most
  bool dropDuplicates = true;             ///< duplicates = drop | keep
  std::int64_t minimumListenerEvents = 0; ///< filter.listener_events (k-core)
  std::int64_t minimumSongEvents = 0;     ///< filter.song_events (k-core)
  std::string timeFrom;                   ///< filter.from, ISO 8601 or ms, empty = no bound; inclusive
  std::string timeTo;                     ///< filter.to, exclusive
  std::string pikiStation =
      "none"; ///< piki.station = none | personalized | treatment_group | spotify_popularity
  std::string mssdSkip = "skip_2"; ///< mssd.skip = skip_1 | skip_2 | skip_3
  /// feedback.*: words of a feedback column, lower case, sorted, comma-separated.
  std::string likeWords = "1,favorite,favourite,like,liked,love,loved,thumb_up,thumbs_up,thumbsup,thumbup,up";
  std::string dislikeWords =
      "-1,ban,banned,dislike,disliked,down,hate,hated,thumb_down,thumbdown,thumbs_down,thumbsdown";
  std::string skipWords = "skip,skipped";
  std::string listenWords = "0,complete,completed,finished,heard,listen,listened,none";
  std::string playWords = "play,played,stream,streamed"; ///< no sign of their own: play time decides
  std::string revokeWords = "undislike,unhate,unlike,unlove,unthumb";
};

/// The description that --rule, `keys` and the import dialog are made from.
const std::vector<core::Field<ImportRules>>& importRuleFields();

/// Every rule as key → canonical text.
std::map<std::string, std::string> ruleTexts(const ImportRules& rules);

/// Sets one rule from text. Throws core::UsageError naming the key, the problem and what is allowed.
void setRule(ImportRules& rules, std::string_view key, std::string_view value);

} // namespace skipscope::listening
