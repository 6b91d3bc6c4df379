#pragma once

#include "core/evaluation/metrics.h"
#include "core/listening/feedback.h"

#include <span>
#include <vector>

namespace skipscope::evaluation {

/// How alike two feedback types are to a model: cosines of their embeddings.
struct FeedbackCosine {
  listening::Feedback a = listening::Feedback::Like;
  listening::Feedback b = listening::Feedback::Dislike;
  double raw = 0;
  /// After subtracting the mean over the k types that are inputs. Over all pairs these average −1/(k−1) where
  /// the centred embeddings are equally long, whatever was learnt: only their order tells something.
  double centred = 0;
};

/// Cosines of every two types of `inputs`, in the order of the enumeration, from `embeddings` [kinds, d]
/// (kinds = listening::kFeedbackKinds, rows in that order). A type that is no input is never trained and is
/// left out; so there are none with fewer than two. The cosine with a vector of length 0 is 0. Throws
/// core::Error where the embeddings have another shape.
std::vector<FeedbackCosine> feedbackCosines(std::span<const float> embeddings, listening::FeedbackSet inputs);

/// As test metrics, so that they stay when weights are cleaned away: cosine_like_skip (raw) and
/// centred_cosine_like_skip of every two types.
Metrics cosineMetrics(const std::vector<FeedbackCosine>& cosines);
/// Reads them back; empty where the metrics hold none.
std::vector<FeedbackCosine> cosinesIn(const Metrics& metrics);

} // namespace skipscope::evaluation
