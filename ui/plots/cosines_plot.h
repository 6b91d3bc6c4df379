#pragma once

#include "ui/plots/plot_view.h"

#include <vector>

class QCPAbstractItem;

namespace skipscope::ui {

/// Cosines between the embeddings of feedback types, raw or centred: a row a configuration, a column two
/// types, the number in each cell and its size as the colour.
class CosinesPlot : public PlotView {
  Q_OBJECT
public:
  explicit CosinesPlot(QWidget* parent = nullptr);

protected:
  void take(const FigureContent& content) override;
  void rebuild() override;
  std::optional<Hover> nearest(QPointF position) const override;
  void fitRanges() override;
  void fitTo(QSizeF size) override;

private:
  void addCell(std::size_t row, std::size_t column, const evaluation::Summary& value);
  const std::vector<std::optional<evaluation::Summary>>& cells(const CosineMatrix::Row& row) const;

  CosineMatrix m_matrix;
  bool m_centred = true;
  std::vector<QCPAbstractItem*> m_items; ///< owned by the plot
};

} // namespace skipscope::ui
