#include "core/listening/row_meaning.h"

#include "core/error.h"
#include "core/listening/number_text.h"

#include <string>
#include <unordered_map>

namespace skipscope::listening {

namespace {

bool equalsIgnoringCase(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size())
    return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]) != lower[i])
      return false;
  return true;
}

SkipRule skipRule(const ImportRules& rules) {
  return {rules.skipMaxPlayedMs, rules.skipMaxPlayedRatio};
}

/// Like, Dislike or Listen by the two thresholds.
Feedback ratedFeedback(double rating, const ImportRules& rules) {
  if (rating >= rules.ratingLike)
    return Feedback::Like;
  return rating <= rules.ratingDislike ? Feedback::Dislike : Feedback::Listen;
}

/// Words of a feedback column.
class FeedbackWords {
public:
  enum class Meaning { Like, Dislike, Skip, Listen, Play, Revoke };

  explicit FeedbackWords(const ImportRules& rules) {
    insert(rules.likeWords, Meaning::Like, "feedback.like");
    insert(rules.dislikeWords, Meaning::Dislike, "feedback.dislike");
    insert(rules.skipWords, Meaning::Skip, "feedback.skip");
    insert(rules.listenWords, Meaning::Listen, "feedback.listen");
    insert(rules.playWords, Meaning::Play, "feedback.play");
    insert(rules.revokeWords, Meaning::Revoke, "feedback.revoke");
  }

  std::optional<Meaning> find(std::string_view word) const {
    std::string lower(word);
    for (char& c : lower)
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto found = m_meanings.find(lower);
    if (found == m_meanings.end())
      return std::nullopt;
    return found->second.meaning;
  }

  /// What a word of revocation takes back: a like for "unlike" where "like" is one, likewise a dislike;
  /// Listen = either.
  Feedback revoked(std::string_view word) const {
    const auto meaning = word.size() > 2 ? find(word.substr(2)) : std::nullopt;
    if (meaning == Meaning::Like)
      return Feedback::Like;
    return meaning == Meaning::Dislike ? Feedback::Dislike : Feedback::Listen;
  }

private:
  struct Entry {
    Meaning meaning = Meaning::Play;
    std::string_view rule;
  };

  void insert(std::string_view list, Meaning meaning, std::string_view rule) {
    while (!list.empty()) {
      const std::size_t comma = list.find(',');
      const std::string word(list.substr(0, comma));
      list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
      if (word.empty())
        continue;
      const auto [entry, fresh] = m_meanings.try_emplace(word, Entry{meaning, rule});
      if (!fresh)
        throw core::UsageError("The feedback word '" + word + "' stands in both " +
                               std::string(entry->second.rule) + " and " + std::string(rule) +
                               ": leave it in one of them.");
    }
  }

  std::unordered_map<std::string, Entry> m_meanings;
};

/// csv: a word, a number or flags; votes over Skip over Listen.
class TableMeaning : public RowMeaning {
public:
  TableMeaning(const ImportRules& rules, const FieldSet& fields)
      : m_rules(rules), m_skipRule(skipRule(rules)), m_fields(fields), m_words(rules) {}

  std::string_view read(const Cells& cells, Record& record) const override {
    Row row;
    if (const auto reason = readWord(cells[LogField::Feedback], record, row); !reason.empty())
      return reason;
    if (const std::string_view rating = cells[LogField::Rating]; !rating.empty()) {
      const auto value = parseReal(rating);
      if (!value)
        return kUnreadableNumber;
      take(row, ratedFeedback(*value, m_rules));
    }
    for (const auto& [field, feedback] : kFlags)
      if (m_fields.has(field))
        if (const auto reason = readFlag(cells[field], field, feedback, row); !reason.empty())
          return reason;
    if (record.kind == RecordKind::RevokedVote)
      record.feedback = m_words.revoked(cells[LogField::Feedback]);
    else if (row.dislike)
      record.feedback = Feedback::Dislike;
    else if (row.like)
      record.feedback = Feedback::Like;
    else if (row.skip)
      record.feedback = Feedback::Skip;
    else
      record.feedback = row.listen ? Feedback::Listen : m_skipRule(record);
    return {};
  }

private:
  struct Row {
    bool like = false, dislike = false, skip = false, listen = false;
  };
  static constexpr std::pair<LogField, Feedback> kFlags[] = {{LogField::Like, Feedback::Like},
                                                             {LogField::Dislike, Feedback::Dislike},
                                                             {LogField::Skip, Feedback::Skip},
                                                             {LogField::Listen, Feedback::Listen}};

  static void take(Row& row, Feedback feedback) {
    row.like = row.like || feedback == Feedback::Like;
    row.dislike = row.dislike || feedback == Feedback::Dislike;
    row.skip = row.skip || feedback == Feedback::Skip;
    row.listen = row.listen || feedback == Feedback::Listen;
  }

