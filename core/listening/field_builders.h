#pragma once

#include "core/field.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace skipscope::listening {

/// Shortest text that reads back as the same number: "0.5", "30000".
template <class Number> std::string numberText(Number value) {
  char digits[32];
  return std::string(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// A field of a whole or real number in [text.minimum, text.maximum].
template <class Struct, class Number>
core::Field<Struct> numberField(Number Struct::*member, core::FieldText text) {
  const std::string allowed = (text.kind == core::FieldKind::Integer ? "a whole number" : "a number") +
                              (" from " + numberText(text.minimum)) + " to " + numberText(text.maximum);
  auto get = [member](const Struct& values) { return numberText(values.*member); };
  auto set = [member, allowed, low = text.minimum,
              high = text.maximum](Struct& values, std::string_view value) -> std::optional<std::string> {
    Number number{};
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = fault == std::errc{} && end == value.data() + value.size();
    if (!whole || !(static_cast<double>(number) >= low && static_cast<double>(number) <= high))
      return "'" + std::string(value.substr(0, 40)) + "' is not allowed: give " + allowed + ".";
    values.*member = number;
    return std::nullopt;
  };
  return {std::move(text), std::move(get), std::move(set)};
}

/// A field that takes one of text.choices.
template <class Struct> core::Field<Struct> choiceField(std::string Struct::*member, core::FieldText text) {
  auto get = [member](const Struct& values) { return values.*member; };
  auto set = [member, choices = text.choices](Struct& values,
                                              std::string_view value) -> std::optional<std::string> {
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
      std::string allowed;
      for (const std::string& choice : choices)
        allowed += (allowed.empty() ? "" : ", ") + choice;
      return "'" + std::string(value.substr(0, 40)) + "' is not allowed: give one of " + allowed + ".";
    }
    values.*member = std::string(value);
    return std::nullopt;
  };
  return {std::move(text), std::move(get), std::move(set)};
}

} // namespace skipscope::listening
