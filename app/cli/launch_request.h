#pragma once

#include "core/store/run_store.h"

#include <string>
#include <vector>

namespace skipscope::cli {

/// The words of `launch` that say what to run.
struct LaunchWords {
  std::string dataset;
  std::string preset;             ///< name of a file in resources/presets, without .json
  std::string configFile;         ///< a file of the same kind
  std::vector<std::string> set;   ///< key=value
  std::vector<std::string> sweep; ///< key=v1,v2
  std::string seeds;              ///< "" = those of the preset or file, else 1
  std::string experiment;         ///< "" = named after the preset or the file
};

/// Configurations and seeds of a request. --set and --sweep act on every block of preset and file, and take
/// the place of what those say of the same key. Throws core::UsageError (key, value, combination) and
/// core::Error (file).
store::LaunchRequest readLaunchRequest(const LaunchWords& words);

} // namespace skipscope::cli
