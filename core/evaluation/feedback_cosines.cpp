#include "core/evaluation/feedback_cosines.h"

#include "core/error.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

namespace skipscope::evaluation {

namespace {

using Vector = std::vector<double>;

double cosine(const Vector& a, const Vector& b) {
  const double lengths = std::sqrt(std::inner_product(a.begin(), a.end(), a.begin(), 0.0) *
                                   std::inner_product(b.begin(), b.end(), b.begin(), 0.0));
  return lengths > 0 ? std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / lengths : 0.0;
}

std::string nameOf(const char* what, listening::Feedback a, listening::Feedback b) {
  return fmt::format("{}_{}_{}", what, listening::feedbackName(a), listening::feedbackName(b));
}

} // namespace

std::vector<FeedbackCosine> feedbackCosines(std::span<const float> embeddings,
                                            listening::FeedbackSet inputs) {
  const std::size_t d = embeddings.size() / listening::kFeedbackKinds;
  if (d == 0 || embeddings.size() % listening::kFeedbackKinds != 0)
    throw core::Error("The embeddings of feedback types are not one row a type: the weights are of another "
                      "version of Skipscope; delete the run and launch it again.");
  std::vector<listening::Feedback> kinds;
  std::vector<Vector> rows;
  Vector mean(d, 0.0);
  for (const listening::Feedback kind : listening::kAllFeedback)
    if (inputs.contains(kind)) {
      const auto row = embeddings.subspan(static_cast<std::size_t>(kind) * d, d);
      kinds.push_back(kind);
      rows.emplace_back(row.begin(), row.end());
      for (std::size_t i = 0; i < d; ++i)
        mean[i] += rows.back()[i];
    }
  std::vector<Vector> centred = rows;
  for (Vector& row : centred)
    for (std::size_t i = 0; i < d; ++i)
      row[i] -= mean[i] / static_cast<double>(rows.size());
  std::vector<FeedbackCosine> cosines;
  for (std::size_t a = 0; a < kinds.size(); ++a)
    for (std::size_t b = a + 1; b < kinds.size(); ++b)
      cosines.push_back({kinds[a], kinds[b], cosine(rows[a], rows[b]), cosine(centred[a], centred[b])});
  return cosines;
}

Metrics cosineMetrics(const std::vector<FeedbackCosine>& cosines) {
  Metrics metrics;
  for (const FeedbackCosine& each : cosines) {
    metrics[nameOf("cosine", each.a, each.b)] = each.raw;
    metrics[nameOf("centred_cosine", each.a, each.b)] = each.centred;
  }
  return metrics;
}

std::vector<FeedbackCosine> cosinesIn(const Metrics& metrics) {
  std::vector<FeedbackCosine> cosines;
  for (const listening::Feedback a : listening::kAllFeedback)
    for (const listening::Feedback b : listening::kAllFeedback) {
      const auto raw = metrics.find(nameOf("cosine", a, b));
      const auto centred = metrics.find(nameOf("centred_cosine", a, b));
      if (raw != metrics.end() && centred != metrics.end())
        cosines.push_back({a, b, raw->second, centred->second});
    }
  return cosines;
}

} // namespace skipscope::evaluation
