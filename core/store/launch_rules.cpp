#include "core/store/launch_rules.h"

#include "core/error.h"

#include <fmt/format.h>

#include <optional>
#include <string>

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

bool hasAny(const listening::DatasetSummary& log, FeedbackSet kinds) {
  for (const Feedback kind : {Feedback::Like, Feedback::Dislike, Feedback::Skip, Feedback::Listen})
    if (kinds.contains(kind) && countOf(log, kind) > 0)
      return true;
  return false;
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

} // namespace

void requireLearnable(const listening::DatasetSummary& log, const experiment::Configuration& configuration) {
  if (log.likes + log.dislikes + log.skips + log.listens == 0) // nobody counted: nothing is told
    return;
  requireSide(log, configuration.evaluationPositive, Feedback::Like, Feedback::Listen, "evaluation.positive");
  requireSide(log, configuration.evaluationNegative, Feedback::Dislike, Feedback::Skip,
              "evaluation.negative");
  if (!hasAny(log, configuration.positiveTargets))
    throw core::Error(fmt::format("Dataset \"{}\" has no event to learn from (targets.positive={}): choose "
                                  "kinds that it has with targets.positive.",
                                  log.name, configuration.positiveTargets.text()));
  if (configuration.model == experiment::ModelKind::Sasrec &&
      configuration.strategy == experiment::NegativeStrategy::Real &&
      !hasAny(log, configuration.negativeTargets))
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
