#pragma once

#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"
#include "core/learning/hearing.h"
#include "core/learning/network.h"

#include <functional>
#include <memory>

namespace skipscope::learning {

/// The encoder as a recommender: the context of a query is its listener's newest L inputs strictly before the
/// moment. Dataset and plan must outlive it.
class EncoderScorer : public evaluation::Scorer {
public:
  EncoderScorer(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan, Hearing hearing,
                std::shared_ptr<const Network> network);
  void
  score(std::span<const evaluation::Query> queries,
        const std::function<void(std::size_t query, std::span<const float> scores)>& receive) const override;
  std::vector<float> scoreRows(std::span<const evaluation::Query> queries,
                               std::span<const std::int64_t> rows) const override;
  std::unique_ptr<evaluation::Scorer> hearing(const evaluation::Dataset& dataset) const override;

private:
  const evaluation::Dataset& m_dataset;
  const evaluation::SplitPlan& m_plan;
  Hearing m_hearing;
  std::shared_ptr<const Network> m_network;
};

} // namespace skipscope::learning
