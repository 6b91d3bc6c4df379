#include "core/store/launch_rules.h"

#include "core/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <string>
#include <vector>

namespace skipscope::store {

namespace {

using experiment::Feedback;
using experiment::FeedbackSet;

std::int64_t countOf(const listening::DatasetSummary& log, Feedback kind) {
  switch (kind) {
  case Feedback::Like:
    return log.likes;
  case Feedback::Dislike:
    return log.dislikes;
  case Feedback::Skip:
    return log.skips;
  case Feedback::Listen:
    break;
  }
  return log.listens;
}

/// Where nobody counted, nothing is told.
bool counted(const listening::DatasetSummary& log) {
  return log.likes + log.dislikes + log.skips + log.listens > 0;
}

bool hasAny(const listening::DatasetSummary& log, FeedbackSet kinds) {
  for (const Feedback kind : {Feedback::Like, Feedback::Dislike, Feedback::Skip, Feedback::Listen})
    if (kinds.contains(kind) && countOf(log, kind) > 0)
      return true;
  return false;
}

/// Those of `kinds` that the log has none of.
FeedbackSet without(const listening::DatasetSummary& log, FeedbackSet kinds) {
  FeedbackSet none{};
  for (const Feedback kind : listening::kAllFeedback)
    if (kinds.contains(kind) && countOf(log, kind) == 0)
      none.insert(kind);
  return none;
}

/// One side of the test pairs: the kind asked for, else either of two.
void requireSide(const listening::DatasetSummary& log, const std::optional<Feedback>& asked,
                 Feedback preferred, Feedback instead, const char* key) {
  if (asked && countOf(log, *asked) == 0)
    throw core::Error(fmt::format("Dataset \"{}\" has no {} events, so {}={} leaves nothing to predict: use "
                                  "{}=auto or another kind.",
                                  log.name, listening::feedbackName(*asked), key,
                                  listening::feedbackName(*asked), key));
  if (!asked && countOf(log, preferred) == 0 && countOf(log, instead) == 0)
    throw core::Error(fmt::format("Dataset \"{}\" has neither {} nor {} events, so no test pair can be made: "
                                  "import a log that has them, or import it again with other rules.",
                                  log.name, listening::feedbackName(preferred),
                                  listening::feedbackName(instead)));
}

/// Whether the inputs are what a model makes its scores from.
bool hears(const experiment::Configuration& configuration) {
  using experiment::ModelKind;
  return configuration.model == ModelKind::Sasrec || configuration.model == ModelKind::ItemKnn ||
         configuration.model == ModelKind::RandomEncoder;
}

} // namespace

FeedbackSet lacking(const listening::DatasetSummary& log, const experiment::Configuration& configuration) {
  if (!counted(log))
    return {};
  FeedbackSet none = without(log, configuration.inputs.united(configuration.positiveTargets));
  if (configuration.model == experiment::ModelKind::Sasrec &&
      experiment::usesRealNegatives(configuration.strategy) && !hasAny(log, configuration.negativeTargets))
    none = none.united(configuration.negativeTargets);
  return none;
}

std::string pluralsOf(FeedbackSet kinds) {
  std::vector<std::string> words;
  for (const Feedback kind : listening::kAllFeedback)
    if (kinds.contains(kind))
      words.push_back(std::string(listening::feedbackName(kind)) + "s");
  return fmt::format("{}", fmt::join(words, ", "));
}

Fitting fitting(const listening::DatasetSummary& log,
                const std::vector<experiment::Configuration>& configurations) {
  if (!counted(log))
    return {configurations, ""};
  Fitting result;
  FeedbackSet kinds{};
  bool stations = false;
  for (const auto& configuration : configurations) {
    const FeedbackSet own = lacking(log, configuration);
    const bool noStations =
        configuration.model == experiment::ModelKind::StationPopularity && log.stations == 0;
    if (own.empty() && !noStations)
      result.configurations.push_back(configuration);
    kinds = kinds.united(own);
    stations = stations || noStations;
  }
  std::string missing = pluralsOf(kinds);
  if (stations)
    missing += missing.empty() ? "stations" : ", stations";
  const std::size_t left = configurations.size() - result.configurations.size();
  if (left == 0)
    return result;
  if (result.configurations.empty())
    throw core::Error(fmt::format(
        "Dataset \"{}\" has no {}, and each of the {} configurations needs {}, so none would run: "
        "choose another preset, or a log that has them.",
        log.name, missing, configurations.size(),
        missing.find(',') != std::string::npos ? "one of these at least" : "them"));
  result.note = fmt::format("Dataset \"{}\" has no {}: {} of {} configurations need them and are left out.",
                            log.name, missing, left, configurations.size());
  return result;
}

void requireLearnable(const listening::DatasetSummary& log, const experiment::Configuration& configuration) {
  if (!counted(log))
    return;
  requireSide(log, configuration.evaluationPositive, Feedback::Like, Feedback::Listen, "evaluation.positive");
  requireSide(log, configuration.evaluationNegative, Feedback::Dislike, Feedback::Skip,
              "evaluation.negative");
  if (configuration.model == experiment::ModelKind::StationPopularity && log.stations == 0)
    throw core::Error(
        fmt::format("Dataset \"{}\" names no stations, so station_popularity would be popularity: "
                    "choose model=popularity, or import the log with its station column.",
                    log.name));
  if (const FeedbackSet none = hears(configuration) ? without(log, configuration.inputs) : FeedbackSet{};
      !none.empty())
    throw core::Error(
        fmt::format("Dataset \"{}\" has no {}, which inputs={} asks for: choose among the kinds "
                    "that it has.",
                    log.name, pluralsOf(none), configuration.inputs.text()));
  if (!hasAny(log, configuration.positiveTargets))
    throw core::Error(fmt::format("Dataset \"{}\" has no event to learn from (targets.positive={}): choose "
                                  "kinds that it has with targets.positive.",
                                  log.name, configuration.positiveTargets.text()));
  if (configuration.model == experiment::ModelKind::Sasrec &&
      experiment::usesRealNegatives(configuration.strategy) && !hasAny(log, configuration.negativeTargets))
    throw core::Error(fmt::format("Dataset \"{}\" has no real negative to learn from (targets.negative={}): "
                                  "choose kinds that it has with targets.negative, or random negatives.",
                                  log.name, configuration.negativeTargets.text()));
  if (log.from && log.to && *log.from == *log.to)
    throw core::Error(
        fmt::format("All events of dataset \"{}\" lie at one time, so none comes before another "
                    "and nothing can be learnt: import a log with the time of each play.",
                    log.name));
}

} // namespace skipscope::store
