#pragma once

#include "core/listening/dataset.h"
#include "core/store/run.h"

#include <QString>
#include <span>
#include <vector>

namespace skipscope::ui {

/// What a run makes of one event of a listener when it recommends after the whole history.
struct Hearing {
  enum class Reason {
    Heard,
    NotAnInput, ///< its kind is none of the run's inputs
    TooOld,     ///< newer inputs fill the window
    NoHistory   ///< a baseline hears nobody
  };
  Reason reason = Reason::Heard;
  bool heldOut = false; ///< at the split's cut or later: training never saw it
};

/// Of each event, oldest first. The cut is that of method.md section 5 where one history is enough to know
/// it: split `last`, or `time` with moments; else nothing counts as held out.
std::vector<Hearing> hearings(std::span<const listening::Event> history, const store::Run& run,
                              const listening::DatasetSummary& dataset);

/// "like", or a dash where it does not reach the model.
QString hearingText(listening::Feedback feedback, const Hearing& hearing);
/// The same in a sentence with its reason.
QString hearingSentence(listening::Feedback feedback, const Hearing& hearing);
/// "liked", "disliked", "skipped", "heard through".
QString feedbackText(listening::Feedback feedback);

} // namespace skipscope::ui
