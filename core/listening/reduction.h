#pragma once

#include "core/listening/record.h"

#include <cstdint>
#include <vector>

namespace skipscope::listening {

/// How records become events; `noStation` is the index of the station that stands for none.
struct ReductionRules {
  std::int64_t voteJoinMs = 3'600'000; ///< 0 where events are ordered by position
  SkipRule skip;
  std::uint32_t noStation = 0;
};

/// A record of one listener on its way to an event.
struct Sign {
  Event event;
  RecordKind kind = RecordKind::Play;
};

/// Turns the records of one listener into events, whatever their order: signs of one play (same song and
/// time) become one event (a vote over Skip over Listen; of two votes at one moment the dislike), votes join
/// the latest play begun within `voteJoinMs` before them or stand as events of their own, revoked votes are
/// taken back and leave the play with the skip or listen it had. Exact duplicates stay. Reorders `signs`,
/// appends to `events`, returns how many revoked votes had no vote to take back.
std::int64_t reduceSigns(std::vector<Sign>& signs, const ReductionRules& rules, std::vector<Event>& events);

/// The same in place for plays alone, where those of one song and time lie side by side; returns the new end.
Event* mergePlays(Event* first, Event* last, std::uint32_t noStation);

} // namespace skipscope::listening
