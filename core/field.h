#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::core {

enum class FieldKind {
  Flag,          ///< true or false
  Integer,       ///< whole number in [minimum, maximum]
  Real,          ///< number in [minimum, maximum]
  IntegerOrWord, ///< whole number, or the one word in `choices` (such as "auto")
  RealOrWord,    ///< number, or the one word in `choices` (such as "balanced")
  Choice,        ///< one of `choices`
  Choices,       ///< a comma-separated, non-empty subset of `choices`
  Text           ///< free text with its own rule, told in `tooltip`
};

/// What people see of a field; form, command line, table columns and documentation are made from it.
struct FieldText {
  std::string key;     ///< stable, dotted: "negatives.count"
  std::string group;   ///< heading in the form: "What the model hears"
  std::string label;   ///< plain words: "Number of random negatives"
  std::string unit;    ///< "songs", "ms", or empty
  std::string tooltip; ///< what it does, one or two sentences
  FieldKind kind = FieldKind::Text;
  std::vector<std::string> choices;
  double minimum = 0;
  double maximum = 0;
};

/// One member of Struct with its description. Values travel as text in canonical form.
template <class Struct> struct Field {
  FieldText text;
  std::function<std::string(const Struct&)> get; ///< canonical text; set(get()) is the identity
  /// Parses and stores a value; returns the problem in one sentence (value untouched) or nothing.
  std::function<std::optional<std::string>(Struct&, std::string_view)> set;
};

template <class Struct>
const Field<Struct>* findField(const std::vector<Field<Struct>>& fields, std::string_view key) {
  for (const auto& field : fields)
    if (field.text.key == key)
      return &field;
  return nullptr;
}

} // namespace skipscope::core
