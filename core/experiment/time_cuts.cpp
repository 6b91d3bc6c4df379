#include "core/experiment/time_cuts.h"

#include "core/experiment/field_makers.h"

#include <array>
#include <chrono>

namespace skipscope::experiment {

namespace {

/// Takes `digits` digits from the front of `text`.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits ||
      text.substr(0, digits).find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  const auto value = parseInteger(text.substr(0, digits));
  text.remove_prefix(digits);
  return static_cast<int>(*value);
}

bool take(std::string_view& text, std::string_view anyOf) {
  if (text.empty() || anyOf.find(text.front()) == std::string_view::npos)
    return false;
  text.remove_prefix(1);
  return true;
}

/// "Z", "+02:00" or nothing at all: minutes east of UTC.
std::optional<int> takeZone(std::string_view& text) {
  if (text.empty() || take(text, "Z"))
    return 0;
  const bool west = text.front() == '-';
  if (!take(text, "+-"))
    return std::nullopt;
  const auto hours = takeNumber(text, 2);
  take(text, ":");
  const auto minutes = takeNumber(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59)
    return std::nullopt;
  return (*hours * 60 + *minutes) * (west ? -1 : 1);
}

/// ISO 8601 date, or date and time to the second, as ms since 1970.
std::optional<std::int64_t> parseIso(std::string_view text) {
  using namespace std::chrono;
  const auto year = takeNumber(text, 4);
  const bool dash = take(text, "-");
  const auto month = takeNumber(text, 2);
  const bool dash2 = take(text, "-");
  const auto day = takeNumber(text, 2);
  if (!year || !month || !day || !dash || !dash2)
    return std::nullopt;
  const year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok())
    return std::nullopt;
  std::array<int, 3> clock{};
  int zone = 0;
  if (take(text, "T ")) {
    const auto hour = takeNumber(text, 2);
    const bool colon = take(text, ":");
    const auto minute = takeNumber(text, 2);
    const auto second = take(text, ":") ? takeNumber(text, 2) : std::optional(0);
    if (!hour || !colon || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
      return std::nullopt;
    clock = {*hour, *minute, *second};
    const auto offset = takeZone(text);
    if (!offset)
      return std::nullopt;
    zone = *offset;
  }
  if (!text.empty())
    return std::nullopt;
  const auto moment = sys_days(date) + hours(clock[0]) + minutes(clock[1] - zone) + seconds(clock[2]);
  return duration_cast<milliseconds>(moment.time_since_epoch()).count();
}

std::optional<std::int64_t> parseMoment(std::string_view text) {
  const auto number = parseInteger(text);
  return number ? number : parseIso(trimmed(text));
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
