#pragma once

#include "core/store/run.h"
#include "core/store/workspace.h"

#include <vector>

namespace skipscope::store {

/// Embeddings [kinds, d] of the feedback types from the stored weights of a finished run. Throws core::Error
/// with the reason where there are none: the run is not finished, its model has no such embeddings, `clean`
/// removed its weights, or the file is damaged.
std::vector<float> feedbackEmbeddings(const Workspace& workspace, const Run& run);

/// Whether a configuration learns embeddings of feedback types.
bool hasFeedbackEmbeddings(const experiment::Configuration& configuration);

} // namespace skipscope::store
