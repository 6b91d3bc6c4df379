#pragma once

#include "ui/plots/plot_view.h"

#include <vector>

namespace skipscope::ui {

/// A figure with a row a configuration, the first on top: names at the left, numbers at the right.
class RowsPlot : public PlotView {
  Q_OBJECT
protected:
  explicit RowsPlot(QWidget* parent = nullptr);

  /// Gives both sides the colours and the font of the figure; without rows they have no labels.
  void styleRows(bool any);
  /// Labels the rows; names take `share` of `width` pixels at most.
  void nameRows(const std::vector<QString>& names, double width, double share);
  void fitRows(std::size_t count);
};

} // namespace skipscope::ui
