#pragma once

#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"

#include <cstdint>
#include <map>
#include <vector>

namespace skipscope::evaluation {

/// Counts of training events, the common ground of the baselines and of the station-popularity fallback.
struct TrainingCounts {
  std::vector<std::int64_t> positives; ///< [catalogue]: positive targets per song
  std::vector<std::int64_t> likes;     ///< [catalogue]
  std::vector<std::int64_t> dislikes;  ///< [catalogue]
};
TrainingCounts countTraining(const Dataset& dataset, const SplitPlan& plan,
                             experiment::FeedbackSet positiveTargets);

/// Number of positive targets in training, the same for every listener.
class PopularityScorer : public Scorer {
public:
  explicit PopularityScorer(const TrainingCounts& counts);
  void score(std::span<const Query> queries,
             const std::function<void(std::size_t, std::span<const float>)>& receive) const override;

private:
  std::vector<float> m_scores;
};

/// Number of positive targets in training on the station that is asked about; among songs with equally many
/// there, the number on all stations decides.
class StationPopularityScorer : public Scorer {
public:
  StationPopularityScorer(const Dataset& dataset, const SplitPlan& plan,
                          experiment::FeedbackSet positiveTargets);
  void score(std::span<const Query> queries,
             const std::function<void(std::size_t, std::span<const float>)>& receive) const override;

private:
  std::vector<float> m_everywhere;                                ///< [catalogue] in [0, 1)
  std::vector<std::map<std::uint32_t, std::int64_t>> m_positives; ///< [stations] catalogue row → positives
};

/// (likes + 5·mean) / (votes + 5), training only, where mean = all likes / all votes.
class LikeRateScorer : public Scorer {
public:
  explicit LikeRateScorer(const TrainingCounts& counts);
  void score(std::span<const Query> queries,
             const std::function<void(std::size_t, std::span<const float>)>& receive) const override;

private:
  std::vector<float> m_scores;
};

} // namespace skipscope::evaluation
