#include "core/learning/scorer.h"

#include "core/error.h"
#include "core/evaluation/baselines.h"
#include "core/evaluation/item_knn.h"
#include "core/learning/histories.h"
#include "core/learning/trainer.h"

#include <algorithm>
#include <map>

namespace skipscope::learning {

EncoderScorer::EncoderScorer(const evaluation::Dataset& dataset, const evaluation::SplitPlan& plan,
                             Hearing hearing, std::shared_ptr<const Network> network)
    : m_dataset(dataset), m_plan(plan), m_hearing(hearing), m_network(std::move(network)) {}

namespace {

/// Queries with the same context, which is encoded once: the station does not matter to the encoder.
struct SameContext {
  evaluation::Query query;
  std::vector<std::size_t> queries;
};

std::vector<SameContext> byContext(std::span<const evaluation::Query> queries) {
  std::map<std::pair<std::uint32_t, std::int64_t>, std::size_t> known;
  std::vector<SameContext> contexts;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const auto [found, isNew] = known.try_emplace({queries[i].listener, queries[i].moment}, contexts.size());
    if (isNew)
      contexts.push_back({queries[i], {}});
    contexts[found->second].queries.push_back(i);
  }
  return contexts;
}

} // namespace

void EncoderScorer::score(std::span<const evaluation::Query> queries,
                          const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  // So many contexts that a pass over a large catalogue serves them all: at most some 200 MB of scores at
  // 500,000 songs on the paths that keep them.
  const auto bySongs =
      static_cast<std::size_t>((std::int64_t{1} << 23) / std::max<std::int64_t>(m_network->shape().songs, 1));
  const std::size_t block = std::clamp<std::size_t>(bySongs, 96, 512);
  const std::vector<SameContext> contexts = byContext(queries);
  for (std::size_t first = 0; first < contexts.size(); first += block) {
    std::vector<evaluation::Query> some;
    for (std::size_t i = first; i < std::min(first + block, contexts.size()); ++i)
      some.push_back(contexts[i].query);
    std::vector<std::size_t> order;
    const PackedHistories histories =
        packContexts(m_dataset, m_plan, m_hearing, m_network->shape(), some, order);
    m_network->scoreLast(histories, [&](std::size_t i, std::span<const float> scores) {
      for (const std::size_t query : contexts[first + order[i]].queries)
        receive(query, scores);
    });
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
        packContexts(m_dataset, m_plan, m_hearing, m_network->shape(), some, order);
    std::vector<std::int64_t> wanted;
    for (const std::size_t query : order) {
      const auto own = rows.subspan((first + query) * each, each);
      wanted.insert(wanted.end(), own.begin(), own.end());
    }
    const auto scores = m_network->scoreLast(histories, wanted);
    for (std::size_t i = 0; i < order.size(); ++i)
      std::copy_n(scores.begin() + static_cast<std::ptrdiff_t>(i * each), each,
                  all.begin() + static_cast<std::ptrdiff_t>((first + order[i]) * each));
  }
  return all;
}

std::unique_ptr<evaluation::Scorer> EncoderScorer::hearing(const evaluation::Dataset& dataset) const {
  return std::make_unique<EncoderScorer>(dataset, m_plan, m_hearing, m_network);
}

std::shared_ptr<const Network> trainedNetwork(const experiment::Configuration& configuration,
                                              const evaluation::SplitPlan& plan, const Checkpoint& weights) {
  return makeNetwork(encoderShape(configuration, plan.catalogue.size()), configuration.device, weights.arrays,
                     std::make_shared<ThreadTeam>(configuration.threads));
}

std::unique_ptr<evaluation::Scorer> makeScorer(const listening::Dataset& dataset,
                                               const evaluation::SplitPlan& plan,
                                               const experiment::Configuration& configuration,
                                               std::shared_ptr<const Network> network) {
  using experiment::ModelKind;
  if (configuration.model == ModelKind::Popularity)
    return std::make_unique<evaluation::PopularityScorer>(
        evaluation::countTraining(dataset, plan, configuration.positiveTargets));
  if (configuration.model == ModelKind::StationPopularity)
    return std::make_unique<evaluation::StationPopularityScorer>(dataset, plan,
                                                                 configuration.positiveTargets);
  if (configuration.model == ModelKind::LikeRate)
    return std::make_unique<evaluation::LikeRateScorer>(
        evaluation::countTraining(dataset, plan, configuration.positiveTargets));
  if (configuration.model == ModelKind::ItemKnn)
    return std::make_unique<evaluation::ItemKnnScorer>(dataset, plan, configuration);
  if (!network)
    throw core::Error("The run has no weights yet: wait until it is finished.");
  return std::make_unique<EncoderScorer>(dataset, plan, hearingOf(dataset, plan, configuration),
                                         std::move(network));
}

} // namespace skipscope::learning
