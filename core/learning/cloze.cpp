#include "core/learning/cloze.h"

#include "core/learning/random.h"

#include <span>

namespace skipscope::learning {

WindowMasks drawMasks(const TrainingSet& set, const Window& window, double share, std::uint64_t seed,
                      std::int64_t epoch) {
  WindowMasks masks;
  // Masks between the same two inputs see the same: one serves all. So do those of one moment with inputs.
  std::vector<std::uint32_t> rows(2 * (std::size_t{window.inputs} + 1)); // row + 1, 0 where there is none
  const auto insertedRow = [&](const Target& target) {
    const bool tied =
        target.context < window.inputs && set.inputTimes[window.firstInput + target.context] == target.time;
    std::uint32_t& row = rows[2 * std::size_t{target.context} + (tied ? 1 : 0)];
    if (row == 0) {
      masks.inserted.push_back({target.context, target.time});
      row = window.inputs + static_cast<std::uint32_t>(masks.inserted.size());
    }
    return row - 1;
  };
  const auto take = [&](std::span<const Target> targets, std::vector<WindowMasks::Masked>& masked) {
    for (std::uint32_t i = 0; i < targets.size(); ++i) {
      const Target& target = targets[i];
      if (target.input < 0)
        masked.push_back({i, insertedRow(target)});
      else if (CounterRandom(seed, Purpose::Mask, epoch, target.listener).uniform(target.event) < share)
        masked.push_back({i, static_cast<std::uint32_t>(target.input)});
    }
  };
  take({set.positives.data() + window.firstPositive, window.positives}, masks.positives);
  take({set.negatives.data() + window.firstNegative, window.negatives}, masks.negatives);
  return masks;
}

} // namespace skipscope::learning
