#pragma once

#include "core/learning/recommender.h"

#include <nlohmann/json.hpp>

namespace skipscope::learn {

/// {listener, run, items: [{rank, song, title, artist, score, played_before}]}: what `recommend --json`
/// prints and `serve` answers.
nlohmann::ordered_json recommendationJson(const std::string& listener, const std::string& run,
                                          const std::vector<learning::Recommendation>& items);

} // namespace skipscope::learn
