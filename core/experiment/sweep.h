#pragma once

#include "core/experiment/configuration.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skipscope::experiment {

/// One request for runs: fixed values, swept values, in the order given.
struct SweepBlock {
  std::vector<std::pair<std::string, std::string>> set;                ///< key, value
  std::vector<std::pair<std::string, std::vector<std::string>>> sweep; ///< key, alternatives
};

/// "key=value" → pair. Throws core::UsageError without '='.
std::pair<std::string, std::string> splitAssignment(std::string_view text);
/// "negatives.count=1,4,16" or, for keys whose values are lists, "inputs=like/like,dislike".
std::pair<std::string, std::vector<std::string>> parseSweep(std::string_view text);
/// "1,2,3", "1..5" or a mix; "3" is seed 3. Throws core::UsageError; at most 10,000 seeds.
std::vector<std::uint64_t> parseSeeds(std::string_view text);

/// Every combination of the blocks over `base`, canonical, identical configurations once, first come first.
/// Throws core::UsageError for unknown keys, bad values, or a combination that cannot run.
std::vector<Configuration> expand(const Configuration& base, const std::vector<SweepBlock>& blocks);

/// A --config file or preset.
struct ConfigurationFile {
  std::vector<SweepBlock> blocks; ///< at least one
  std::string seeds;              ///< as parseSeeds() reads them; "" where the file names none
  std::string about;              ///< one sentence, "" where there is none
};
/// A block {"set": {…}, "sweep": {key: [values]}}, a list of them, or {"about", "seeds", "blocks": [list]}.
/// Throws core::UsageError.
ConfigurationFile parseConfigurationFile(std::string_view json);

} // namespace skipscope::experiment
