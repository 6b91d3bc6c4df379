#include "ui/state_delegate.h"

#include "core/store/run.h"
#include "ui/models/runs_model.h"
#include "ui/plots/plot_style.h"

#include <QPainter>
#include <QPixmap>

namespace skipscope::ui {

namespace {

constexpr int kDot = 8;

QColor stateColour(store::RunState state, const QPalette& palette) {
  const bool dark = coloursFor(palette).dark;
  switch (state) {
  case store::RunState::Running:
    return palette.color(QPalette::Active, QPalette::Link);
  case store::RunState::Finished:
    return dark ? QColor(0x4cc38a) : QColor(0x1a7f4b);
  case store::RunState::Failed:
    return dark ? QColor(0xff8a80) : QColor(0xb3261e);
  case store::RunState::Interrupted:
  case store::RunState::Cancelled:
    return dark ? QColor(0xf0b354) : QColor(0xb36b00);
  case store::RunState::Queued:
    break;
  }
  return palette.color(QPalette::PlaceholderText);
}

QPixmap drawDot(store::RunState state, const QPalette& palette, double ratio) {
  QPixmap pixmap(QSizeF((kDot + 2) * ratio, (kDot + 2) * ratio).toSize());
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor colour = stateColour(state, palette);
  // A hollow dot has not begun: that much can be told without colours.
  painter.setPen(QPen(colour, 1.5));
  painter.setBrush(state == store::RunState::Queued ? QBrush(Qt::NoBrush) : QBrush(colour));
  painter.drawEllipse(QRectF(1, 1, kDot, kDot));
  return pixmap;
}

} // namespace

void StateDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  const auto state = static_cast<store::RunState>(index.data(RunsModel::StateRole).toInt());
  const double ratio = option->widget ? option->widget->devicePixelRatioF() : 1;
  option->features |= QStyleOptionViewItem::HasDecoration;
  option->icon = QIcon(drawDot(state, option->palette, ratio));
  option->decorationSize = QSize(kDot + 2, kDot + 2);
}

} // namespace skipscope::ui
