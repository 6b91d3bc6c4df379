#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace skipscope::experiment {

/// The two cuts of the split `time`: shares of the events, or moments (ms since 1970, or positions).
struct Quantiles {
  double first = 0.8;
  double second = 0.9;
};
struct Moments {
  std::int64_t first = 0;
  std::int64_t second = 0;
};
using TimeCuts = std::variant<Quantiles, Moments>;

/// Reads "0.8,0.9", "1546300800000,1577836800000" or "2019-01-01,2020-01-01T12:00Z": two cuts of the same
/// sort, the first below the second. ISO 8601 without a zone is UTC. Nothing where the text is none of these.
std::optional<TimeCuts> parseTimeCuts(std::string_view text);
/// Canonical text: shares as they are, moments in ms.
std::string timeCutsText(const TimeCuts& cuts);

} // namespace skipscope::experiment
