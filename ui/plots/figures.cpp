#include "ui/plots/figures.h"

#include "core/error.h"
#include "ui/plots/accuracy_bars_plot.h"
#include "ui/plots/accuracy_coverage_plot.h"
#include "ui/plots/cosines_plot.h"
#include "ui/plots/coverage_plot.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/listener_differences_plot.h"
#include "ui/plots/negatives_plot.h"
#include "ui/plots/segments_plot.h"
#include "ui/plots/training_cost_plot.h"

namespace skipscope::ui {

std::unique_ptr<PlotView> makeFigure(const FigureSettings& settings) {
  if (settings.kind == "learning_curves")
    return std::make_unique<LearningCurvesPlot>();
  if (settings.kind == "accuracy")
    return std::make_unique<AccuracyBarsPlot>();
  if (settings.kind == "coverage")
    return std::make_unique<CoveragePlot>();
  if (settings.kind == "negatives")
    return std::make_unique<NegativesPlot>();
  if (settings.kind == "accuracy_coverage")
    return std::make_unique<AccuracyCoveragePlot>();
  if (settings.kind == "segments")
    return std::make_unique<SegmentsPlot>();
  if (settings.kind == "cosines")
    return std::make_unique<CosinesPlot>();
  if (settings.kind == "differences")
    return std::make_unique<ListenerDifferencesPlot>();
  if (settings.kind == "training_cost")
    return std::make_unique<TrainingCostPlot>();
  throw core::UsageError("There is no figure '" + settings.kind + "'.");
}

} // namespace skipscope::ui
