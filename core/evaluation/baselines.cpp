#include "core/evaluation/baselines.h"

#include <algorithm>
#include <numeric>

namespace skipscope::evaluation {

namespace {

constexpr double kPriorVotes = 5; // method.md section 3

void answer(std::size_t queries, std::span<const float> scores,
            const std::function<void(std::size_t, std::span<const float>)>& receive) {
  for (std::size_t query = 0; query < queries; ++query)
    receive(query, scores);
}

} // namespace

TrainingCounts countTraining(const Dataset& dataset, const SplitPlan& plan,
                             experiment::FeedbackSet positiveTargets) {
  TrainingCounts counts;
  counts.positives.assign(plan.catalogue.size(), 0);
  counts.likes = counts.positives;
  counts.dislikes = counts.positives;
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener)
    for (const Event& event : dataset.history(listener)) {
      if (event.time >= plan.trainingEnd[listener])
        break;
      const auto row = static_cast<std::size_t>(plan.catalogueRow[event.song]);
      counts.positives[row] += positiveTargets.contains(event.feedback);
      counts.likes[row] += event.feedback == Feedback::Like;
      counts.dislikes[row] += event.feedback == Feedback::Dislike;
    }
  return counts;
}

PopularityScorer::PopularityScorer(const TrainingCounts& counts)
    : m_scores(counts.positives.begin(), counts.positives.end()) {}

void PopularityScorer::score(std::span<const Query> queries,
                             const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  answer(queries.size(), m_scores, receive);
}

StationPopularityScorer::StationPopularityScorer(const Dataset& dataset, const SplitPlan& plan,
                                                 experiment::FeedbackSet positiveTargets)
    : m_positives(dataset.stationIds.size()) {
  const TrainingCounts counts = countTraining(dataset, plan, positiveTargets);
  std::int64_t most = 0;
  for (const std::int64_t positives : counts.positives)
    most = std::max(most, positives);
  const double all = 1.0 + static_cast<double>(most);
  for (const std::int64_t positives : counts.positives)
    m_everywhere.push_back(static_cast<float>(static_cast<double>(positives) / all));
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener)
    for (const Event& event : dataset.history(listener)) {
      if (event.time >= plan.trainingEnd[listener])
        break;
      if (positiveTargets.contains(event.feedback))
        ++m_positives[event.station][static_cast<std::uint32_t>(plan.catalogueRow[event.song])];
    }
}

void StationPopularityScorer::score(
    std::span<const Query> queries,
    const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  std::vector<float> scores;
  for (std::size_t query = 0; query < queries.size(); ++query) {
    scores = m_everywhere;
    for (const auto& [row, positives] : m_positives[queries[query].station])
      scores[row] += static_cast<float>(positives);
    receive(query, scores);
  }
}

LikeRateScorer::LikeRateScorer(const TrainingCounts& counts) {
  const auto likes = std::accumulate(counts.likes.begin(), counts.likes.end(), std::int64_t{0});
  const auto votes = likes + std::accumulate(counts.dislikes.begin(), counts.dislikes.end(), std::int64_t{0});
  const double mean = votes == 0 ? 0.5 : static_cast<double>(likes) / static_cast<double>(votes);
  m_scores.reserve(counts.likes.size());
  for (std::size_t row = 0; row < counts.likes.size(); ++row) {
    const auto liked = static_cast<double>(counts.likes[row]);
    const auto voted = liked + static_cast<double>(counts.dislikes[row]);
    m_scores.push_back(static_cast<float>((liked + kPriorVotes * mean) / (voted + kPriorVotes)));
  }
}

void LikeRateScorer::score(std::span<const Query> queries,
                           const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  answer(queries.size(), m_scores, receive);
}

} // namespace skipscope::evaluation
