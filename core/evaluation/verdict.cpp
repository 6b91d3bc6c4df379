#include "core/evaluation/verdict.h"

#include <boost/math/distributions/students_t.hpp>

namespace skipscope::evaluation {

std::string_view verdictName(Verdict verdict) {
  switch (verdict) {
  case Verdict::Supported:
    return "supported";
  case Verdict::Contradicted:
    return "contradicted";
  case Verdict::Undecided:
    break;
  }
  return "undecided";
}

Verdict verdictOf(const Comparison& comparison) {
  if (comparison.low > 0)
    return Verdict::Supported;
  return comparison.high < 0 ? Verdict::Contradicted : Verdict::Undecided;
}

bool hasRobustMargin(std::string_view metric) {
  return metric.starts_with("accuracy") || metric.starts_with("reach_weighted_accuracy");
}

bool isRobust(const Comparison& comparison) {
  return comparison.low > -kRobustWithin && comparison.high < kRobustWithin;
}

double smallestDetectable(const Comparison& comparison) {
  if (comparison.degrees <= 0)
    return 0;
  const boost::math::students_t student(comparison.degrees);
  return (boost::math::quantile(student, 0.975) + boost::math::quantile(student, 0.8)) * comparison.error;
}

} // namespace skipscope::evaluation
