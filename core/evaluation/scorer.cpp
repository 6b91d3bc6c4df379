#include "core/evaluation/scorer.h"

namespace skipscope::evaluation {

std::vector<float> Scorer::scoreRows(std::span<const Query> queries,
                                     std::span<const std::int64_t> rows) const {
  std::vector<float> chosen(rows.size());
  const std::size_t each = queries.empty() ? 0 : rows.size() / queries.size();
  score(queries, [&](std::size_t query, std::span<const float> scores) {
    for (std::size_t i = query * each; i < (query + 1) * each; ++i)
      chosen[i] = scores[static_cast<std::size_t>(rows[i])];
  });
  return chosen;
}

std::unique_ptr<Scorer> Scorer::hearing(const Dataset&) const {
  return nullptr;
}

} // namespace skipscope::evaluation
