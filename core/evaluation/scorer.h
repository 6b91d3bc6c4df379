#pragma once

#include "core/listening/dataset.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace skipscope::evaluation {

using listening::Dataset;

/// A question to a model: what follows this listener's history strictly before `moment`, on this station?
struct Query {
  std::uint32_t listener = 0;
  std::int64_t moment = 0;
  std::uint32_t station = 0;
};

/// Anything that scores songs in a context: the encoder, popularity, like_rate, item_knn.
class Scorer {
public:
  virtual ~Scorer() = default;
  /// Calls `receive(i, scores)` once per query, in any order, from any thread and several at a time; scores
  /// [catalogue] by catalogue row, higher is better; the span is valid during the call only. What `receive`
  /// throws comes out here.
  virtual void
  score(std::span<const Query> queries,
        const std::function<void(std::size_t query, std::span<const float> scores)>& receive) const = 0;
  /// Scores [queries, k] of the catalogue rows `rows` [queries, k] alone, for whom the whole catalogue is too
  /// much work.
  virtual std::vector<float> scoreRows(std::span<const Query> queries,
                                       std::span<const std::int64_t> rows) const;
  /// The same model hearing the listeners of another dataset with the same songs, which must outlive it, as
  /// this one must; nullptr where it hears no listener.
  virtual std::unique_ptr<Scorer> hearing(const Dataset& dataset) const;
};

} // namespace skipscope::evaluation
