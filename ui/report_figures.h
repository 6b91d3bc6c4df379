#pragma once

#include "ui/plots/plot_style.h"
#include "ui/report_content.h"

#include <memory>
#include <vector>

namespace skipscope::ui {

class AccuracyBarsPlot;
class CoveragePlot;
class LearningCurvesPlot;
class PlotView;

/// The three figures of a report in fixed colours. Needs a QApplication, but no display and no event loop.
class ReportFigures {
public:
  ReportFigures(const ReportContent& content, const PlotColours& colours);
  ~ReportFigures();

  PlotView& learningCurves() const;
  PlotView& accuracy() const;
  PlotView& coverage() const;
  /// Pixels that the rows of the accuracy figure need.
  int accuracyHeight() const;

private:
  std::unique_ptr<LearningCurvesPlot> m_learningCurves;
  std::unique_ptr<AccuracyBarsPlot> m_accuracy;
  std::unique_ptr<CoveragePlot> m_coverage;
};

} // namespace skipscope::ui
