#include "ui/report_figures.h"

#include "ui/plots/figures.h"
#include "ui/plots/plot_view.h"

#include <QApplication>
#include <algorithm>

namespace skipscope::ui {

namespace {
constexpr int kFontPixels = 14;
constexpr int kWideHeight = 440;
constexpr int kHeight = 360;
} // namespace

ReportFigures::ReportFigures(const ReportContent& content, const PlotColours& colours) {
  QFont font = QApplication::font();
  font.setPixelSize(kFontPixels);
  for (const FigureContent& figure : content.figures) {
    auto view = makeFigure(figure.settings);
    view->setFont(font);
    view->setColours(colours);
    view->show(figure);
    m_views.push_back(std::move(view));
  }
}

ReportFigures::~ReportFigures() = default;

bool isWide(const PlotView& view) {
  return view.content().settings.kind == "learning_curves";
}

int reportHeight(const PlotView& view) {
  return isWide(view) ? kWideHeight : std::max(kHeight, view.minimumHeight());
}

} // namespace skipscope::ui
