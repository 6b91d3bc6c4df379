#include "core/listening/import_rules.h"

#include "core/error.h"
#include "core/listening/closest_word.h"
#include "core/listening/field_makers.h"
#include "core/listening/time_text.h"

#include <set>

namespace skipscope::listening {

namespace {

using core::FieldKind;
using RuleField = core::Field<ImportRules>;

constexpr double kLongestMs = 1e12; // thirty years
constexpr double kMostEvents = 1e9;

/// Words as they are stored: trimmed, lower case, each once, sorted; nothing where one has a control
/// character.
std::optional<std::string> canonicalWords(std::string_view list) {
  std::set<std::string> words;
  std::string word;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i == list.size() || list[i] == ',') {
      while (word.ends_with(' '))
        word.pop_back();
      if (!word.empty())
        words.insert(word);
      word.clear();
      continue;
    }
    const char c = list[i];
    if (static_cast<unsigned char>(c) < ' ')
      return std::nullopt;
    if (c != ' ' || !word.empty())
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  std::string text;
  for (const std::string& each : words)
    text += (text.empty() ? "" : ",") + each;
  return text;
}

RuleField wordsField(std::string ImportRules::*member, std::string key, std::string label,
                     std::string meaning) {
  RuleField field;
  field.text = {std::move(key),
                "Feedback words",
                std::move(label),
                "",
                "Words of a feedback column that mean: " + std::move(meaning) +
                    " Separated by commas; capitals do not matter.",
                FieldKind::Text,
                {},
                0,
                0};
  field.get = [member](const ImportRules& rules) { return rules.*member; };
  field.set = [member](ImportRules& rules, std::string_view value) -> std::optional<std::string> {
    auto words = canonicalWords(value);
    if (!words)
      return "A feedback word cannot hold control characters: give words separated by commas.";
    rules.*member = std::move(*words);
    return std::nullopt;
  };
  return field;
}

RuleField timeField(std::string ImportRules::*member, std::string key, std::string label,
                    std::string tooltip) {
  RuleField field;
  field.text = {
      std::move(key), "Filters", std::move(label), "", std::move(tooltip), FieldKind::Text, {}, 0, 0};
  field.get = [member](const ImportRules& rules) { return rules.*member; };
  field.set = [member](ImportRules& rules, std::string_view value) -> std::optional<std::string> {
    if (value.empty()) {
      (rules.*member).clear();
      return std::nullopt;
    }
    const auto time = parseTime(value);
    if (!time)
      return "'" + std::string(value.substr(0, 40)) +
             "' is not a time: give ISO 8601 such as 2024-05-01T10:00:00Z, epoch ms, or nothing for no "
             "bound.";
    rules.*member = isoTime(time->ms);
    return std::nullopt;
  };
  return field;
}

/// The description of a field whose kind the makers tell.
core::FieldText described(const char* key, const char* group, const char* label, const char* unit,
                          const char* tooltip, double minimum, double maximum) {
  return {key, group, label, unit, tooltip, FieldKind::Text, {}, minimum, maximum};
}

core::FieldText among(core::FieldText text, std::vector<std::string> choices) {
  text.choices = std::move(choices);
  return text;
}

std::vector<RuleField> makeFields() {
  std::vector<RuleField> fields;
  fields.push_back(integerField(
      described("vote.join_ms", "Votes and skips", "A vote belongs to a play begun within", "ms",
                "A vote logged apart from the play joins the listener's latest play of that song begun at "
                "most this long before it. 0 joins only what has the same time.",
                0, kLongestMs),
      &ImportRules::voteJoinMs));
  fields.push_back(integerField(
      described("skip.max_played_ms", "Votes and skips", "A skip was played for less than", "ms",
                "Where the log has play times but no word for skips: a play shorter than this counts as a "
                "skip, if it is also short for the song.",
                0, kLongestMs),
      &ImportRules::skipMaxPlayedMs));
  fields.push_back(realField(
      described("skip.max_played_ratio", "Votes and skips", "A skip was played for less than this share", "",
                "Where the length of the song is known as well: a short play counts as a skip only if less "
                "than this share of the song was played.",
                0, 1),
      &ImportRules::skipMaxPlayedRatio));
  fields.push_back(choiceField(
      among(described("mssd.skip", "Votes and skips", "Flag of an MSSD log that counts as skip", "",
                      "skip_1: played very briefly; skip_2: briefly; skip_3: most of it was heard.", 0, 0),
            {"skip_1", "skip_2", "skip_3"}),
      &ImportRules::mssdSkip));
  fields.push_back(realField(described("rating.like", "Ratings", "A like is rated at least", "",
                                       "Ratings from here on are likes; those between the two thresholds "
                                       "are plays without an opinion.",
                                       -1e6, 1e6),
                             &ImportRules::ratingLike));
  fields.push_back(
      realField(described("rating.dislike", "Ratings", "A dislike is rated at most", "",
                          "Ratings up to here are dislikes. Must lie below rating.like.", -1e6, 1e6),
                &ImportRules::ratingDislike));
  fields.push_back(wordsField(&ImportRules::likeWords, "feedback.like", "Words for a like", "thumb-up."));
  fields.push_back(
      wordsField(&ImportRules::dislikeWords, "feedback.dislike", "Words for a dislike", "thumb-down."));
  fields.push_back(wordsField(&ImportRules::skipWords, "feedback.skip", "Words for a skip", "skipped."));
  fields.push_back(wordsField(&ImportRules::listenWords, "feedback.listen", "Words for a listen",
                              "played through, without an opinion."));
  fields.push_back(
      wordsField(&ImportRules::playWords, "feedback.play", "Words for a play",
                 "played; whether it was skipped is told by the play time, where the log has it."));
  fields.push_back(wordsField(&ImportRules::revokeWords, "feedback.revoke", "Words for a revoked vote",
                              "the listener's latest vote on this song is taken back, the play stays; "
                              "'un' before a word for a like or a dislike takes back one of those."));
  fields.push_back(
      flagField(among(described("duplicates", "Duplicates", "Exact duplicates", "",
                                "What becomes of events that equal another one in everything: 'drop' counts "
                                "them and stores one, 'keep' stores them all.",
                                0, 0),
                      {"drop", "keep"}),
                &ImportRules::dropDuplicates));
  fields.push_back(integerField(
      described("filter.listener_events", "Filters", "Least events of a listener", "events",
                "Listeners with fewer events are left out, and songs likewise, again and again until all "
                "that remain have enough (k-core).",
                0, kMostEvents),
      &ImportRules::minimumListenerEvents));
  fields.push_back(
      integerField(described("filter.song_events", "Filters", "Least events of a song", "events",
                             "Songs with fewer events are left out, and listeners likewise, again and again "
                             "until all that remain have enough (k-core).",
                             0, kMostEvents),
                   &ImportRules::minimumSongEvents));
  fields.push_back(timeField(&ImportRules::timeFrom, "filter.from", "Events from",
                             "Earlier events are left out. ISO 8601 or epoch ms; empty = no bound."));
  fields.push_back(
      timeField(&ImportRules::timeTo, "filter.to", "Events before",
                "Events at this time and later are left out. ISO 8601 or epoch ms; empty = no bound."));
  fields.push_back(
      choiceField(among(described("piki.station", "Stations", "Column of a Piki log that counts as station",
                                  "", "Piki has no stations; one of its columns can stand for them.", 0, 0),
                        {"none", "personalized", "treatment_group", "spotify_popularity"}),
                  &ImportRules::pikiStation));
  return fields;
}

} // namespace

const std::vector<core::Field<ImportRules>>& importRuleFields() {
  static const std::vector<RuleField> fields = makeFields();
  return fields;
}

std::map<std::string, std::string> ruleTexts(const ImportRules& rules) {
  std::map<std::string, std::string> texts;
  for (const RuleField& field : importRuleFields())
    texts[field.text.key] = field.get(rules);
  return texts;
}

void setRule(ImportRules& rules, std::string_view key, std::string_view value) {
  const RuleField* field = core::findField(importRuleFields(), key);
  if (field == nullptr) {
    std::vector<std::string> keys;
    for (const RuleField& each : importRuleFields())
      keys.push_back(each.text.key);
    throw core::UsageError("There is no import rule '" + std::string(key.substr(0, 80)) + "'." +
                           didYouMean(key, keys) + " The rules are: " + commaList(keys) + ".");
  }
  if (const auto problem = field->set(rules, value))
    throw core::UsageError("Import rule " + std::string(key) + ": " + *problem);
}

} // namespace skipscope::listening
