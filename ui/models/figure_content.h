#pragma once

#include "ui/models/figure_cosines.h"
#include "ui/models/figure_cost.h"
#include "ui/models/figure_differences.h"
#include "ui/models/figure_negatives.h"
#include "ui/models/figure_segments.h"
#include "ui/models/figure_table.h"
#include "ui/models/view.h"

#include <vector>

namespace skipscope::ui {

/// What one figure shows: an immutable value, made in the background. Only the parts of its kind are filled.
struct FigureContent {
  FigureSettings settings;
  std::vector<LearningCurve> curves;    ///< learning_curves
  std::vector<MetricRow> rows;          ///< accuracy
  std::vector<CoverageCurve> coverage;  ///< coverage
  std::vector<NegativesLine> negatives; ///< negatives
  std::vector<TradePoint> trade;        ///< accuracy_coverage
  std::vector<SegmentLine> segments;    ///< segments
  ListenerDifferences differences;      ///< differences
  TrainingCosts cost;                   ///< training_cost
  CosineMatrix cosines;                 ///< cosines
  QString problem;                      ///< why something is missing: one sentence
  int minimumHistory = 0;               ///< m of the first run; 0 = no run
  QString metricText;                   ///< label of settings.metric
};

/// Finds everything a figure shows in the records of an experiment.
FigureContent figureContent(const ExperimentRecords& records, const FigureSettings& settings);

/// Whether a report is better with this figure than without it.
bool worthShowing(const FigureContent& content);

/// The figure as data: means with interval and number of seeds, and single runs where the figure shows them.
FigureTable figureTable(const FigureContent& content);

} // namespace skipscope::ui
