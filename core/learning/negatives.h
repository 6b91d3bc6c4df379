#pragma once

#include "core/learning/random.h"
#include "core/learning/windows.h"

#include <bitset>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace skipscope::learning {

/// Draws songs from the catalogue less what a listener liked in training (positive targets included, for logs
/// without likes), uniformly or by popularity^alpha, where popularity = number of training events (section
/// 4).
class NegativeSampler {
public:
  NegativeSampler(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                  experiment::FeedbackSet positiveTargets, double alpha);

  /// Fills `songs` with catalogue rows, number i of the key each; false where nothing is left to draw.
  bool draw(std::uint32_t listener, const CounterRandom& random, std::span<std::int64_t> songs) const;
  bool excluded(std::uint32_t listener, std::uint32_t song) const;

private:
  bool m_uniform;
  std::vector<double> m_before;       ///< [catalogue + 1] weight of all songs before a row
  std::vector<std::size_t> m_offsets; ///< [listeners + 1] into the two below
  std::vector<std::uint32_t> m_liked; ///< rows, ascending per listener
  std::vector<double> m_gap;          ///< weight of the songs before a liked row that may be drawn
};

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

/// How often a negative was liked later by its listener; shares are lower bounds (section 4).
struct FalseNegatives {
  std::int64_t drawn = 0, drawnLiked = 0;     ///< songs drawn
  std::int64_t targets = 0, targetsLiked = 0; ///< positive targets with at least one such song drawn
  std::int64_t entered = 0, enteredLiked = 0; ///< songs that entered the loss, real negatives included
  friend bool operator==(const FalseNegatives&, const FalseNegatives&) = default;
  FalseNegatives& operator+=(const FalseNegatives& more);
};

/// likes / dislikes of training: the weight that gives real negatives the mass of the positive targets.
double balancedWeight(const TrainingSet& set);

} // namespace skipscope::learning
