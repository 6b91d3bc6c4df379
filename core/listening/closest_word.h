#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// " Did you mean 'x'?" for the word nearest by edit distance, if it is near enough to be a slip; else "".
std::string didYouMean(std::string_view word, const std::vector<std::string>& words);

/// "a, b, c".
std::string commaList(const std::vector<std::string>& words);

} // namespace skipscope::listening
