#include "core/experiment/field_makers.h"

#include "core/listening/closest_word.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace skipscope::experiment {

namespace {

std::string orWord(const core::FieldText& text) {
  const bool word = text.kind == core::FieldKind::IntegerOrWord || text.kind == core::FieldKind::RealOrWord;
  return word ? " or the word " + text.choices.front() : "";
}

} // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::int64_t> parseInteger(std::string_view text) {
  text = trimmed(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::optional<double> parseReal(std::string_view text) {
  text = trimmed(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::string realText(double value) {
  return fmt::format("{}", value == 0 ? 0.0 : value); // never "-0"
}

std::optional<std::string> readInteger(const core::FieldText& text, std::string_view value,
                                       std::int64_t& into) {
  const auto number = parseInteger(value);
  if (!number || static_cast<double>(*number) < text.minimum || static_cast<double>(*number) > text.maximum)
    return fmt::format("\"{}\" is not a whole number from {:.0f} to {:.0f}{}.", trimmed(value), text.minimum,
                       text.maximum, orWord(text));
  into = *number;
  return std::nullopt;
}

std::optional<std::string> readReal(const core::FieldText& text, std::string_view value, double& into) {
  const auto number = parseReal(value);
  if (!number || *number < text.minimum || *number > text.maximum)
    return fmt::format("\"{}\" is not a number from {} to {}{}.", trimmed(value), text.minimum, text.maximum,
                       orWord(text));
  into = *number;
  return std::nullopt;
}

std::optional<std::string> readChoice(const core::FieldText& text, std::string_view value,
                                      std::size_t& into) {
  const auto found = std::find(text.choices.begin(), text.choices.end(), trimmed(value));
  if (found == text.choices.end())
    return fmt::format("\"{}\" is not one of {}.", trimmed(value), listening::commaList(text.choices));
  into = static_cast<std::size_t>(found - text.choices.begin());
  return std::nullopt;
}

} // namespace skipscope::experiment
