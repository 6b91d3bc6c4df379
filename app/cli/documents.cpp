#include "app/cli/documents.h"

#include "app/cli/output.h"
#include "core/experiment/configuration.h"
#include "core/listening/time_text.h"

namespace skipscope::cli {

namespace {

Json momentOrNull(const std::optional<std::int64_t>& ms) {
  return ms ? Json(listening::isoTime(*ms)) : Json();
}

Json clockOrNull(std::int64_t ms) {
  return ms == 0 ? Json() : Json(listening::isoTime(ms));
}

} // namespace

Json datasetDocument(const store::DatasetEntry& entry) {
  const auto& summary = entry.summary;
  Json document = {{"name", summary.name},
                   {"fingerprint", summary.fingerprint},
                   {"format", summary.format},
                   {"events", summary.events},
                   {"kept", summary.kept},
                   {"listeners", summary.listeners},
                   {"songs", summary.songs},
                   {"stations", summary.stations},
                   {"likes", summary.likes},
                   {"dislikes", summary.dislikes},
                   {"skips", summary.skips},
                   {"listens", summary.listens},
                   {"duplicates", summary.duplicates},
                   {"merged", summary.merged},
                   {"rejected", Json::object()},
                   {"from", momentOrNull(summary.from)},
                   {"to", momentOrNull(summary.to)},
                   {"ordered_by_position", summary.orderedByPosition},
                   {"rules", Json::object()},
                   {"rejected_examples", Json::array()},
                   {"notes", entry.notes},
                   {"truth", !summary.truth.empty()},
                   {"created", clockOrNull(entry.createdMs)}};
  for (const auto& [reason, rows] : summary.rejected)
    document["rejected"][reason] = rows;
  for (const auto& [key, value] : summary.rules)
    document["rules"][key] = value;
  for (const auto& rejection : entry.rejections)
    for (const auto& example : rejection.examples)
      document["rejected_examples"].push_back({{"reason", rejection.reason},
                                               {"file", example.file},
                                               {"line", example.line},
                                               {"fields", example.fields}});
  return document;
}

Json runDocument(const store::Run& run) {
  const auto& progress = run.progress;
  Json document = {{"id", run.id},
                   {"state", store::runStateName(run.state)},
                   {"experiment", run.experiments.empty() ? std::string() : run.experiments.front()},
                   {"experiments", run.experiments},
                   {"dataset", run.dataset},
                   {"fingerprint", run.fingerprint},
                   {"seed", run.seed},
                   {"config", Json::parse(experiment::toJson(run.configuration))},
                   {"configuration_hash", run.configurationHash},
                   {"identity", run.identity},
                   {"validation", Json::object()},
                   {"test", Json::object()},
                   {"pair_kinds", run.pairKinds},
                   {"steps", progress.step},
                   {"epochs", progress.epochs},
                   {"best_step", run.bestStep},
                   {"train_seconds", progress.trainSeconds},
                   {"message", run.message},
                   {"progress",
                    {{"share", progress.maxSteps > 0 ? static_cast<double>(progress.step) /
                                                           static_cast<double>(progress.maxSteps)
                                                     : 0.0},
                     {"max_steps", progress.maxSteps},
                     {"targets", progress.targets},
                     {"training_loss", progress.trainingLoss}}},
                   {"attempt", run.attempt},
                   {"priority", run.priority},
                   {"cancel_requested", run.cancelRequested},
                   {"path", run.path},
                   {"program", run.program},
                   {"mixed", run.mixed},
                   {"tags", run.tags},
                   {"note", run.note},
                   {"deleted", run.deleted},
                   {"created", clockOrNull(run.createdMs)},
                   {"started", clockOrNull(run.startedMs)},
                   {"ended", clockOrNull(run.endedMs)}};
  for (const auto& [name, best] : run.validation)
    document["validation"][name] = {{"best", best.value}, {"step", best.step}};
  for (const auto& [name, value] : run.test)
    document["test"][name] = value;
  return document;
}

void printDocument(const Json& document) {
  print(document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace skipscope::cli
