#include "app/cli/launch_request.h"

#include "core/experiment/presets.h"

#include <algorithm>
#include <filesystem>

namespace skipscope::cli {

namespace fs = std::filesystem;

namespace {

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
  std::string seeds = "1";
  const auto take = [&](const experiment::ConfigurationFile& content) {
    blocks.insert(blocks.end(), content.blocks.begin(), content.blocks.end());
    if (!content.seeds.empty())
      seeds = content.seeds;
  };
  if (!words.preset.empty())
    take(experiment::readPreset(words.preset));
  if (!words.configFile.empty())
    take(experiment::readConfigurationFile(words.configFile));
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
  request.seeds = experiment::parseSeeds(words.seeds.empty() ? seeds : words.seeds);
  request.fittingOnly = !words.preset.empty() || !words.configFile.empty();
  return request;
}

} // namespace skipscope::cli
