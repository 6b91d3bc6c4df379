#pragma once

#include "core/evaluation/feedback_cosines.h"
#include "core/store/run.h"
#include "core/store/workspace.h"

#include <vector>

namespace skipscope::store {

/// Embeddings [kinds, d] of the feedback types from the stored weights of a finished run. Throws core::Error
/// with the reason where there are none: the run is not finished, its model has no such embeddings, `clean`
/// removed its weights, or the file is damaged.
std::vector<float> feedbackEmbeddings(const Workspace& workspace, const Run& run);

/// Cosines between the types that a finished run hears: as it stored them, and of runs of versions that did
/// not, from its weights. Throws as feedbackEmbeddings() where neither is there.
std::vector<evaluation::FeedbackCosine> feedbackCosines(const Workspace& workspace, const Run& run);

/// Whether a configuration learns embeddings of feedback types.
bool hasFeedbackEmbeddings(const experiment::Configuration& configuration);

} // namespace skipscope::store
