#include "core/learning/recommender.h"

#include "core/error.h"
#include "core/learning/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

namespace skipscope::learning {

namespace {

bool hasWeights(const store::Run& run) {
  return experiment::isEncoder(run.configuration.model);
}

std::filesystem::path weightsOf(const store::Workspace& workspace, const store::Run& run) {
  if (!hasWeights(run))
    return {};
  if (run.state != store::RunState::Finished)
    throw core::Error(fmt::format("Run {} is {}: only a finished run can recommend.", run.id.substr(0, 8),
                                  store::runStateName(run.state)));
  if (run.checkpoint.empty())
    throw core::Error(
        fmt::format("The weights of run {} were removed by `clean`: delete the run and launch it again.",
                    run.id.substr(0, 8)));
  return workspace.checkpointFolder(run.id) / run.checkpoint;
}

std::shared_ptr<const Network> loadNetwork(const std::filesystem::path& weights,
                                           const experiment::Configuration& configuration,
                                           const evaluation::SplitPlan& plan) {
  return weights.empty() ? nullptr : trainedNetwork(configuration, plan, loadCheckpoint(weights));
}

std::vector<listening::Event> editedHistory(std::span<const listening::Event> history,
                                            const HistoryEdits& edits) {
  if (!edits.empty() && edits.rbegin()->first >= history.size())
    throw core::UsageError(fmt::format("There is no event {}: the history has {}, counted from 0.",
                                       edits.rbegin()->first, history.size()));
  std::vector<listening::Event> events;
  events.reserve(history.size());
  for (std::size_t i = 0; i < history.size(); ++i) {
    const auto edit = edits.find(i);
    if (edit != edits.end() && !edit->second)
      continue;
    events.push_back(history[i]);
    if (edit != edits.end())
      events.back().feedback = *edit->second;
  }
  return events;
}

/// Rows of the `top` best scores, best first.
std::vector<std::size_t> bestRows(std::span<const float> scores, std::size_t top) {
  std::vector<std::size_t> rows(scores.size());
  std::iota(rows.begin(), rows.end(), 0);
  const std::size_t count = std::min(top, rows.size());
  std::partial_sort(
      rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count), rows.end(),
      [&](std::size_t a, std::size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  rows.resize(count);
  return rows;
}

} // namespace

Recommender::Recommender(const store::Workspace& workspace, store::Run run,
                         std::shared_ptr<const listening::Dataset> dataset)
    : m_run(std::move(run)), m_dataset(std::move(dataset)),
      m_plan(evaluation::makeSplit(*m_dataset, m_run.configuration)),
      m_network(loadNetwork(weightsOf(workspace, m_run), m_run.configuration, m_plan)),
      m_scorer(makeScorer(*m_dataset, m_plan, m_run.configuration, m_network)) {}

const evaluation::Scorer& Recommender::scorerOf(const std::vector<listening::Event>& edited) {
  m_edited.events = edited;
  m_edited.offsets = {0, edited.size()};
  if (!m_editedScorer)
    m_editedScorer = m_scorer->hearing(m_edited);
  return m_editedScorer ? *m_editedScorer : *m_scorer; // what counts over everybody hears no listener
}

std::vector<Recommendation> Recommender::recommend(const std::string& listener, std::size_t top,
                                                   const HistoryEdits& edits) {
  const auto& ids = m_dataset->listenerIds;
  const auto found = std::find(ids.begin(), ids.end(), listener);
  if (found == ids.end())
    throw core::UsageError(fmt::format("Dataset \"{}\" has no listener \"{}\": take an id of the log.",
                                       m_run.dataset, listener));
  const auto index = static_cast<std::uint32_t>(found - ids.begin());
  const auto history = editedHistory(m_dataset->history(index), edits);
  const evaluation::Scorer& scorer = edits.empty() ? *m_scorer : scorerOf(history);

  std::set<std::uint32_t> played;
  for (const auto& event : history)
    played.insert(event.song);
  const evaluation::Query query{&scorer == m_editedScorer.get() ? 0 : index,
                                std::numeric_limits<std::int64_t>::max(),
                                history.empty() ? 0 : history.back().station};
  std::vector<Recommendation> best;
  scorer.score({&query, 1}, [&](std::size_t, std::span<const float> scores) {
    for (const std::size_t row : bestRows(scores, top)) {
      const std::uint32_t song = m_plan.catalogue[row];
      best.push_back({m_dataset->songIds[song], m_dataset->titles[song], m_dataset->artists[song],
                      scores[row], played.contains(song)});
    }
  });
  return best;
}

} // namespace skipscope::learning
