#include "app/cli/launch_request.h"

#include "core/error.h"
#include "core/experiment/sweep.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace skipscope::cli {

namespace fs = std::filesystem;

namespace {

/// resources/presets of a build inside the source folder, or share/skipscope/presets of an installation.
fs::path presetFolder() {
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

std::vector<std::string> presetNames() {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(presetFolder(), ignored))
    if (entry.path().extension() == ".json")
      names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<experiment::SweepBlock> readBlocks(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream || fs::is_directory(file))
    throw core::Error(
        fmt::format("The file {} cannot be read; check the name given to --config.", file.string()));
  try {
    return experiment::parseBlocks(text);
  } catch (const core::UsageError& error) {
    throw core::UsageError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

std::vector<experiment::SweepBlock> readPreset(const std::string& name) {
  const auto names = presetNames();
  if (std::find(names.begin(), names.end(), name) == names.end())
    throw core::UsageError(
        names.empty() ? fmt::format("There is no preset '{}': none are installed; use --config.", name)
                      : fmt::format("There is no preset '{}'; there are {}.", name, fmt::join(names, ", ")));
  return readBlocks(presetFolder() / (name + ".json"));
}

void removeKey(experiment::SweepBlock& block, const std::string& key) {
  const auto named = [&](const auto& entry) { return entry.first == key; };
  std::erase_if(block.set, named);
  std::erase_if(block.sweep, named);
}

std::string nameOf(const LaunchWords& words) {
  if (!words.experiment.empty())
    return words.experiment;
  if (!words.preset.empty())
    return words.preset;
  return words.configFile.empty() ? "Experiment" : fs::path(words.configFile).stem().string();
}

} // namespace

store::LaunchRequest readLaunchRequest(const LaunchWords& words) {
  std::vector<experiment::SweepBlock> blocks;
  if (!words.preset.empty())
    blocks = readPreset(words.preset);
  if (!words.configFile.empty()) {
    const auto more = readBlocks(words.configFile);
    blocks.insert(blocks.end(), more.begin(), more.end());
  }
  if (blocks.empty())
    blocks.emplace_back();
  experiment::SweepBlock typed;
  for (const auto& text : words.set)
    typed.set.push_back(experiment::splitAssignment(text));
  for (const auto& text : words.sweep)
    typed.sweep.push_back(experiment::parseSweep(text));
  for (auto& block : blocks) {
    for (const auto& entry : typed.set)
      removeKey(block, entry.first);
    for (const auto& entry : typed.sweep)
      removeKey(block, entry.first);
    block.set.insert(block.set.end(), typed.set.begin(), typed.set.end());
    block.sweep.insert(block.sweep.end(), typed.sweep.begin(), typed.sweep.end());
  }
  store::LaunchRequest request;
  request.experiment = nameOf(words);
  request.dataset = words.dataset;
  request.configurations = experiment::expand(experiment::Configuration(), blocks);
  request.seeds = experiment::parseSeeds(words.seeds);
  return request;
}

} // namespace skipscope::cli
