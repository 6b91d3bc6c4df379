#include "core/listening/number_text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace skipscope::listening {

namespace {

template <class Number> std::optional<Number> parseWhole(std::string_view text) {
  text = trimmed(text);
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

} // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::int64_t> parseInteger(std::string_view text) {
  return parseWhole<std::int64_t>(text);
}

std::optional<double> parseReal(std::string_view text) {
  const auto value = parseWhole<double>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::string realText(double value) {
  return fmt::format("{}", value == 0 ? 0.0 : value); // never "-0"
}

} // namespace skipscope::listening
