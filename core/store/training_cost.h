#pragma once

#include "core/store/run.h"

#include <optional>
#include <vector>

namespace skipscope::store {

/// The best validation accuracy of one run.
struct BestAccuracy {
  double accuracy = 0;
  double error = 0; ///< standard error over listeners
  /// Within one standard error of the best: how far training has to come (docs/method.md, section 6).
  double target() const { return accuracy - error; }
};
/// Nothing where no validation has an accuracy: the log gave no validation pairs, or the model has no steps.
std::optional<BestAccuracy> bestAccuracy(const std::vector<Validation>& validations);

/// Where training first has an accuracy.
struct Reached {
  Validation at;       ///< where it never has: the last validation, which is too early (censored)
  bool reached = true; ///< false where it never has
};
/// `validations` in rising order; nothing where there are none.
std::optional<Reached> firstWith(double accuracy, const std::vector<Validation>& validations);

} // namespace skipscope::store
