#include "core/experiment/presets.h"

#include "core/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
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

} // namespace

std::vector<Preset> presets() {
  std::vector<Preset> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(installedFolder(), ignored))
    if (entry.path().extension() == ".json")
      found.push_back({entry.path().stem().string(), entry.path()});
  std::sort(found.begin(), found.end(), [](const Preset& a, const Preset& b) { return a.name < b.name; });
  return found;
}

std::vector<SweepBlock> readPreset(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& preset : presets()) {
    if (preset.name == name)
      return readBlocks(preset.file);
    names.push_back(preset.name);
  }
  throw core::UsageError(
      names.empty() ? fmt::format("There is no preset '{}': none are installed; use --config.", name)
                    : fmt::format("There is no preset '{}'; there are {}.", name, fmt::join(names, ", ")));
}

std::vector<SweepBlock> readBlocks(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream || fs::is_directory(file))
    throw core::Error(
        fmt::format("The file {} cannot be read; check the name given to --config.", file.string()));
  try {
    return parseBlocks(text);
  } catch (const core::UsageError& error) {
    throw core::UsageError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

} // namespace skipscope::experiment
