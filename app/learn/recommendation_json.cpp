#include "app/learn/recommendation_json.h"

namespace skipscope::learn {

nlohmann::ordered_json recommendationJson(const std::string& listener, const std::string& run,
                                          const std::vector<learning::Recommendation>& items) {
  nlohmann::ordered_json document = {
      {"listener", listener}, {"run", run}, {"items", nlohmann::ordered_json::array()}};
  for (std::size_t i = 0; i < items.size(); ++i)
    document["items"].push_back({{"rank", i + 1},
                                 {"song", items[i].song},
                                 {"title", items[i].title},
                                 {"artist", items[i].artist},
                                 {"score", items[i].score},
                                 {"played_before", items[i].playedBefore}});
  return document;
}

} // namespace skipscope::learn
