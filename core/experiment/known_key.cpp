#include "core/experiment/known_key.h"

#include "core/error.h"
#include "core/experiment/configuration.h"
#include "core/listening/closest_word.h"

#include <fmt/format.h>

namespace skipscope::experiment {

void requireKey(std::string_view key) {
  if (core::findField(configurationFields(), key))
    return;
  std::vector<std::string> keys;
  for (const auto& field : configurationFields())
    keys.push_back(field.text.key);
  constexpr std::size_t kLongestShown = 60;
  throw core::UsageError(fmt::format("There is no setting \"{}\" (skipscope-cli keys lists them all).{}",
                                     key.substr(0, kLongestShown), listening::didYouMean(key, keys)));
}

} // namespace skipscope::experiment
