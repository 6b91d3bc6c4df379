#include "core/listening/time_text.h"

#include <charconv>
#include <cmath>

namespace skipscope::listening {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
// The unit of an epoch is told by its size: as seconds the first is the year 5138, as ms it is 1973, and so
// on.
constexpr double kFirstMs = 1e11;
constexpr double kFirstMicroseconds = 1e14;
constexpr double kFirstNanoseconds = 1e17;

/// Days since 1970-01-01 of a Gregorian date (H. Hinnant, "chrono-compatible low-level date algorithms").
std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto yearOfEra = static_cast<unsigned>(year - era * 400);
  const unsigned dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + static_cast<std::int64_t>(dayOfEra) - 719468;
}

unsigned daysInMonth(unsigned year, unsigned month) {
  if (month == 2)
    return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Reads exactly `count` digits and moves on; false where there are fewer.
bool digits(std::string_view& text, std::size_t count, unsigned& value) {
  if (text.size() < count)
    return false;
  value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto digit = static_cast<unsigned>(text[i] - '0');
    if (digit > 9)
      return false;
    value = value * 10 + digit;
  }
  text.remove_prefix(count);
  return true;
}

bool sign(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected)
    return false;
  text.remove_prefix(1);
  return true;
}

/// ".5", ",123456": ms, further digits are cut.
bool fraction(std::string_view& text, std::int64_t& ms) {
  if (!sign(text, '.') && !sign(text, ','))
    return true;
  std::int64_t scale = 100;
  std::size_t read = 0;
  for (; read < text.size() && text[read] >= '0' && text[read] <= '9'; ++read, scale /= 10)
    ms += (text[read] - '0') * scale;
  text.remove_prefix(read);
  return read > 0;
}

bool clock(std::string_view& text, std::int64_t& ms) {
  unsigned hour = 0, minute = 0, second = 0;
  if (!digits(text, 2, hour) || !sign(text, ':') || !digits(text, 2, minute))
    return false;
  std::int64_t part = 0;
  if (sign(text, ':') && (!digits(text, 2, second) || !fraction(text, part)))
    return false;
  if (hour > 23 || minute > 59 || second > 60)
    return false;
  ms += ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + part;
  return true;
}

/// "", "Z", " UTC", "+02", "+0200", "+02:00".
bool zone(std::string_view text, ParsedTime& time) {
  time.zoneGiven = !text.empty();
  if (text.empty() || text == "Z" || text == "z" || text == " UTC")
    return true;
  const bool west = text.front() == '-';
  if (!west && text.front() != '+')
    return false;
  text.remove_prefix(1);
  unsigned hours = 0, minutes = 0;
  if (!digits(text, 2, hours))
    return false;
  if (!text.empty()) {
    sign(text, ':');
    if (!digits(text, 2, minutes) || !text.empty())
      return false;
  }
  if (hours > 14 || minutes > 59)
    return false;
  const std::int64_t offset = (hours * 60 + minutes) * std::int64_t{60'000};
  time.ms += west ? offset : -offset;
  return true;
}

std::optional<ParsedTime> parseIso(std::string_view text) {
  unsigned year = 0, month = 0, day = 0;
  if (!digits(text, 4, year) || !sign(text, '-') || !digits(text, 2, month) || !sign(text, '-') ||
      !digits(text, 2, day))
    return std::nullopt;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return std::nullopt;
  ParsedTime time;
  time.ms = daysFromCivil(year, month, day) * kDayMs;
  if (text.empty()) {
    time.zoneGiven = false;
    return time;
  }
  if ((!sign(text, 'T') && !sign(text, ' ')) || !clock(text, time.ms) || !zone(text, time))
    return std::nullopt;
  return time;
}

/// Milliseconds of a whole number: exact, rounded down.
std::int64_t epochMs(std::int64_t number) {
  const double size = std::abs(static_cast<double>(number));
  if (size < kFirstMs)
    return number * 1000;
  const std::int64_t parts = size < kFirstMicroseconds ? 1 : size < kFirstNanoseconds ? 1000 : 1'000'000;
  return number / parts - (number % parts < 0 ? 1 : 0);
}

std::int64_t epochMs(double number) {
  const double size = std::abs(number);
  const double ms = size < kFirstMs             ? number * 1000 + 1e-6
                    : size < kFirstMicroseconds ? number
                    : size < kFirstNanoseconds  ? number / 1000
                                                : number / 1'000'000;
  return static_cast<std::int64_t>(std::floor(ms));
}

char* twoDigits(char* into, unsigned value) {
  *into++ = static_cast<char>('0' + value / 10);
  *into++ = static_cast<char>('0' + value % 10);
  return into;
}

} // namespace

std::optional<ParsedTime> parseTime(std::string_view text) {
  if (text.size() > 4 && text[4] == '-')
    return parseIso(text);
  const char* const last = text.data() + text.size();
  std::int64_t whole = 0;
  const auto [end, fault] = std::from_chars(text.data(), last, whole);
  if (fault == std::errc{} && end == last)
    return ParsedTime{epochMs(whole), true};
  double real = 0;
  const auto [realEnd, realFault] = std::from_chars(text.data(), last, real);
  constexpr double kBeyond = 9.2e18; // nanoseconds of the year 2261, and about what 64 bits hold
  if (realFault != std::errc{} || realEnd != last || !(std::abs(real) < kBeyond))
    return std::nullopt;
  return ParsedTime{epochMs(real), true};
}

std::size_t writeIsoTime(std::int64_t ms, char* into) {
  std::int64_t days = ms / kDayMs;
  std::int64_t rest = ms % kDayMs;
  if (rest < 0) {
    rest += kDayMs;
    --days;
  }
  // The inverse of daysFromCivil, from the same source.
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const auto dayOfEra = static_cast<unsigned>(shifted - era * 146097);
  const unsigned yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const unsigned dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const unsigned monthIndex = (5 * dayOfYear + 2) / 153;
  const unsigned day = dayOfYear - (153 * monthIndex + 2) / 5 + 1;
  const unsigned month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const std::int64_t year = static_cast<std::int64_t>(yearOfEra) + era * 400 + (month <= 2 ? 1 : 0);

  const auto seconds = static_cast<unsigned>(rest / 1000);
  const auto thousandths = static_cast<unsigned>(rest % 1000);
  char* at = into;
  if (year >= 0 && year <= 9999)
    at = twoDigits(twoDigits(at, static_cast<unsigned>(year / 100)), static_cast<unsigned>(year % 100));
  else
    at = std::to_chars(at, at + 12, year).ptr;
  *at++ = '-';
  at = twoDigits(at, month);
  *at++ = '-';
  at = twoDigits(at, day);
  *at++ = 'T';
  at = twoDigits(at, seconds / 3600);
  *at++ = ':';
  at = twoDigits(at, seconds / 60 % 60);
  *at++ = ':';
  at = twoDigits(at, seconds % 60);
  if (thousandths != 0) {
    *at++ = '.';
    *at++ = static_cast<char>('0' + thousandths / 100);
    at = twoDigits(at, thousandths % 100);
  }
  *at++ = 'Z';
  return static_cast<std::size_t>(at - into);
}

std::string isoTime(std::int64_t ms) {
  char text[40];
  return std::string(text, writeIsoTime(ms, text));
}

} // namespace skipscope::listening
