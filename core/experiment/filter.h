#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skipscope::experiment {

/// One condition of the filter of `runs --where` and of the window: words match any text column,
/// `key op value` compares.
struct Condition {
  std::string key; ///< empty = a word that must occur in any text column
  enum class Op { Contains, Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual } op = Op::Contains;
  std::string value;
};
/// Reads words and comparisons, all of which must hold. Throws core::UsageError where a quote stays open or a
/// comparison lacks a side.
std::vector<Condition> parseFilter(std::string_view expression);
/// `columns`: key → text as shown, a key several times where it has several values, one of which must meet
/// the condition (none for !=); a key may also be one of the method's letters N, d, L and m. Numbers compare
/// as numbers where both sides are numbers.
bool matches(const std::vector<Condition>& conditions,
             const std::vector<std::pair<std::string, std::string>>& columns);

} // namespace skipscope::experiment
