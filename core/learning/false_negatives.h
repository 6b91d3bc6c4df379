#pragma once

#include "core/evaluation/split.h"
#include "core/learning/batch.h"
#include "core/learning/thread_team.h"
#include "core/learning/true_likes.h"

#include <bitset>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace skipscope::learning {

/// When a listener liked a song for the last time, in the whole log: what training must not know.
/// Read only to count false negatives.
class LastLikes {
public:
  LastLikes(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
            experiment::FeedbackSet positiveTargets);

  struct Like {
    std::uint32_t song;
    std::int64_t time;
  };
  /// Those of one listener, quick to say that a song is none of them.
  class Listener {
  public:
    explicit Listener(std::span<const Like> likes);
    /// Time of the last like; the lowest number where there is none.
    std::int64_t lastLike(std::int64_t song) const {
      return m_some[slot(song)] ? find(song) : std::numeric_limits<std::int64_t>::min();
    }

  private:
    static constexpr std::size_t kSlots = 4096;
    static std::size_t slot(std::int64_t song) { return static_cast<std::size_t>(song) % kSlots; }
    std::int64_t find(std::int64_t song) const;

    std::span<const Like> m_likes; ///< by song
    std::bitset<kSlots> m_some;    ///< where a like's song falls
  };
  Listener of(std::uint32_t listener) const;

private:
  std::vector<std::size_t> m_offsets;
  std::vector<Like> m_likes; ///< by song per listener
};

/// How often a negative was one that its listener likes: as counted by LastLikes later in the log, which is a
/// lower bound, or as the truth has it (section 4).
struct FalseNegatives {
  std::int64_t drawn = 0, drawnLiked = 0;     ///< songs drawn
  std::int64_t targets = 0, targetsLiked = 0; ///< positive targets with at least one such song drawn
  std::int64_t entered = 0, enteredLiked = 0; ///< songs that entered the loss, real negatives included
  friend bool operator==(const FalseNegatives&, const FalseNegatives&) = default;
  FalseNegatives& operator+=(const FalseNegatives& more);
};

/// Adds a trained batch to the counts; `chosen` [positives] are the songs that entered the loss under
/// `hardest`, empty where all drawn ones did.
void countFalseNegatives(const Batch& batch, std::span<const std::int64_t> chosen, const LastLikes& likes,
                         ThreadTeam& team, FalseNegatives& counts);
/// The same by the truth; targets of listeners without a like are left out.
void countFalseNegatives(const Batch& batch, std::span<const std::int64_t> chosen, const TrueLikes& likes,
                         ThreadTeam& team, FalseNegatives& counts);

} // namespace skipscope::learning
