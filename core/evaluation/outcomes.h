#pragma once

#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::evaluation {

/// How many recommendations of each test pair are stored.
inline constexpr std::size_t kTopSongs = 10;
/// Stands where there is no song.
inline constexpr std::uint32_t kNoSong = std::numeric_limits<std::uint32_t>::max();
using TopSongs = std::array<std::uint32_t, kTopSongs>;

/// What one run said about one pair: enough to recompute every metric without the model.
struct PairOutcome {
  std::uint32_t listener = 0;
  std::uint32_t p = 0;
  std::uint32_t q = 0;
  float scoreP = 0;
  float scoreQ = 0;
  float rankP = 0; ///< among catalogue songs not yet liked, from 1; ties count half
  float rankQ = 0;
  std::int8_t fallback = 0; ///< sign of station popularity of p minus that of q, training counts only
  std::int8_t order = 0;    ///< -1: p came first, 1: q came first, 0: same time
  std::uint32_t contextPositives =
      0;                           ///< positive-kind events strictly before the moment, whatever the inputs
  std::uint32_t contextInputs = 0; ///< input events of this run strictly before the moment
  /// Controls, NaN where not judged: a random catalogue song not yet liked in this context, and p and q in
  /// the context of another listener's pair. Both draws depend on the pairs only, so they are the same for
  /// every run.
  float scoreRandom = std::numeric_limits<float>::quiet_NaN();
  float strangerP = std::numeric_limits<float>::quiet_NaN();
  float strangerQ = std::numeric_limits<float>::quiet_NaN();
  /// The ten best songs among those that ranks count, best first, ties by the smaller index; then how popular
  /// they are: positive targets in training, and the share of the catalogue with fewer (half of those with
  /// as many). kNoSong and NaN where not judged.
  TopSongs top = noTopSongs();
  float topPopularity = std::numeric_limits<float>::quiet_NaN();
  float topPercentile = std::numeric_limits<float>::quiet_NaN();

  static constexpr TopSongs noTopSongs() {
    TopSongs none{};
    none.fill(kNoSong);
    return none;
  }
};

struct Outcomes {
  PairKinds kinds;
  std::vector<PairOutcome> pairs;     ///< by listener
  std::vector<PairOutcome> playPairs; ///< heard-through against skipped; ranks are 0
  std::vector<std::uint32_t>
      coverage;                ///< [101]: listeners with at least m input events before the cut, m = 0..100
  std::uint32_t listeners = 0; ///< of the dataset, with or without a pair; 0 = not known
  std::uint32_t catalogue = 0; ///< songs with a training event; 0 = not known
};

/// Number of listeners with at least m `inputs` before `end`, m = 0..100 (m = 0: any event at all).
std::vector<std::uint32_t> coverageCounts(const Dataset& dataset, experiment::FeedbackSet inputs,
                                          std::int64_t end);

/// Scores `pairs` with a model. `ranks` off skips the full-catalogue ranking (validation of quick runs);
/// `controls` also asks for scoreRandom, strangerP and strangerQ, which doubles the queries, and with ranks
/// for the ten best songs. Throws core::Stopped.
std::vector<PairOutcome> judge(const Dataset& dataset, const SplitPlan& plan, const std::vector<Pair>& pairs,
                               PairKinds kinds, experiment::FeedbackSet inputs, const Scorer& scorer,
                               bool ranks, bool controls = false, const std::stop_token& stop = {});

/// Everything about the test, once: test pairs with ranks and controls, play pairs, coverage. Throws
/// core::Stopped.
Outcomes testOutcomes(const Dataset& dataset, const SplitPlan& plan, experiment::FeedbackSet inputs,
                      const Scorer& scorer, const std::stop_token& stop = {});

/// Packs outcomes for a database blob, versioned and little-endian; unpack throws core::Error on a damaged
/// blob.
std::string pack(const Outcomes& outcomes);
Outcomes unpackOutcomes(std::string_view bytes);

} // namespace skipscope::evaluation
