#include "core/evaluation/item_knn.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace skipscope::evaluation {

namespace {

using experiment::FeedbackSet;

constexpr std::int64_t kPause = 30 * 60 * 1000; // ms
constexpr std::size_t kLongestSession = 200;
constexpr std::size_t kMostNeighbours = 100;

FeedbackSet common(FeedbackSet a, FeedbackSet b) {
  FeedbackSet both{};
  for (const Feedback kind : listening::kAllFeedback)
    if (a.contains(kind) && b.contains(kind))
      both = both.united({kind});
  return both;
}

} // namespace

ItemKnnScorer::ItemKnnScorer(const Dataset& dataset, const SplitPlan& plan,
                             const experiment::Configuration& configuration)
    : m_dataset(dataset), m_plan(plan),
      m_pleasing(configuration.positiveTargets.united({Feedback::Like, Feedback::Listen})),
      m_inputs(common(configuration.inputs, m_pleasing)),
      m_length(static_cast<std::size_t>(configuration.maxLength)) {
  m_neighbours = std::make_shared<const Neighbours>(findNeighbours(sessions()));
}

ItemKnnScorer::ItemKnnScorer(const ItemKnnScorer& trained, const Dataset& heard)
    : m_dataset(heard), m_plan(trained.m_plan), m_pleasing(trained.m_pleasing), m_inputs(trained.m_inputs),
      m_length(trained.m_length), m_neighbours(trained.m_neighbours) {}

std::unique_ptr<Scorer> ItemKnnScorer::hearing(const Dataset& dataset) const {
  return std::unique_ptr<Scorer>(new ItemKnnScorer(*this, dataset));
}

/// Catalogue rows of each session of training, each song once.
std::vector<std::vector<std::uint32_t>> ItemKnnScorer::sessions() const {
  std::vector<std::vector<std::uint32_t>> all;
  for (std::size_t listener = 0; listener < m_dataset.listeners(); ++listener) {
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    std::vector<std::uint32_t> session;
    const auto close = [&] {
      std::ranges::sort(session);
      session.erase(std::ranges::unique(session).begin(), session.end());
      if (!session.empty())
        all.push_back(std::exchange(session, {}));
    };
    for (const Event& event : m_dataset.history(listener)) {
      if (event.time >= m_plan.trainingEnd[listener])
        break;
      if (!m_pleasing.contains(event.feedback) || m_plan.catalogueRow[event.song] < 0)
        continue;
      if (session.size() == kLongestSession || (!session.empty() && event.time - last > kPause))
        close();
      last = event.time;
      session.push_back(static_cast<std::uint32_t>(m_plan.catalogueRow[event.song]));
    }
    close();
  }
  return all;
}

ItemKnnScorer::Neighbours
ItemKnnScorer::findNeighbours(const std::vector<std::vector<std::uint32_t>>& sessions) const {
  const std::size_t catalogue = m_plan.catalogue.size();
  std::vector<std::vector<std::uint32_t>> with(catalogue); // sessions of each song
  for (std::size_t i = 0; i < sessions.size(); ++i)
    for (const std::uint32_t row : sessions[i])
      with[row].push_back(static_cast<std::uint32_t>(i));
  std::vector<std::uint32_t> together(catalogue);
  std::vector<std::uint32_t> met;
  std::vector<Neighbour> found;
  Neighbours neighbours;
  neighbours.offsets.push_back(0);
  for (std::size_t row = 0; row < catalogue; ++row) {
    met.clear();
    for (const std::uint32_t session : with[row])
      for (const std::uint32_t other : sessions[session])
        if (other != row && together[other]++ == 0)
          met.push_back(other);
    found.clear();
    for (const std::uint32_t other : met) {
      const auto sessionsOfBoth =
          static_cast<double>(with[row].size()) * static_cast<double>(with[other].size());
      found.push_back(
          {other, static_cast<float>(std::exchange(together[other], 0) / std::sqrt(sessionsOfBoth))});
    }
    const std::size_t kept = std::min(found.size(), kMostNeighbours);
    std::ranges::partial_sort(
        found, found.begin() + static_cast<std::ptrdiff_t>(kept), [](const Neighbour& a, const Neighbour& b) {
          return a.similarity != b.similarity ? a.similarity > b.similarity : a.row < b.row;
        });
    neighbours.all.insert(neighbours.all.end(), found.begin(),
                          found.begin() + static_cast<std::ptrdiff_t>(kept));
    neighbours.offsets.push_back(neighbours.all.size());
  }
  return neighbours;
}

void ItemKnnScorer::score(std::span<const Query> queries,
                          const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  std::vector<float> scores(m_plan.catalogue.size());
  for (std::size_t query = 0; query < queries.size(); ++query) {
    std::ranges::fill(scores, 0.0F);
    const auto history = m_dataset.history(queries[query].listener);
    const auto end = std::ranges::lower_bound(history, queries[query].moment, {}, &Event::time);
    std::size_t heard = 0;
    std::set<std::int32_t> seen;
    for (auto event = end; event != history.begin() && heard < m_length;) {
      --event;
      if (!m_inputs.contains(event->feedback))
        continue;
      ++heard;
      const std::int32_t row = m_plan.catalogueRow[event->song];
      if (row < 0 || !seen.insert(row).second)
        continue;
      const auto from = static_cast<std::size_t>(row);
      for (std::size_t i = m_neighbours->offsets[from]; i < m_neighbours->offsets[from + 1]; ++i)
        scores[m_neighbours->all[i].row] += m_neighbours->all[i].similarity;
    }
    receive(query, scores);
  }
}

} // namespace skipscope::evaluation
