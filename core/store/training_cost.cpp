#include "core/store/training_cost.h"

namespace skipscope::store {

std::optional<BestAccuracy> bestAccuracy(const std::vector<Validation>& validations) {
  std::optional<BestAccuracy> best;
  for (const Validation& validation : validations) {
    const auto accuracy = validation.metrics.find("accuracy");
    if (accuracy == validation.metrics.end() || (best && accuracy->second <= best->accuracy))
      continue;
    const auto error = validation.metrics.find("accuracy_se");
    best = {accuracy->second, error == validation.metrics.end() ? 0 : error->second};
  }
  return best;
}

std::optional<Reached> firstWith(double accuracy, const std::vector<Validation>& validations) {
  if (validations.empty())
    return std::nullopt;
  for (const Validation& validation : validations) {
    const auto found = validation.metrics.find("accuracy");
    if (found != validation.metrics.end() && found->second >= accuracy)
      return Reached{validation, true};
  }
  return Reached{validations.back(), false};
}

} // namespace skipscope::store
