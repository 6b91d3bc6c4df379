#include "core/experiment/presets.h"

#include "core/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace skipscope::experiment {

namespace fs = std::filesystem;

namespace {

fs::path installedFolder() {
  std::error_code ignored;
  const fs::path programs = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  const fs::path installed = programs.parent_path() / "share" / "skipscope" / "presets";
  if (fs::is_directory(installed, ignored))
    return installed;
  for (fs::path above = programs; above.has_relative_path(); above = above.parent_path())
    if (fs::is_directory(above / "resources" / "presets", ignored))
      return above / "resources" / "presets";
  return installed;
}

fs::path ownFolder() {
  const char* configuration = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  const fs::path base =
      configuration && *configuration ? fs::path(configuration) : fs::path(home ? home : ".") / ".config";
  return base / "skipscope" / "presets";
}

std::vector<Preset> presetsIn(const fs::path& folder) {
  std::vector<Preset> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".json")
      found.push_back({entry.path().stem().string(), entry.path()});
  std::sort(found.begin(), found.end(), [](const Preset& a, const Preset& b) { return a.name < b.name; });
  return found;
}

/// Tries every value by itself, so that the fault of one is told with the file it stands in.
void requireValues(const std::vector<SweepBlock>& blocks) {
  Configuration tried;
  for (const auto& block : blocks) {
    for (const auto& [key, value] : block.set)
      setField(tried, key, value);
    for (const auto& [key, values] : block.sweep)
      for (const auto& value : values)
        setField(tried, key, value);
  }
}

} // namespace

std::vector<Preset> presets() {
  auto found = presetsIn(installedFolder());
  const auto own = presetsIn(ownFolder());
  found.insert(found.end(), own.begin(), own.end());
  return found;
}

void savePreset(const std::string& name, const std::vector<SweepBlock>& blocks) {
  constexpr std::size_t kLongestName = 100;
  if (name.empty() || name.size() > kLongestName || name.front() == '.' ||
      name.find('/') != std::string::npos)
    throw core::UsageError(
        fmt::format("\"{}\" cannot be the name of a preset: give a short one without '/'.", name));
  for (const auto& preset : presetsIn(installedFolder()))
    if (preset.name == name)
      throw core::UsageError(fmt::format("Preset \"{}\" came with the program: give another name.", name));
  auto json = nlohmann::json::array();
  for (const auto& block : blocks) {
    auto sweep = nlohmann::json::object();
    for (const auto& [key, values] : block.sweep)
      sweep[key] = values;
    auto set = nlohmann::json::object();
    for (const auto& [key, value] : block.set)
      set[key] = value;
    json.push_back({{"set", set}, {"sweep", sweep}});
  }
  const fs::path file = ownFolder() / (name + ".json"), part = ownFolder() / (name + ".part");
  std::error_code error;
  fs::create_directories(ownFolder(), error);
  std::ofstream stream(part, std::ios::binary);
  stream << json.dump(2) << '\n';
  stream.close();
  if (stream)
    fs::rename(part, file, error);
  if (!stream || error)
    throw core::Error(fmt::format("The preset could not be written to {}: make room or allow writing there.",
                                  file.string()));
}

ConfigurationFile readPreset(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& preset : presets()) {
    if (preset.name == name)
      return readConfigurationFile(preset.file);
    names.push_back(preset.name);
  }
  throw core::UsageError(
      names.empty() ? fmt::format("There is no preset '{}': none are installed; use --config.", name)
                    : fmt::format("There is no preset '{}'; there are {}.", name, fmt::join(names, ", ")));
}

ConfigurationFile readConfigurationFile(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream || fs::is_directory(file))
    throw core::Error(
        fmt::format("The file {} cannot be read; check the name given to --config.", file.string()));
  try {
    ConfigurationFile content = parseConfigurationFile(text);
    requireValues(content.blocks);
    return content;
  } catch (const core::UsageError& error) {
    throw core::UsageError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

} // namespace skipscope::experiment
