#include "core/evaluation/summary.h"

#include "core/error.h"

#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <numeric>

namespace skipscope::evaluation {

double tQuantile95(double degrees) {
  if (!(degrees >= 1))
    throw core::Error("A t interval needs at least one degree of freedom: give two values or more.");
  return boost::math::quantile(boost::math::students_t(degrees), 0.975);
}

Summary summarise(const std::vector<double>& values) {
  Summary summary;
  summary.count = static_cast<int>(values.size());
  if (values.empty())
    return summary;
  const auto count = static_cast<double>(values.size());
  summary.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  summary.low = summary.high = summary.mean;
  if (values.size() < 2)
    return summary;
  double squares = 0;
  for (const double value : values)
    squares += (value - summary.mean) * (value - summary.mean);
  summary.deviation = std::sqrt(squares / (count - 1));
  const double half = tQuantile95(count - 1) * summary.deviation / std::sqrt(count);
  summary.low = summary.mean - half;
  summary.high = summary.mean + half;
  return summary;
}

} // namespace skipscope::evaluation
