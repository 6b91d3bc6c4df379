#pragma once

#include "core/field.h"
#include "core/listening/number_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Makers of one described field each, from a member pointer: text in, text out, problem in one sentence.
namespace skipscope::listening {

/// A whole number in [minimum, maximum], or the problem.
std::optional<std::string> readInteger(const core::FieldText& text, std::string_view value,
                                       std::int64_t& into);
std::optional<std::string> readReal(const core::FieldText& text, std::string_view value, double& into);
/// The index of `value` in the choices, or the problem.
std::optional<std::string> readChoice(const core::FieldText& text, std::string_view value, std::size_t& into);

/// true or false; where text.choices holds two words, these stand for true and false.
template <class Struct> core::Field<Struct> flagField(core::FieldText text, bool Struct::*member) {
  text.kind = text.choices.empty() ? core::FieldKind::Flag : core::FieldKind::Choice;
  if (text.choices.empty())
    text.choices = {"true", "false"};
  return {text, [text, member](const Struct& object) { return text.choices[object.*member ? 0 : 1]; },
          [text, member](Struct& object, std::string_view value) -> std::optional<std::string> {
            std::size_t index = 0;
            const auto problem = readChoice(text, value, index);
            if (!problem)
              object.*member = index == 0;
            return problem;
          }};
}

template <class Struct, class Integer>
core::Field<Struct> integerField(core::FieldText text, Integer Struct::*member) {
  text.kind = core::FieldKind::Integer;
  return {text, [member](const Struct& object) { return std::to_string(object.*member); },
          [text, member](Struct& object, std::string_view value) {
            std::int64_t number = 0;
            auto problem = readInteger(text, value, number);
            if (!problem)
              object.*member = static_cast<Integer>(number);
            return problem;
          }};
}

template <class Struct> core::Field<Struct> realField(core::FieldText text, double Struct::*member) {
  text.kind = core::FieldKind::Real;
  return {text, [member](const Struct& object) { return realText(object.*member); },
          [text, member](Struct& object, std::string_view value) {
            return readReal(text, value, object.*member);
          }};
}

/// A number, or the one word in text.choices, which is stored as nothing.
template <class Struct>
core::Field<Struct> integerOrWordField(core::FieldText text, std::optional<std::int64_t> Struct::*member) {
  text.kind = core::FieldKind::IntegerOrWord;
  const std::string word = text.choices.front();
  return {text,
          [word, member](const Struct& object) {
            return object.*member ? std::to_string(*(object.*member)) : word;
          },
          [text, word, member](Struct& object, std::string_view value) -> std::optional<std::string> {
            if (trimmed(value) == word) {
              object.*member = std::nullopt;
              return std::nullopt;
            }
            std::int64_t number = 0;
            auto problem = readInteger(text, value, number);
            if (!problem)
              object.*member = number;
            return problem;
          }};
}

template <class Struct>
core::Field<Struct> realOrWordField(core::FieldText text, std::optional<double> Struct::*member) {
  text.kind = core::FieldKind::RealOrWord;
  const std::string word = text.choices.front();
  return {
      text,
      [word, member](const Struct& object) { return object.*member ? realText(*(object.*member)) : word; },
      [text, word, member](Struct& object, std::string_view value) -> std::optional<std::string> {
        if (trimmed(value) == word) {
          object.*member = std::nullopt;
          return std::nullopt;
        }
        double number = 0;
        auto problem = readReal(text, value, number);
        if (!problem)
          object.*member = number;
        return problem;
      }};
}

/// One of text.choices, kept as text.
template <class Struct> core::Field<Struct> choiceField(core::FieldText text, std::string Struct::*member) {
  text.kind = core::FieldKind::Choice;
  return {text, [member](const Struct& object) { return object.*member; },
          [text, member](Struct& object, std::string_view value) {
            std::size_t index = 0;
            auto problem = readChoice(text, value, index);
            if (!problem)
              object.*member = text.choices[index];
            return problem;
          }};
}

/// text.choices in the order of the enumeration.
template <class Struct, class Enum>
core::Field<Struct> choiceField(core::FieldText text, Enum Struct::*member) {
  text.kind = core::FieldKind::Choice;
  return {text,
          [words = text.choices, member](const Struct& object) {
            return words.at(static_cast<std::size_t>(object.*member));
          },
          [text, member](Struct& object, std::string_view value) {
            std::size_t index = 0;
            auto problem = readChoice(text, value, index);
            if (!problem)
              object.*member = static_cast<Enum>(index);
            return problem;
          }};
}

} // namespace skipscope::listening
