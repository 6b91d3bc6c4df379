#pragma once

#include "core/evaluation/segments.h"
#include "ui/models/figure_data.h"

#include <QString>
#include <cstddef>
#include <vector>

namespace skipscope::ui {

/// What pairs are sorted by, in words.
QString segmentText(evaluation::SegmentBy by);  ///< "Share of skips"
QString segmentTitle(evaluation::SegmentBy by); ///< "share of skips in the history"

/// A configuration on alike pairs.
struct SegmentPoint {
  double from = 0, to = 0; ///< least and greatest trait of the pairs
  std::size_t pairs = 0, listeners = 0;
  evaluation::Summary value; ///< accuracy over seeds
  double se = 0;             ///< over listeners, mean of the seeds'; 0 where there is one listener
  QString run;               ///< id where there is only one run
};

struct SegmentLine {
  QString label;
  int colour = 0;
  bool baseline = false;
  std::vector<SegmentPoint> points; ///< in rising order
};

/// Lines of the configurations that have finished runs with segments, in the order launched.
std::vector<SegmentLine> segmentLines(const ExperimentRecords& records, evaluation::SegmentBy by);

/// "3–7", "12 %", "8–11 %".
QString segmentRange(const SegmentPoint& point, evaluation::SegmentBy by);

} // namespace skipscope::ui
