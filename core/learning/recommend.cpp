#include "core/learning/recommend.h"

#include "core/error.h"
#include "core/learning/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

namespace skipscope::learning {

namespace {

std::optional<Checkpoint> weightsOf(const store::Workspace& workspace, const store::Run& run) {
  if (run.configuration.model != experiment::ModelKind::Sasrec)
    return std::nullopt;
  if (run.state != store::RunState::Finished)
    throw core::Error(fmt::format("Run {} is {}: only a finished run can recommend.", run.id.substr(0, 8),
                                  store::runStateName(run.state)));
  if (run.checkpoint.empty())
    throw core::Error(
        fmt::format("The weights of run {} were removed by `clean`: delete the run and launch it again.",
                    run.id.substr(0, 8)));
  return loadCheckpoint(workspace.checkpointFolder(run.id) / run.checkpoint);
}

} // namespace

std::vector<Recommendation> recommend(const store::Workspace& workspace, const store::Run& run,
                                      const std::string& listener, std::size_t top) {
  const auto weights = weightsOf(workspace, run);
  const listening::Dataset dataset = workspace.loadDataset(run.fingerprint);
  const auto found = std::find(dataset.listenerIds.begin(), dataset.listenerIds.end(), listener);
  if (found == dataset.listenerIds.end())
    throw core::UsageError(
        fmt::format("Dataset \"{}\" has no listener \"{}\": take an id of the log.", run.dataset, listener));
  const auto index = static_cast<std::uint32_t>(found - dataset.listenerIds.begin());
  const auto plan = evaluation::makeSplit(dataset, run.configuration);
  const auto scorer = makeScorer(dataset, plan, run.configuration, weights);

  const auto history = dataset.history(index);
  std::set<std::uint32_t> played;
  for (const auto& event : history)
    played.insert(event.song);
  const evaluation::Query query{index, std::numeric_limits<std::int64_t>::max(),
                                history.empty() ? 0 : history.back().station};
  std::vector<Recommendation> best;
  scorer->score({&query, 1}, [&](std::size_t, std::span<const float> scores) {
    std::vector<std::size_t> rows(scores.size());
    std::iota(rows.begin(), rows.end(), 0);
    const std::size_t count = std::min(top, rows.size());
    std::partial_sort(
        rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count), rows.end(),
        [&](std::size_t a, std::size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t song = plan.catalogue[rows[i]];
      best.push_back({dataset.songIds[song], dataset.titles[song], scores[rows[i]], played.contains(song)});
    }
  });
  return best;
}

} // namespace skipscope::learning
