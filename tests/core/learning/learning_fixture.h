#pragma once

#include "core/evaluation/split.h"
#include "core/experiment/configuration.h"
#include "core/learning/batch.h"
#include "core/learning/trainer.h"
#include "core/listening/dataset.h"

#include <filesystem>
#include <string>
#include <vector>

namespace skipscope::learning {

using listening::Dataset;
using listening::Event;
using listening::Feedback;

/// One play: song "s3" has index 3.
struct Play {
  std::int64_t time;
  std::uint32_t song;
  Feedback feedback;
};
/// A log of hand-written histories over songs 0 … songs-1.
Dataset logOf(const std::vector<std::vector<Play>>& histories, std::uint32_t songs);

/// Listeners with taste: each likes songs of its own parity (one in eight is a slip), dislikes the others,
/// skips some; no song twice; some ties in time.
Dataset tasteLog(std::uint32_t listeners, std::uint32_t songs, std::uint32_t events);

/// Everything trains: no pair is kept back, every played song is in the catalogue.
evaluation::SplitPlan trainOnAll(const Dataset& dataset);

/// A small quick model: d 8, one block, L 10, no dropout.
experiment::Configuration smallConfiguration();

/// All windows as one batch of an epoch.
Batch wholeBatch(const TrainingSet& set, const BatchMaker& maker, std::int64_t epoch, ThreadTeam& team);

/// What a run told while it trained.
struct Told {
  std::vector<store::Validation> validations;
  std::vector<Checkpoint> checkpoints;
};
/// Trains with hooks that write into `told`; a checkpoint after each of `checkpointSteps`.
std::optional<TrainingResult> trainTelling(const Dataset& dataset,
                                           const experiment::Configuration& configuration, Told& told,
                                           const std::vector<std::int64_t>& checkpointSteps = {},
                                           const std::optional<Checkpoint>& from = std::nullopt,
                                           std::uint64_t seed = 1);

/// A folder of its own under the system's temporary folder, removed at the end.
class TemporaryFolder {
public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return m_path; }

private:
  std::filesystem::path m_path;
};

} // namespace skipscope::learning
