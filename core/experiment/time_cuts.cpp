#include "core/experiment/time_cuts.h"

#include "core/listening/number_text.h"
#include "core/listening/time_text.h"

namespace skipscope::experiment {

namespace {

using listening::parseReal;
using listening::realText;

/// A whole number as it is (ms or a position), else a date.
std::optional<std::int64_t> parseMoment(std::string_view text) {
  if (const auto number = listening::parseInteger(text))
    return number;
  const auto date = parseReal(text) ? std::nullopt : listening::parseTime(listening::trimmed(text));
  return date ? std::optional(date->ms) : std::nullopt;
}

} // namespace

std::optional<TimeCuts> parseTimeCuts(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos)
    return std::nullopt;
  const auto one = text.substr(0, comma);
  const auto two = text.substr(comma + 1);
  const auto share1 = parseReal(one);
  const auto share2 = parseReal(two);
  if (share1 && share2 && *share1 > 0 && *share2 < 1 && *share1 < *share2)
    return Quantiles{*share1, *share2};
  const auto moment1 = parseMoment(one);
  const auto moment2 = parseMoment(two);
  if (moment1 && moment2 && *moment1 < *moment2)
    return Moments{*moment1, *moment2};
  return std::nullopt;
}

std::string timeCutsText(const TimeCuts& cuts) {
  if (const auto* shares = std::get_if<Quantiles>(&cuts))
    return realText(shares->first) + "," + realText(shares->second);
  const auto& moments = std::get<Moments>(cuts);
  return std::to_string(moments.first) + "," + std::to_string(moments.second);
}

} // namespace skipscope::experiment