  std::string_view readWord(std::string_view word, Record& record, Row& row) const {
    record.kind = RecordKind::Play;
    if (word.empty())
      return {};
    const auto meaning = m_words.find(word);
    if (!meaning)
      return kUnknownFeedback;
    switch (*meaning) {
    case FeedbackWords::Meaning::Like:
    case FeedbackWords::Meaning::Dislike:
      take(row, *meaning == FeedbackWords::Meaning::Like ? Feedback::Like : Feedback::Dislike);
      // A vote with a play time is a play; one without may be a click apart from its play.
      if (record.playedMs == kUnknownMs && !record.playedShare)
        record.kind = RecordKind::Vote;
      break;
    case FeedbackWords::Meaning::Skip:
      take(row, Feedback::Skip);
      break;
    case FeedbackWords::Meaning::Listen:
      take(row, Feedback::Listen);
      break;
    case FeedbackWords::Meaning::Play:
      break;
    case FeedbackWords::Meaning::Revoke:
      record.kind = RecordKind::RevokedVote;
      break;
    }
    return {};
  }

  static std::string_view readFlag(std::string_view cell, LogField field, Feedback feedback, Row& row) {
    if (cell.empty())
      return {};
    const auto flag = parseFlag(cell);
    if (!flag)
      return kUnknownFeedback;
    if (*flag)
      take(row, feedback);
    else if (field == LogField::Skip)
      take(row, Feedback::Listen); // the log itself says that it was no skip
    return {};
  }

  ImportRules m_rules;
  SkipRule m_skipRule;
  FieldSet m_fields;
  FeedbackWords m_words;
};

/// Piki: liked 0 dislike, 1 like, 2 superlike.
class PikiMeaning : public RowMeaning {
public:
  std::string_view read(const Cells& cells, Record& record) const override {
    const auto liked = parseReal(cells[LogField::Like]);
    if (!liked || (*liked != 0 && *liked != 1 && *liked != 2))
      return kUnknownFeedback;
    record.feedback = *liked == 0 ? Feedback::Dislike : Feedback::Like;
    return {};
  }
};

/// KuaiRand: is_like or label 1, is_hate or label 0; long_view 0 with a short play is a skip.
class KuairandMeaning : public RowMeaning {
public:
  explicit KuairandMeaning(const ImportRules& rules) : m_skipRule(skipRule(rules)) {}

  std::string_view read(const Cells& cells, Record& record) const override {
    const auto like = parseFlag(cells[LogField::Like]);
    const auto hate = parseFlag(cells[LogField::Dislike]);
    const auto longView = parseFlag(cells[LogField::Listen]);
    const std::string_view label = cells[LogField::Feedback];
    const auto labelled = parseFlag(label);
    if (!like || !hate || !longView || !labelled)
      return kUnknownFeedback;
    if (*hate || (!label.empty() && !*labelled))
      record.feedback = Feedback::Dislike;
    else if (*like || *labelled)
      record.feedback = Feedback::Like;
    else
      record.feedback = *longView ? Feedback::Listen : m_skipRule(record);
    return {};
  }

private:
  SkipRule m_skipRule;
};

/// MovieLens: ratings between the thresholds are plays without an opinion.
class RatingMeaning : public RowMeaning {
public:
  explicit RatingMeaning(const ImportRules& rules) : m_rules(rules) {}

  std::string_view read(const Cells& cells, Record& record) const override {
    const auto rating = parseReal(cells[LogField::Rating]);
    if (!rating)
      return kUnreadableNumber;
    record.feedback = ratedFeedback(*rating, m_rules);
    return {};
  }

private:
  ImportRules m_rules;
};

} // namespace

std::optional<bool> parseFlag(std::string_view text) {
  if (text == "1")
    return true;
  if (text == "0" || text.empty())
    return false;
  for (const std::string_view word : {"true", "yes", "1.0", "t", "y"})
    if (equalsIgnoringCase(text, word))
      return true;
  for (const std::string_view word : {"false", "no", "0.0", "f", "n"})
    if (equalsIgnoringCase(text, word))
      return false;
  return std::nullopt;
}

std::unique_ptr<RowMeaning> makeTableMeaning(const ImportRules& rules, const RowSource& source) {
  return std::make_unique<TableMeaning>(rules, source.fields);
}

std::unique_ptr<RowMeaning> makePikiMeaning(const ImportRules&, const RowSource&) {
  return std::make_unique<PikiMeaning>();
}

std::unique_ptr<RowMeaning> makeKuairandMeaning(const ImportRules& rules, const RowSource&) {
  return std::make_unique<KuairandMeaning>(rules);
}

std::unique_ptr<RowMeaning> makeRatingMeaning(const ImportRules& rules, const RowSource&) {
  return std::make_unique<RatingMeaning>(rules);
}

} // namespace skipscope::listening
