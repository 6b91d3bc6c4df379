#include "core/store/feedback_embeddings.h"

#include "core/error.h"
#include "core/store/checkpoint_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstring>

namespace skipscope::store {

namespace {

constexpr const char* kArray = "feedback"; ///< its name in the weights

std::string shortId(const Run& run) {
  return run.id.substr(0, 8);
}

} // namespace

bool hasFeedbackEmbeddings(const experiment::Configuration& configuration) {
  return experiment::isEncoder(configuration.model) && configuration.feedbackEmbedding;
}

std::vector<float> feedbackEmbeddings(const Workspace& workspace, const Run& run) {
  if (!hasFeedbackEmbeddings(run.configuration))
    throw core::Error(
        fmt::format("The model of run {} has no embeddings of feedback types: choose a run with "
                    "model sasrec and model.feedback_embedding on.",
                    shortId(run)));
  if (run.state != RunState::Finished)
    throw core::Error(fmt::format("Run {} is {}: only a finished run has weights to look at; let 'work' "
                                  "finish it.",
                                  shortId(run), runStateName(run.state)));
  if (run.checkpoint.empty())
    throw core::Error(
        fmt::format("The weights of run {} were removed by `clean`: choose the seed of its configuration "
                    "that was kept, or delete the run and launch it again.",
                    shortId(run)));
  const auto path = workspace.checkpointFolder(run.id) / run.checkpoint;
  const CheckpointFile file = readCheckpointFile(path);
  try {
    const auto offsets = nlohmann::json::parse(file.header).at(kArray).at("data_offsets");
    const auto begin = offsets.at(0).get<std::uint64_t>();
    const auto end = offsets.at(1).get<std::uint64_t>();
    if (begin <= end && end <= file.data.size() && (end - begin) % sizeof(float) == 0) {
      std::vector<float> values((end - begin) / sizeof(float));
      std::memcpy(values.data(), file.data.data() + begin, end - begin);
      return values;
    }
  } catch (const nlohmann::json::exception&) { // told below
  }
  throw core::Error(fmt::format("The weights {} hold no embeddings of feedback types: they are of another "
                                "version of Skipscope; delete the run and launch it again.",
                                path.string()));
}

std::vector<evaluation::FeedbackCosine> feedbackCosines(const Workspace& workspace, const Run& run) {
  auto cosines = evaluation::cosinesIn(run.test);
  if (cosines.empty())
    cosines = evaluation::feedbackCosines(feedbackEmbeddings(workspace, run), run.configuration.inputs);
  return cosines;
}

} // namespace skipscope::store
