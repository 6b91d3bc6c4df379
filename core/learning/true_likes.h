#pragma once

#include "core/evaluation/split.h"
#include "core/learning/windows.h"
#include "core/listening/radio_truth.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace skipscope::learning {

/// What the truth behind a simulated log says of songs: whether a listener would like one, played next at a
/// target's moment on its station (mood 0, no fatigue), more readily than the middle one of the songs they
/// liked (the lower of two middle ones; each at its last like). P(like) rises with liking, so likings are
/// compared. Read only to count false negatives.
class TrueLikes {
public:
  /// Dataset and truth must outlive it.
  TrueLikes(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
            const listening::RadioTruth& truth);

  /// The moment of one target.
  class Moment {
  public:
    Moment(std::span<const listening::TasteVector> songs, const listening::TasteVector& direction,
           float middle)
        : m_songs(songs), m_direction(direction), m_middle(middle) {}
    bool wouldLike(std::int64_t song) const {
      return likingOf(m_direction, m_songs[static_cast<std::size_t>(song)]) > m_middle;
    }

  private:
    std::span<const listening::TasteVector> m_songs;
    listening::TasteVector m_direction;
    float m_middle;
  };
  /// Nothing where the listener likes no song in the whole log.
  std::optional<Moment> at(const Target& target) const;

private:
  /// direction · song, in an order of adding that vectors of four keep.
  static float likingOf(const listening::TasteVector& direction, const listening::TasteVector& song) {
    std::array<float, 4> sums{};
    for (std::size_t i = 0; i < 4; ++i)
      sums[i] = direction[i] * song[i] + direction[i + 4] * song[i + 4];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }
  /// Weighted taste plus weighted station: its product with a song's vector is the liking.
  listening::TasteVector direction(std::size_t listener, const evaluation::Event& event) const;
  std::optional<float> middleLiking(std::size_t listener) const;

  const evaluation::Dataset& m_dataset;
  const listening::RadioTruth& m_truth;
  std::vector<listening::TasteVector> m_songs; ///< [catalogue]
  std::vector<std::optional<float>> m_middles; ///< [listeners]
};
static_assert(listening::kTasteDimension == 8, "likingOf adds eight products");

} // namespace skipscope::learning
