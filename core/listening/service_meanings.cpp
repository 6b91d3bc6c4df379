// RowMeaning of the tables that streaming services and players write.

#include "core/error.h"
#include "core/listening/row_meaning.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>

namespace skipscope::listening {

namespace {

/// Seconds that were read as if they were ms; too long ones are unknown.
std::int32_t msFromSeconds(std::int32_t seconds) {
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max() / 1000;
  return seconds < 0 || seconds > kMost ? kUnknownMs : seconds * 1000;
}

/// MSSD: the flag that counts as skip was chosen by mssd.skip; a play that is none counts as heard, for it
/// went on longer than any of the flags before it allows.
class MssdMeaning : public RowMeaning {
public:
  std::string_view read(const Cells& cells, Record& record) const override {
    const auto skipped = parseFlag(cells[LogField::Skip]);
    if (!skipped || cells[LogField::Skip].empty())
      return kUnknownFeedback;
    record.kind = RecordKind::Play;
    record.feedback = *skipped ? Feedback::Skip : Feedback::Listen;
    return {};
  }
};

/// Yambda: one kind of event a file, told by its name, or a column that tells it.
class YambdaMeaning : public RowMeaning {
public:
  YambdaMeaning(const ImportRules& rules, const RowSource& source)
      : m_skipRule{rules.skipMaxPlayedMs, rules.skipMaxPlayedRatio} {
    if (source.fields.has(LogField::Feedback))
      return;
    m_kind = source.fields.has(LogField::PlayedPercent) ? kindOf("listen") : kindOfFile(source.file);
    if (m_kind == nullptr)
      throw core::Error(source.file +
                        " does not tell what its rows are: it needs a column event_type, or a name such as "
                        "likes.csv, dislikes.csv, unlikes.csv, undislikes.csv or listens.csv.");
  }

  std::string_view read(const Cells& cells, Record& record) const override {
    const Kind* const kind = m_kind != nullptr ? m_kind : kindOf(cells[LogField::Feedback]);
    if (kind == nullptr)
      return kUnknownFeedback;
    record.durationMs = msFromSeconds(record.durationMs);
    if (record.playedShare && record.durationMs > 0)
      record.playedMs =
          static_cast<std::int32_t>(std::min(*record.playedShare * record.durationMs,
                                             static_cast<double>(std::numeric_limits<std::int32_t>::max())));
    record.kind = kind->record;
    record.feedback = kind->record == RecordKind::Play ? m_skipRule(record) : kind->feedback;
    return {};
  }

private:
  struct Kind {
    std::string_view word;
    RecordKind record;
    Feedback feedback;
  };
  static constexpr std::array<Kind, 5> kKinds = {{{"listen", RecordKind::Play, Feedback::Listen},
                                                  {"like", RecordKind::Vote, Feedback::Like},
                                                  {"dislike", RecordKind::Vote, Feedback::Dislike},
                                                  {"unlike", RecordKind::RevokedVote, Feedback::Like},
                                                  {"undislike", RecordKind::RevokedVote, Feedback::Dislike}}};

  static const Kind* kindOf(std::string_view word) {
    const std::string plain = plainName(word);
    const auto found = std::ranges::find(kKinds, plain, &Kind::word);
    return found == kKinds.end() ? nullptr : &*found;
  }
  /// By the first word of the name that is a kind, or several of it.
  static const Kind* kindOfFile(const std::string& file) {
    const std::string name = std::filesystem::path(file).filename().string();
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    for (auto at = name.begin(); at != name.end();) {
      const auto end = std::find_if_not(at, name.end(), isLetter);
      std::string_view word(at, end);
      if (word.ends_with('s') || word.ends_with('S'))
        word.remove_suffix(1);
      if (const Kind* const kind = kindOf(word); kind != nullptr)
        return kind;
      at = std::find_if(end, name.end(), isLetter);
    }
    return nullptr;
  }

  SkipRule m_skipRule;
  const Kind* m_kind = nullptr; ///< of all rows
};

/// Players that write #AUDIOSCROBBLER logs: L for a song that was listened to, S for one that was skipped.
class ScrobblerMeaning : public RowMeaning {
public:
  std::string_view read(const Cells& cells, Record& record) const override {
    const std::string_view rating = cells[LogField::Feedback];
    if (rating != "L" && rating != "S")
      return kUnknownFeedback;
    record.feedback = rating == "L" ? Feedback::Listen : Feedback::Skip;
    record.durationMs = msFromSeconds(record.durationMs);
    return {};
  }
};

class PlaysMeaning : public RowMeaning {
public:
  std::string_view read(const Cells&, Record& record) const override {
    record.feedback = Feedback::Listen;
    return {};
  }
};

} // namespace

std::unique_ptr<RowMeaning> makeMssdMeaning(const ImportRules&, const RowSource&) {
  return std::make_unique<MssdMeaning>();
}

std::unique_ptr<RowMeaning> makeYambdaMeaning(const ImportRules& rules, const RowSource& source) {
  return std::make_unique<YambdaMeaning>(rules, source);
}

std::unique_ptr<RowMeaning> makeScrobblerMeaning(const ImportRules&, const RowSource&) {
  return std::make_unique<ScrobblerMeaning>();
}

std::unique_ptr<RowMeaning> makePlaysMeaning(const ImportRules&, const RowSource&) {
  return std::make_unique<PlaysMeaning>();
}

} // namespace skipscope::listening
