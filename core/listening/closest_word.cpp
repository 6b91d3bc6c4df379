#include "core/listening/closest_word.h"

#include <algorithm>
#include <numeric>

namespace skipscope::listening {

namespace {

std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

} // namespace

std::string didYouMean(std::string_view word, const std::vector<std::string>& words) {
  constexpr std::size_t kLongestWord = 64; // longer ones are no slip of the finger
  if (word.size() > kLongestWord)
    return {};
  const std::string* nearest = nullptr;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : words)
    if (const std::size_t distance = editDistance(word, candidate); distance < least) {
      least = distance;
      nearest = &candidate;
    }
  return nearest == nullptr ? std::string{} : " Did you mean '" + *nearest + "'?";
}

std::string commaList(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words)
    list += (list.empty() ? "" : ", ") + word;
  return list;
}

} // namespace skipscope::listening
