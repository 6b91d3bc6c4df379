#pragma once

#include "core/evaluation/comparison.h"

#include <string_view>

namespace skipscope::evaluation {

/// What a comparison says about the claim that the configuration has the higher value (docs/method.md,
/// section 6 'Verdicts').
enum class Verdict { Supported, Contradicted, Undecided };
std::string_view verdictName(Verdict verdict); ///< "supported", …

/// Supported (contradicted) where the whole 95 % interval lies above (below) 0, else undecided.
Verdict verdictOf(const Comparison& comparison);

/// A difference below this is of no practical weight.
inline constexpr double kRobustWithin = 0.02;
/// Whether the whole interval lies within ±kRobustWithin: the metric does not change, whatever the verdict.
bool isRobust(const Comparison& comparison);
/// Whether that may be asked of a metric: the margin is one of accuracies, and wide beside an NDCG@10 of
/// 0.02.
bool hasRobustMargin(std::string_view metric);

/// The smallest true difference that a comparison with this standard error finds (two-sided, at the 5 %
/// level) in 80 % of cases: (t₀.₉₇₅ + t₀.₈)·SE; 0 where there is no error.
double smallestDetectable(const Comparison& comparison);

} // namespace skipscope::evaluation
