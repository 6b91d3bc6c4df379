#include "core/listening/dataset.h"

#include <algorithm>

namespace skipscope::listening {

namespace {

/// A whole number of any length as sign and digits without leading zeros.
struct WholeNumber {
  bool negative = false;
  std::string_view digits;
};

std::optional<WholeNumber> wholeNumber(std::string_view id) {
  WholeNumber number;
  number.negative = id.starts_with('-');
  number.digits = id.substr(number.negative ? 1 : 0);
  if (number.digits.empty() ||
      !std::all_of(number.digits.begin(), number.digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  const std::size_t start = number.digits.find_first_not_of('0');
  number.digits.remove_prefix(std::min(start, number.digits.size()));
  if (number.digits.empty())
    number.negative = false;
  return number;
}

/// -1, 0 or 1 as a is below, equal to or above b.
int compareValues(const WholeNumber& a, const WholeNumber& b) {
  if (a.negative != b.negative)
    return a.negative ? -1 : 1;
  int order = 0;
  if (a.digits.size() != b.digits.size())
    order = a.digits.size() < b.digits.size() ? -1 : 1;
  else if (const int bytes = a.digits.compare(b.digits); bytes != 0)
    order = bytes < 0 ? -1 : 1;
  return a.negative ? -order : order;
}

} // namespace

bool idLess(std::string_view a, std::string_view b) {
  const auto left = wholeNumber(a);
  const auto right = wholeNumber(b);
  if (left.has_value() != right.has_value())
    return left.has_value();
  if (left)
    if (const int order = compareValues(*left, *right); order != 0)
      return order < 0;
  return a < b; // "7" and "007" are two ids of one value
}

} // namespace skipscope::listening
