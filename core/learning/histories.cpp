#include "core/learning/histories.h"

#include <algorithm>
#include <numeric>

namespace skipscope::learning {

std::vector<Bucket> lengthBuckets(const PackedHistories& histories, std::int64_t heads) {
  constexpr std::int64_t kShort = 8;
  constexpr std::int64_t kMostScores = 1 << 22;
  std::vector<Bucket> buckets;
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const std::int64_t length = histories.length(i);
    if (length == 0)
      break;
    const bool fits = !buckets.empty() &&
                      (length * 5 >= buckets.back().length * 4 || buckets.back().length <= kShort) &&
                      static_cast<std::int64_t>(buckets.back().count + 1) * heads * buckets.back().length *
                              buckets.back().length <=
                          kMostScores;
    if (fits)
      ++buckets.back().count;
    else
      buckets.push_back({i, 1, length});
  }
  return buckets;
}

namespace {

/// Indices of the newest `most` inputs strictly before `moment`, oldest first.
std::vector<std::size_t> newestInputs(std::span<const evaluation::Event> history, const Hearing& hearing,
                                      std::int64_t moment, std::int64_t most) {
  const auto end = std::partition_point(history.begin(), history.end(),
                                        [&](const evaluation::Event& event) { return event.time < moment; });
  std::vector<std::size_t> found;
  for (auto i = static_cast<std::size_t>(end - history.begin());
       i-- > 0 && static_cast<std::int64_t>(found.size()) < most;)
    if (hearing.hears(history[i]))
      found.push_back(i);
  std::reverse(found.begin(), found.end());
  return found;
}

} // namespace

PackedHistories packContexts(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                             const Hearing& hearing, const EncoderShape& shape,
                             std::span<const evaluation::Query> queries, std::vector<std::size_t>& order) {
  std::vector<std::vector<std::size_t>> found;
  found.reserve(queries.size());
  for (const auto& query : queries)
    found.push_back(newestInputs(dataset.history(query.listener), hearing, query.moment, shape.maxLength));
  order.resize(queries.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return found[a].size() > found[b].size(); });

  PackedHistories packed;
  for (std::size_t query : order) {
    const auto history = dataset.history(queries[query].listener);
    for (std::size_t i : found[query]) {
      const std::int32_t row = plan.catalogueRow[history[i].song];
      packed.songs.push_back(row >= 0 ? row : shape.songs);
      packed.feedback.push_back(static_cast<std::int64_t>(hearing.typeOf(history[i])));
      packed.times.push_back(history[i].time);
    }
    if (shape.cloze) {
      const auto heard = static_cast<std::int64_t>(found[query].size());
      packed.songs.push_back(PackedHistories::kMask);
      packed.feedback.push_back(PackedHistories::kNoFeedback);
      packed.times.push_back(queries[query].moment);
      for (std::int64_t place = 0; place <= heard; ++place)
        packed.places.push_back(place);
      packed.heard.push_back(heard);
    }
    packed.offsets.push_back(static_cast<std::int64_t>(packed.songs.size()));
  }
  return packed;
}

} // namespace skipscope::learning
