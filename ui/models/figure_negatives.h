#pragma once

#include "ui/models/figure_data.h"

#include <QString>
#include <optional>
#include <vector>

namespace skipscope::ui {

/// A configuration's test metric at one number of negatives.
struct NegativesPoint {
  double count = 0; ///< N
  evaluation::Summary value;
  QString run; ///< id where there is only one run
  /// Share of the negatives that entered the loss which the listener likes later, mean over seeds; nothing
  /// where no songs are drawn.
  std::optional<double> falseNegatives = {};
};

/// Configurations alike but for the number of negatives.
struct NegativesLine {
  QString label;
  bool reference = false;             ///< real negatives only: no number of negatives acts, one point
  std::vector<NegativesPoint> points; ///< by count
};

/// Lines of trained models in the order launched, references last.
std::vector<NegativesLine> negativesLines(const ExperimentRecords& records, const std::string& metric);

/// A configuration between how many listeners it serves and how well.
struct TradePoint {
  QString label;
  int colour = 0;
  bool baseline = false;
  evaluation::Summary coverage;
  evaluation::Summary value;
  QString run;       ///< id where there is only one run
  bool best = false; ///< no other has more of one and as much of the other
};

std::vector<TradePoint> tradePoints(const ExperimentRecords& records, const std::string& metric);

} // namespace skipscope::ui
