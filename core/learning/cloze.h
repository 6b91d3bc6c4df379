#pragma once

#include "core/learning/windows.h"

#include <cstdint>
#include <vector>

namespace skipscope::learning {

/// What of one window is trained in one epoch under cloze, and where its masks stand.
struct WindowMasks {
  /// A trained target, by its number in the window, and the row of its mask in the window's history.
  struct Masked {
    std::uint32_t target = 0;
    std::uint32_t row = 0;
  };
  /// A mask put in after the inputs: of all targets outside them that see the same.
  struct Inserted {
    std::uint32_t place = 0; ///< inputs before it
    std::int64_t time = 0;
  };
  std::vector<Masked> positives, negatives;
  std::vector<Inserted> inserted; ///< at most 2·(inputs + 1)
};

/// Draws the masks of cloze (method.md section 3; Sun et al., CIKM 2019): a target among the inputs is
/// masked, and so trained, with chance `share`, drawn by (seed, epoch, listener, event) alone; one outside
/// them always is.
WindowMasks drawMasks(const TrainingSet& set, const Window& window, double share, std::uint64_t seed,
                      std::int64_t epoch);

} // namespace skipscope::learning
