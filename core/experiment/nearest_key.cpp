#include "core/experiment/nearest_key.h"

#include "core/error.h"
#include "core/experiment/configuration.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace skipscope::experiment {

namespace {

std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

} // namespace

std::string nearestKey(std::string_view key) {
  const auto& fields = configurationFields();
  const auto nearest = std::min_element(fields.begin(), fields.end(), [key](const auto& a, const auto& b) {
    return edits(key, a.text.key) < edits(key, b.text.key);
  });
  return nearest->text.key;
}

void requireKey(std::string_view key) {
  if (core::findField(configurationFields(), key))
    return;
  constexpr std::size_t kLongestShown = 60; // also bounds the work of a hostile key
  const auto shown = key.substr(0, kLongestShown);
  throw core::UsageError(
      fmt::format("There is no setting \"{}\"; the nearest is \"{}\", and skipscope-cli keys lists them all.",
                  shown, nearestKey(shown)));
}

} // namespace skipscope::experiment
