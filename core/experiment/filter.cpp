#include "core/experiment/filter.h"

#include "core/error.h"
#include "core/listening/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace skipscope::experiment {

namespace {

using Op = Condition::Op;

constexpr std::array<std::pair<std::string_view, Op>, 7> kOperators = {{{"!=", Op::NotEqual},
                                                                        {"<=", Op::LessEqual},
                                                                        {">=", Op::GreaterEqual},
                                                                        {"==", Op::Equal},
                                                                        {"=", Op::Equal},
                                                                        {"<", Op::Less},
                                                                        {">", Op::Greater}}};

/// The letters of docs/method.md.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kLetters = {
    {{"N", "negatives.count"},
     {"d", "model.dimension"},
     {"L", "model.max_length"},
     {"m", "evaluation.minimum_history"}}};

void skipSpaces(std::string_view& text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
}

std::optional<Op> takeOperator(std::string_view& text) {
  for (const auto& [sign, op] : kOperators)
    if (text.starts_with(sign)) {
      text.remove_prefix(sign.size());
      return op;
    }
  return std::nullopt;
}

/// A word up to a space (and, for keys, up to an operator), or "anything between quotes".
std::string takeWord(std::string_view& text, bool key) {
  if (text.starts_with('"')) {
    const auto end = text.find('"', 1);
    if (end == std::string_view::npos)
      throw core::UsageError("The filter has an opening quote without a closing one.");
    const std::string word(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    return word;
  }
  const auto end = std::min(text.find_first_of(key ? " \t\r\n!=<>" : " \t\r\n"), text.size());
  const std::string word(text.substr(0, end));
  text.remove_prefix(end);
  return word;
}

char small(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), small);
  return result;
}

// Both without copies: at each key pressed, every column of 10,000 runs is asked.
bool same(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return small(a) == small(b); });
}

/// Whether `word`, in small letters, occurs.
bool contains(std::string_view text, std::string_view word) {
  if (word.empty())
    return true;
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at)
    if (small(text[at]) == word.front() && same(text.substr(at, word.size()), word))
      return true;
  return false;
}

bool compares(Op op, const std::string& shown, const std::string& wanted) {
  const auto a = listening::parseReal(shown);
  const auto b = listening::parseReal(wanted);
  const bool numbers = a && b;
  if (op == Op::Equal)
    return numbers ? *a == *b : lower(shown) == lower(wanted);
  if (a.has_value() != b.has_value()) // "–" is neither above nor below 0.7
    return false;
  const bool less = numbers ? *a < *b : lower(shown) < lower(wanted);
  const bool greater = numbers ? *a > *b : lower(shown) > lower(wanted);
  switch (op) {
  case Op::Less:
    return less;
  case Op::LessEqual:
    return !greater;
  case Op::Greater:
    return greater;
  default:
    return !less;
  }
}

/// Of a column that lists several values, "best, night": the one that was asked for, else the whole.
std::string askedFor(const std::string& key, const std::string& shown, const std::string& wanted) {
  if (key != "tags" && key != "experiment")
    return shown;
  constexpr std::string_view separator = ", ";
  for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + separator.size()) {
    end = shown.find(separator, begin);
    if (lower(shown.substr(begin, end - begin)) == lower(wanted))
      return wanted;
  }
  return shown;
}

bool holds(const Condition& condition, const std::vector<std::pair<std::string, std::string>>& columns) {
  if (condition.op == Op::Contains) {
    const std::string word = lower(condition.value);
    return std::any_of(columns.begin(), columns.end(),
                       [&](const auto& column) { return contains(column.second, word); });
  }
  const auto letter = std::find_if(kLetters.begin(), kLetters.end(),
                                   [&](const auto& each) { return each.first == condition.key; });
  const std::string key = lower(letter == kLetters.end() ? condition.key : letter->second);
  const bool differs = condition.op == Op::NotEqual;
  const Op op = differs ? Op::Equal : condition.op;
  return differs != std::any_of(columns.begin(), columns.end(), [&](const auto& each) {
           return same(each.first, key) &&
                  compares(op, askedFor(key, each.second, condition.value), condition.value);
         });
}

} // namespace

std::vector<Condition> parseFilter(std::string_view expression) {
  std::vector<Condition> conditions;
  for (skipSpaces(expression); !expression.empty(); skipSpaces(expression)) {
    const bool quoted = expression.front() == '"';
    std::string word = takeWord(expression, true);
    std::string_view rest = expression;
    skipSpaces(rest);
    const auto op = quoted ? std::nullopt : takeOperator(rest);
    if (!op) {
      if (word.empty() && !quoted)
        throw core::UsageError(
            fmt::format("The filter cannot be read from \"{}\" on; write words, or key=value "
                        "with one of = != < <= > >=.",
                        expression));
      conditions.push_back({"", Op::Contains, std::move(word)});
      continue;
    }
    skipSpaces(rest);
    const bool asksForNothing = (*op == Op::Equal || *op == Op::NotEqual) && !word.empty() &&
                                (rest.empty() || rest.starts_with('"')); // message="" or message=
    std::string_view after = rest;
    if (takeOperator(after))
      throw core::UsageError(fmt::format("The filter has two signs after \"{}\": a comparison has one of "
                                         "= != < <= > >=, and a value that begins with one needs quotes.",
                                         word));
    const std::string value = takeWord(rest, false);
    if (word.empty() || (value.empty() && !asksForNothing))
      throw core::UsageError(
          "A comparison in the filter needs a key before and a value after its sign, as in "
          "accuracy>0.7.");
    conditions.push_back({std::move(word), *op, value});
    expression = rest;
  }
  return conditions;
}

bool matches(const std::vector<Condition>& conditions,
             const std::vector<std::pair<std::string, std::string>>& columns) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& condition) { return holds(condition, columns); });
}

} // namespace skipscope::experiment
