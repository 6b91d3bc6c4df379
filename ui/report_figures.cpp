#include "ui/report_figures.h"

#include "ui/plots/accuracy_bars_plot.h"
#include "ui/plots/coverage_plot.h"
#include "ui/plots/learning_curves_plot.h"

#include <QApplication>
#include <algorithm>
#include <array>

namespace skipscope::ui {

namespace {
constexpr int kFontPixels = 14;
} // namespace

ReportFigures::ReportFigures(const ReportContent& content, const PlotColours& colours)
    : m_learningCurves(std::make_unique<LearningCurvesPlot>()),
      m_accuracy(std::make_unique<AccuracyBarsPlot>()), m_coverage(std::make_unique<CoveragePlot>()) {
  const ExperimentRecords& records = *content.records;
  m_learningCurves->setCurves(ui::learningCurves(records, content.metric, content.axis), content.metric,
                              content.axis);
  m_accuracy->setRows(metricRows(records, content.metric), content.metric);
  m_coverage->setCurves(coverageCurves(records));
  m_coverage->setMarkedHistory(records.runs.front().run.configuration.minimumHistory);
  QFont font = QApplication::font();
  font.setPixelSize(kFontPixels);
  for (PlotView* view :
       std::array<PlotView*, 3>{m_learningCurves.get(), m_accuracy.get(), m_coverage.get()}) {
    view->setFont(font);
    view->setColours(colours);
  }
}

ReportFigures::~ReportFigures() = default;

PlotView& ReportFigures::learningCurves() const {
  return *m_learningCurves;
}

PlotView& ReportFigures::accuracy() const {
  return *m_accuracy;
}

PlotView& ReportFigures::coverage() const {
  return *m_coverage;
}

int ReportFigures::accuracyHeight() const {
  return std::max(340, m_accuracy->minimumHeight());
}

} // namespace skipscope::ui
