#pragma once

#include <vector>

namespace skipscope::evaluation {

/// 2-sided t quantile for a 95 % interval with `degrees` >= 1 degrees of freedom, whole or not. Throws
/// core::Error for fewer.
double tQuantile95(double degrees);
/// Values of several seeds in short.
struct Summary {
  double mean = 0, deviation = 0, low = 0, high = 0; ///< deviation 0 and low = high = mean for one value
  int count = 0;
};
/// Mean, standard deviation (n - 1) and 95 % interval of Student's t over seeds.
Summary summarise(const std::vector<double>& values);

} // namespace skipscope::evaluation
