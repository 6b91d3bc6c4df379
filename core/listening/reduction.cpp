#include "core/listening/reduction.h"

#include <algorithm>
#include <tuple>

namespace skipscope::listening {

namespace {

bool isVote(Feedback feedback) {
  return feedback == Feedback::Like || feedback == Feedback::Dislike;
}

/// The stronger of two signs of one moment wins: Dislike, Like, Skip, Listen.
int strength(Feedback feedback) {
  switch (feedback) {
  case Feedback::Dislike:
    return 3;
  case Feedback::Like:
    return 2;
  case Feedback::Skip:
    return 1;
  case Feedback::Listen:
    break;
  }
  return 0;
}

Feedback stronger(Feedback a, Feedback b) {
  return strength(a) < strength(b) ? b : a;
}

auto contentKey(const Event& event) {
  return std::tuple(event.feedback, event.station, event.playedMs, event.durationMs);
}

void mergeInto(Event& event, const Event& other, std::uint32_t noStation) {
  event.feedback = stronger(event.feedback, other.feedback);
  if (event.station == noStation)
    event.station = other.station;
  event.playedMs = std::max(event.playedMs, other.playedMs);
  event.durationMs = std::max(event.durationMs, other.durationMs);
}

/// What a play says without its votes: its skip or listen sign, else what its play time says.
Feedback withoutVotes(const std::vector<Event>& signsOfOnePlay, const SkipRule& rule) {
  bool told = false;
  Feedback strongest = Feedback::Listen;
  std::int32_t playedMs = kUnknownMs;
  std::int32_t durationMs = kUnknownMs;
  for (const Event& sign : signsOfOnePlay) {
    playedMs = std::max(playedMs, sign.playedMs);
    durationMs = std::max(durationMs, sign.durationMs);
    if (isVote(sign.feedback))
      continue;
    told = true;
    strongest = stronger(strongest, sign.feedback);
  }
  return told ? strongest : rule(playedMs, durationMs);
}

/// The records of one song, taken by time: plays before votes before revoked votes of the same moment.
class SongReduction {
public:
  explicit SongReduction(const ReductionRules& rules) : m_rules(rules) {}

  /// `copies` of one and the same play; `own` is its feedback without any vote.
  void play(const Event& event, std::ptrdiff_t copies, Feedback own) {
    m_entries.push_back({event, copies, true, own});
    if (isVote(event.feedback))
      m_votes.push_back({m_entries.size() - 1, event.time});
  }

  void vote(const Event& vote) {
    for (std::size_t i = m_entries.size();
         i-- > 0 && m_entries[i].event.time >= vote.time - m_rules.voteJoinMs;)
      if (m_entries[i].isPlay) {
        join(i, vote);
        return;
      }
    if (!m_entries.empty() && m_entries.back().event.time == vote.time) {
      Entry& same = m_entries.back();
      if (contentKey(same.event) == contentKey(vote)) {
        ++same.copies;
        return;
      }
      mergeInto(same.event, vote, m_rules.noStation);
      return;
    }
    m_entries.push_back({vote, 1, false});
    m_votes.push_back({m_entries.size() - 1, vote.time});
  }

  /// Takes the latest vote of this kind back, or the latest of all where `vote` is none (Listen). False where
  /// there is none.
  bool revoke(Feedback vote) {
    const auto found = std::find_if(m_votes.rbegin(), m_votes.rend(), [&](const StandingVote& each) {
      return !isVote(vote) || m_entries[each.entry].event.feedback == vote;
    });
    if (found == m_votes.rend())
      return false;
    Entry& entry = m_entries[found->entry];
    m_votes.erase(std::next(found).base());
    if (entry.isPlay)
      entry.event.feedback = entry.own;
    else
      entry.copies = 0;
    return true;
  }

  /// Appends the events.
  void finish(std::vector<Event>& events) const {
    for (const Entry& entry : m_entries)
      events.insert(events.end(), static_cast<std::size_t>(entry.copies), entry.event);
  }

private:
  struct Entry {
    Event event;
    std::ptrdiff_t copies = 1;
    bool isPlay = true;              ///< else a vote without a play to join
    Feedback own = Feedback::Listen; ///< of a play without its votes
  };
  struct StandingVote {
    std::size_t entry = 0;
    std::int64_t time = 0;
  };

  void join(std::size_t entry, const Event& vote) {
    Feedback& feedback = m_entries[entry].event.feedback;
    const auto earlier = std::find_if(m_votes.begin(), m_votes.end(),
                                      [&](const StandingVote& each) { return each.entry == entry; });
    const bool sameMoment = earlier != m_votes.end() && earlier->time == vote.time;
    feedback = sameMoment ? stronger(feedback, vote.feedback) : vote.feedback;
    if (earlier != m_votes.end())
      m_votes.erase(earlier);
    m_votes.push_back({entry, vote.time});
  }

  const ReductionRules& m_rules;
  std::vector<Entry> m_entries;
  std::vector<StandingVote> m_votes; ///< oldest first
};

} // namespace

Event* mergePlays(Event* first, Event* last, std::uint32_t noStation) {
  Event* end = first;
  while (first != last) {
    Event* const next = std::find_if(first + 1, last, [&](const Event& other) {
      return other.time != first->time || other.song != first->song;
    });
    if (next - first > 1)
      std::sort(first, next, [](const Event& a, const Event& b) { return contentKey(a) < contentKey(b); });
    Event merged = *first;
    std::ptrdiff_t variants = 1;
    for (const Event* each = first + 1; each < next; ++each)
      if (!(*each == *(each - 1))) {
        mergeInto(merged, *each, noStation);
        ++variants;
      }
    end = std::fill_n(end, next - first - (variants - 1), merged);
    first = next;
  }
  return end;
}

std::int64_t reduceSigns(std::vector<Sign>& signs, const ReductionRules& rules, std::vector<Event>& events) {
  std::sort(signs.begin(), signs.end(), [](const Sign& a, const Sign& b) {
    return std::tuple(a.event.song, a.event.time, a.kind, contentKey(a.event)) <
           std::tuple(b.event.song, b.event.time, b.kind, contentKey(b.event));
  });
  std::int64_t withoutVote = 0;
  std::vector<Event> plays;
  for (auto sign = signs.begin(); sign != signs.end();) {
    SongReduction reduction(rules);
    for (const std::uint32_t song = sign->event.song; sign != signs.end() && sign->event.song == song;) {
      plays.clear();
      for (; sign != signs.end() && sign->kind == RecordKind::Play && sign->event.song == song &&
             (plays.empty() || sign->event.time == plays.front().time);
           ++sign)
        plays.push_back(sign->event);
      if (!plays.empty()) {
        const Feedback own = withoutVotes(plays, rules.skip);
        const Event* const end = mergePlays(plays.data(), plays.data() + plays.size(), rules.noStation);
        reduction.play(plays.front(), end - plays.data(), own);
        continue;
      }
      if (sign->kind == RecordKind::Vote)
        reduction.vote(sign->event);
      else
        withoutVote += reduction.revoke(sign->event.feedback) ? 0 : 1;
      ++sign;
    }
    reduction.finish(events);
  }
  return withoutVote;
}

} // namespace skipscope::listening
