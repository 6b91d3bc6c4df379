#include "core/learning/scorer.h"

#include "core/error.h"
#include "core/evaluation/baselines.h"
#include "core/learning/histories.h"
#include "core/learning/trainer.h"

#include <algorithm>

namespace skipscope::learning {

EncoderScorer::EncoderScorer(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                             experiment::FeedbackSet inputs, std::shared_ptr<const Encoder> encoder)
    : m_dataset(dataset), m_plan(plan), m_inputs(inputs), m_encoder(std::move(encoder)) {}

void EncoderScorer::score(std::span<const evaluation::Query> queries,
                          const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  // Some 32 MB of scores at a time, and states of at most as many positions.
  const std::int64_t most = m_encoder->shape().maxLength;
  const auto bySongs =
      static_cast<std::size_t>((std::int64_t{1} << 23) / std::max<std::int64_t>(m_encoder->shape().songs, 1));
  const std::size_t block = std::clamp<std::size_t>(bySongs, 16, 512);
  for (std::size_t first = 0; first < queries.size(); first += block) {
    const auto some = queries.subspan(first, std::min(block, queries.size() - first));
    std::vector<std::size_t> order;
    const PackedHistories histories = packContexts(m_dataset, m_plan, m_inputs, most, some, order);
    m_encoder->scoreLast(
        histories, [&](std::size_t i, std::span<const float> scores) { receive(first + order[i], scores); });
  }
}

std::vector<float> EncoderScorer::scoreRows(std::span<const evaluation::Query> queries,
                                            std::span<const std::int64_t> rows) const {
  constexpr std::size_t kAtOnce = 512;
  const std::size_t each = queries.empty() ? 0 : rows.size() / queries.size();
  std::vector<float> all(rows.size());
  for (std::size_t first = 0; first < queries.size(); first += kAtOnce) {
    const auto some = queries.subspan(first, std::min(kAtOnce, queries.size() - first));
    std::vector<std::size_t> order;
    const PackedHistories histories =
        packContexts(m_dataset, m_plan, m_inputs, m_encoder->shape().maxLength, some, order);
    std::vector<std::int64_t> wanted;
    for (const std::size_t query : order) {
      const auto own = rows.subspan((first + query) * each, each);
      wanted.insert(wanted.end(), own.begin(), own.end());
    }
    const auto scores = m_encoder->scoreLast(histories, wanted);
    for (std::size_t i = 0; i < order.size(); ++i)
      std::copy_n(scores.begin() + static_cast<std::ptrdiff_t>(i * each), each,
                  all.begin() + static_cast<std::ptrdiff_t>((first + order[i]) * each));
  }
  return all;
}

std::unique_ptr<evaluation::Scorer> makeScorer(const listening::Dataset& dataset,
                                               const evaluation::SplitPlan& plan,
                                               const experiment::Configuration& configuration,
                                               const std::optional<Checkpoint>& weights) {
  using experiment::ModelKind;
  if (configuration.model == ModelKind::Popularity)
    return std::make_unique<evaluation::PopularityScorer>(
        evaluation::countTraining(dataset, plan, configuration.positiveTargets));
  if (configuration.model == ModelKind::LikeRate)
    return std::make_unique<evaluation::LikeRateScorer>(
        evaluation::countTraining(dataset, plan, configuration.positiveTargets));
  if (!weights)
    throw core::Error("The run has no weights yet: wait until it is finished.");
  auto encoder = std::make_shared<Encoder>(encoderShape(configuration, plan.catalogue.size()), 0);
  encoder->setWeights(weights->arrays);
  return std::make_unique<EncoderScorer>(dataset, plan, configuration.inputs, std::move(encoder));
}

} // namespace skipscope::learning
