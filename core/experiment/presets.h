#pragma once

#include "core/experiment/sweep.h"

#include <filesystem>
#include <string>
#include <vector>

namespace skipscope::experiment {

/// A stored set of configurations, by the name of its file without .json.
struct Preset {
  std::string name;
  std::filesystem::path file;
};

/// Those that came with the program (resources/presets of a build inside the source folder, or
/// share/skipscope/presets of an installation), then the person's own (skipscope/presets of the configuration
/// folder), each by name.
std::vector<Preset> presets();

/// Throws core::UsageError for an unknown name, core::Error where its file cannot be read.
ConfigurationFile readPreset(const std::string& name);

/// Keeps a preset of the person's own, in the place of one of that name. Throws core::UsageError for a name
/// that cannot be a file's or that one of the program has, core::Error where it cannot be written.
void savePreset(const std::string& name, const std::vector<SweepBlock>& blocks);

/// A --config file. Throws core::Error where it cannot be read, core::UsageError for what stands in it.
ConfigurationFile readConfigurationFile(const std::filesystem::path& file);

} // namespace skipscope::experiment
