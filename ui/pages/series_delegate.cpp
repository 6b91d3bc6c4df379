#include "ui/pages/series_delegate.h"

#include "ui/models/figure_table_model.h"
#include "ui/plots/plot_style.h"

#include <QIcon>
#include <QPainter>
#include <QPixmap>

namespace skipscope::ui {

namespace {
constexpr int kColumnGap = 8;
} // namespace

QSize SeriesDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  return QStyledItemDelegate::sizeHint(option, index) + QSize(kColumnGap, 0);
}

void SeriesDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  const QVariant series = index.data(FigureTableModel::SeriesRole);
  if (!series.isValid())
    return;
  const QSize size(22, 12);
  const double ratio = option->widget ? option->widget->devicePixelRatioF() : 1;
  QPixmap swatch(size * ratio);
  swatch.setDevicePixelRatio(ratio);
  swatch.fill(Qt::transparent);
  QPainter painter(&swatch);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(seriesPen(series.toInt(), 3, coloursFor(option->palette)));
  painter.drawLine(QPointF(0, size.height() / 2.0), QPointF(size.width(), size.height() / 2.0));
  painter.end();
  option->icon = QIcon(swatch);
  option->decorationSize = size;
  option->features |= QStyleOptionViewItem::HasDecoration;
}

} // namespace skipscope::ui
