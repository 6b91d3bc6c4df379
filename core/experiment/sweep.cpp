#include "core/experiment/sweep.h"

#include "core/error.h"
#include "core/experiment/known_key.h"
#include "core/listening/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

namespace skipscope::experiment {

namespace {

using listening::trimmed;

constexpr std::uint64_t kMostSeeds = 10'000;
constexpr std::size_t kMostConfigurations = 100'000;

std::vector<std::string> splitAt(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const auto to = std::min(text.find(separator, from), text.size());
    parts.emplace_back(trimmed(text.substr(from, to - from)));
    from = to + 1;
  }
  return parts;
}

std::uint64_t parseSeed(std::string_view text) {
  text = trimmed(text);
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size())
    throw core::UsageError(fmt::format(
        "\"{}\" is not a seed; seeds are whole numbers as in 1,2,3 or a range as in 1..5.", text));
  return seed;
}

/// Applies the alternatives of sweep number `index` and all later ones to `configuration`.
void combine(const Configuration& configuration, const SweepBlock& block, std::size_t index,
             const std::function<void(const Configuration&)>& receive) {
  if (index == block.sweep.size()) {
    receive(configuration);
    return;
  }
  const auto& [key, values] = block.sweep[index];
  for (const auto& value : values) {
    Configuration next = configuration;
    setField(next, key, value);
    combine(next, block, index + 1, receive);
  }
}

void checkSweeps(const SweepBlock& block) {
  std::set<std::string> keys;
  std::size_t combinations = 1;
  for (const auto& [key, values] : block.sweep) {
    requireKey(key);
    if (!keys.insert(key).second)
      throw core::UsageError(fmt::format("{} is swept twice; give all its values in one sweep.", key));
    if (values.empty())
      throw core::UsageError(fmt::format("{} is swept over no value; give at least one.", key));
    combinations *= values.size();
    if (combinations > kMostConfigurations)
      throw core::UsageError(fmt::format(
          "The sweeps make more than {} configurations; sweep fewer values at once.", kMostConfigurations));
  }
}

} // namespace

std::pair<std::string, std::string> splitAssignment(std::string_view text) {
  const auto equal = text.find('=');
  const auto key = trimmed(text.substr(0, equal));
  if (equal == std::string_view::npos || key.empty())
    throw core::UsageError(fmt::format("\"{}\" is not of the form key=value.", text));
  return {std::string(key), std::string(trimmed(text.substr(equal + 1)))};
}

std::pair<std::string, std::vector<std::string>> parseSweep(std::string_view text) {
  const auto [key, values] = splitAssignment(text);
  requireKey(key);
  const auto& description = core::findField(configurationFields(), key)->text;
  const bool list = description.kind == core::FieldKind::Choices || description.kind == core::FieldKind::Text;
  return {key, splitAt(values, list ? '/' : ',')};
}

std::vector<std::uint64_t> parseSeeds(std::string_view text) {
  std::vector<std::uint64_t> seeds;
  for (const std::string& part : splitAt(text, ',')) {
    const auto dots = part.find("..");
    const std::uint64_t first = parseSeed(part.substr(0, dots));
    const std::uint64_t last = dots == std::string::npos ? first : parseSeed(part.substr(dots + 2));
    if (last < first)
      throw core::UsageError(fmt::format("\"{}\" runs backwards; write the smaller seed first.", part));
    if (last - first >= kMostSeeds || seeds.size() + (last - first) >= kMostSeeds)
      throw core::UsageError(fmt::format("\"{}\" is more than {} seeds; ask for fewer.", text, kMostSeeds));
    for (std::uint64_t step = 0; step <= last - first; ++step)
      if (std::find(seeds.begin(), seeds.end(), first + step) == seeds.end())
        seeds.push_back(first + step);
  }
  return seeds;
}

std::vector<Configuration> expand(const Configuration& base, const std::vector<SweepBlock>& blocks) {
  std::vector<Configuration> configurations;
  std::set<std::string> known;
  const auto add = [&](const Configuration& configuration) {
    const auto problems = validate(configuration);
    if (!problems.empty())
      throw core::UsageError(fmt::format("{}: {}", problems.front().key, problems.front().sentence));
    if (known.insert(configurationHash(configuration)).second)
      configurations.push_back(canonical(configuration));
  };
  for (const auto& block : blocks) {
    checkSweeps(block);
    Configuration configuration = base;
    for (const auto& [key, value] : block.set)
      setField(configuration, key, value);
    combine(configuration, block, 0, add);
  }
  return configurations;
}

} // namespace skipscope::experiment
