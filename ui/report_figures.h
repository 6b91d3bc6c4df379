#pragma once

#include "ui/plots/plot_style.h"
#include "ui/report_content.h"

#include <memory>
#include <vector>

namespace skipscope::ui {

class PlotView;

/// The figures of a report in fixed colours, in its order. Needs a QApplication, but no display and no event
/// loop.
class ReportFigures {
public:
  ReportFigures(const ReportContent& content, const PlotColours& colours);
  ~ReportFigures();

  const std::vector<std::unique_ptr<PlotView>>& views() const { return m_views; }

private:
  std::vector<std::unique_ptr<PlotView>> m_views;
};

/// Whether a figure takes the whole width of a picture.
bool isWide(const PlotView& view);
/// Pixels that a figure needs in a report, with as many rows as it has.
int reportHeight(const PlotView& view);

} // namespace skipscope::ui
