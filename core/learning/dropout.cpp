#include "core/learning/dropout.h"

#include "core/learning/random.h"

#include <algorithm>
#include <cmath>

namespace skipscope::learning {

std::uint64_t dropoutKey(std::uint64_t historyKey, std::int64_t block, DropoutSite site) {
  return mixed(historyKey ^
               mixed(static_cast<std::uint64_t>(block) * static_cast<std::uint64_t>(DropoutSite::Count) +
                     static_cast<std::uint64_t>(site) + 1));
}

void fillDropout(std::span<float> mask, std::uint64_t key, double rate) {
  constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15ULL;
  const auto threshold = static_cast<std::uint32_t>(std::lround(std::clamp(rate, 0.0, 0.999) * 65536));
  const float kept = 65536.0F / static_cast<float>(65536 - threshold);
  // One 64-bit hash decides four elements.
  std::size_t i = 0;
  for (std::uint64_t state = key; i + 4 <= mask.size(); i += 4) {
    state += kStep;
    const std::uint64_t bits = mixed(state);
    for (std::size_t lane = 0; lane < 4; ++lane)
      mask[i + lane] = static_cast<std::uint32_t>((bits >> (16 * lane)) & 0xffff) < threshold ? 0.0F : kept;
  }
  const std::uint64_t bits = mixed(key + kStep * (i / 4 + 1));
  for (std::size_t lane = 0; i < mask.size(); ++i, ++lane)
    mask[i] = static_cast<std::uint32_t>((bits >> (16 * lane)) & 0xffff) < threshold ? 0.0F : kept;
}

} // namespace skipscope::learning
