#include "ui/models/hearing.h"

#include "core/evaluation/pairs.h"
#include "core/experiment/time_cuts.h"
#include "ui/models/display_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <limits>

namespace skipscope::ui {

namespace {

using listening::Event;
using listening::Feedback;

QString tr(const char* text) {
  return QCoreApplication::translate("Hearing", text);
}

/// First moment that training did not see, as evaluation::makeSplit() sets it.
std::int64_t trainingEnd(std::span<const Event> history, const experiment::Configuration& configuration,
                         const listening::DatasetSummary& dataset) {
  constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
  if (configuration.split == experiment::Split::Time) {
    const auto cuts = experiment::parseTimeCuts(configuration.times);
    const auto* moments = cuts ? std::get_if<experiment::Moments>(&*cuts) : nullptr;
    return moments ? moments->first : kForever;
  }
  evaluation::PairKinds kinds;
  kinds.positive =
      configuration.evaluationPositive.value_or(dataset.likes > 0 ? Feedback::Like : Feedback::Listen);
  kinds.negative =
      configuration.evaluationNegative.value_or(dataset.dislikes > 0 ? Feedback::Dislike : Feedback::Skip);
  constexpr std::int64_t kStart = std::numeric_limits<std::int64_t>::min();
  const auto pairs = evaluation::walkBack(0, history, kinds, kStart, kForever, 2);
  const auto plays =
      evaluation::walkBack(0, history, {Feedback::Listen, Feedback::Skip}, kStart, kForever, 1);
  std::int64_t end = pairs.empty() ? kForever : pairs.back().moment();
  if (!plays.empty())
    end = std::min(end, plays.front().moment());
  return end;
}

} // namespace

std::vector<Hearing> hearings(std::span<const Event> history, const store::Run& run,
                              const listening::DatasetSummary& dataset) {
  const auto& configuration = run.configuration;
  std::vector<Hearing> all(history.size());
  const std::int64_t cut = trainingEnd(history, configuration, dataset);
  int heard = 0;
  for (std::size_t i = history.size(); i-- > 0;) { // the window takes the newest inputs
    all[i].heldOut = history[i].time >= cut;
    if (!experiment::readsHistory(configuration.model))
      all[i].reason = Hearing::Reason::NoHistory;
    else if (!configuration.inputs.contains(history[i].feedback))
      all[i].reason = Hearing::Reason::NotAnInput;
    else if (heard++ >= configuration.maxLength)
      all[i].reason = Hearing::Reason::TooOld;
  }
  return all;
}

QString hearingText(Feedback feedback, const Hearing& hearing) {
  return hearing.reason == Hearing::Reason::Heard ? fromCore(listening::feedbackName(feedback))
                                                  : QStringLiteral("–");
}

QString hearingSentence(Feedback feedback, const Hearing& hearing) {
  QString sentence;
  switch (hearing.reason) {
  case Hearing::Reason::Heard:
    sentence = tr("The run hears this play as '%1'.").arg(fromCore(listening::feedbackName(feedback)));
    break;
  case Hearing::Reason::NotAnInput:
    sentence =
        tr("Not heard: '%1' is none of the run's inputs.").arg(fromCore(listening::feedbackName(feedback)));
    break;
  case Hearing::Reason::TooOld:
    sentence = tr("Not heard: newer plays fill the run's window.");
    break;
  case Hearing::Reason::NoHistory:
    sentence = tr("Not heard: this run recommends the same to everybody.");
    break;
  }
  if (hearing.heldOut)
    sentence += tr(" It was kept from training, to test with.");
  return sentence;
}

QString feedbackText(Feedback feedback) {
  switch (feedback) {
  case Feedback::Like:
    return tr("liked");
  case Feedback::Dislike:
    return tr("disliked");
  case Feedback::Skip:
    return tr("skipped");
  case Feedback::Listen:
    break;
  }
  return tr("heard through");
}

} // namespace skipscope::ui
