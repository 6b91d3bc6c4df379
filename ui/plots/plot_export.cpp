#include "ui/plots/plot_export.h"

#include "ui/picture_file.h"
#include "ui/plots/plot_view.h"

#include <QPainter>

namespace skipscope::ui {

void saveFigure(PlotView& view, const QString& title, const QString& file) {
  const QSize size = view.size();
  const auto paint = [&](QPainter& painter) { view.draw(painter, QRectF(QPointF(), QSizeF(size))); };
  writePicture({file, title, {}, size, view.colours().background}, paint);
}

} // namespace skipscope::ui
