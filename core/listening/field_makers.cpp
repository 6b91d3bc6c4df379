#include "core/listening/field_makers.h"

#include "core/listening/closest_word.h"

#include <fmt/format.h>

#include <algorithm>

namespace skipscope::listening {

namespace {

/// A value as a sentence shows it: quoted, and cut where it is long.
std::string shown(std::string_view value) {
  constexpr std::size_t kLongestShown = 60;
  return "\"" + std::string(trimmed(value).substr(0, kLongestShown)) + "\"";
}

std::string orWord(const core::FieldText& text) {
  const bool word = text.kind == core::FieldKind::IntegerOrWord || text.kind == core::FieldKind::RealOrWord;
  return word ? " or the word " + text.choices.front() : "";
}

std::string unfit(std::string_view value, const std::string& wanted) {
  return trimmed(value).empty() ? fmt::format("Give {}.", wanted)
                                : fmt::format("{} is not {}.", shown(value), wanted);
}

} // namespace

std::optional<std::string> readInteger(const core::FieldText& text, std::string_view value,
                                       std::int64_t& into) {
  const auto number = parseInteger(value);
  if (!number || static_cast<double>(*number) < text.minimum || static_cast<double>(*number) > text.maximum)
    return unfit(value, fmt::format("a whole number from {:.0f} to {:.0f}{}", text.minimum, text.maximum,
                                    orWord(text)));
  into = *number;
  return std::nullopt;
}

std::optional<std::string> readReal(const core::FieldText& text, std::string_view value, double& into) {
  const auto number = parseReal(value);
  if (!number || *number < text.minimum || *number > text.maximum)
    return unfit(value, fmt::format("a number from {} to {}{}", text.minimum, text.maximum, orWord(text)));
  into = *number;
  return std::nullopt;
}

std::optional<std::string> readChoice(const core::FieldText& text, std::string_view value,
                                      std::size_t& into) {
  const auto found = std::find(text.choices.begin(), text.choices.end(), trimmed(value));
  if (found == text.choices.end())
    return fmt::format("{} is not one of {}.", shown(value), commaList(text.choices));
  into = static_cast<std::size_t>(found - text.choices.begin());
  return std::nullopt;
}

} // namespace skipscope::listening
