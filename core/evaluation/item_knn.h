#pragma once

#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"

#include <cstdint>
#include <vector>

namespace skipscope::evaluation {

/// Songs that are heard together (item-kNN; Sarwar et al., WWW 2001, with the sessions of Jannach and
/// Ludewig, RecSys 2017): the similarity of two songs is the number of training sessions with both over the
/// root of the product of the numbers with each, kept for the 100 most similar songs of each. A session is a
/// run of a listener's plays at most 30 minutes apart, cut after 200. A song's score is the sum of its
/// similarities to the newest L inputs; only inputs that please (like, listen, positive targets) count.
class ItemKnnScorer : public Scorer {
public:
  /// Dataset and plan must outlive it.
  ItemKnnScorer(const Dataset& dataset, const SplitPlan& plan,
                const experiment::Configuration& configuration);
  void score(std::span<const Query> queries,
             const std::function<void(std::size_t, std::span<const float>)>& receive) const override;
  std::unique_ptr<Scorer> hearing(const Dataset& dataset) const override;

private:
  ItemKnnScorer(const ItemKnnScorer& trained, const Dataset& heard);

  struct Neighbour {
    std::uint32_t row = 0;
    float similarity = 0;
  };

  struct Neighbours {
    std::vector<std::size_t> offsets; ///< [catalogue + 1] into those of all songs
    std::vector<Neighbour> all;
  };

  std::vector<std::vector<std::uint32_t>> sessions() const;
  Neighbours findNeighbours(const std::vector<std::vector<std::uint32_t>>& sessions) const;

  const Dataset& m_dataset; ///< whose listeners are heard
  const SplitPlan& m_plan;
  experiment::FeedbackSet m_pleasing; ///< kinds that sessions are made of
  experiment::FeedbackSet m_inputs;   ///< those of them that a context is made of
  std::size_t m_length;
  std::shared_ptr<const Neighbours> m_neighbours;
};

} // namespace skipscope::evaluation
