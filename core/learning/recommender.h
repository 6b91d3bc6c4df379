#pragma once

#include "core/evaluation/scorer.h"
#include "core/evaluation/split.h"
#include "core/store/run_store.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skipscope::learning {

class Network;

/// A song that a run would play next.
struct Recommendation {
  std::string song; ///< id
  std::string title;
  std::string artist;
  float score = 0;
  bool playedBefore = false;
};

/// What if the past had been another: event (by index in the history, oldest first) → its feedback, or
/// nothing where it is taken out.
using HistoryEdits = std::map<std::size_t, std::optional<listening::Feedback>>;

/// A finished run loaded to answer questions: the split and the weights are read once. Not for two threads
/// at once.
class Recommender {
public:
  /// `dataset` is the run's, shared with other models. Throws core::Error where the run has no weights.
  Recommender(const store::Workspace& workspace, store::Run run,
              std::shared_ptr<const listening::Dataset> dataset);

  const store::Run& run() const { return m_run; }

  /// The `top` songs for a listener (by id) after the whole history, best first; ties in catalogue order.
  /// Throws core::UsageError for an unknown listener or event.
  std::vector<Recommendation> recommend(const std::string& listener, std::size_t top,
                                        const HistoryEdits& edits = {});

private:
  const evaluation::Scorer& scorerOf(const std::vector<listening::Event>& edited);

  store::Run m_run;
  std::shared_ptr<const listening::Dataset> m_dataset;
  evaluation::SplitPlan m_plan;
  std::shared_ptr<const Network> m_network; ///< nullptr: the model has none
  std::unique_ptr<evaluation::Scorer> m_scorer;
  listening::Dataset m_edited; ///< one listener with another past
  std::unique_ptr<evaluation::Scorer> m_editedScorer;
};

} // namespace skipscope::learning
