#include "ui/state_delegate.h"

#include "core/store/run.h"
#include "ui/models/runs_model.h"
#include "ui/plots/plot_style.h"

#include <QPainter>

namespace skipscope::ui {

namespace {

constexpr int kDot = 8;
constexpr int kRoom = 22; ///< for the dot, left of the name

QColor stateColour(store::RunState state, const QPalette& palette) {
  const bool dark = coloursFor(palette).dark;
  switch (state) {
  case store::RunState::Running:
    return palette.color(QPalette::Link);
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

} // namespace

void StateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
  QStyleOptionViewItem item = option;
  item.rect.adjust(kRoom - 8, 0, 0, 0);
  painter->save();
  if (option.state & QStyle::State_Selected)
    painter->fillRect(option.rect, option.palette.brush(QPalette::Highlight));
  QStyledItemDelegate::paint(painter, item, index);
  const auto state = static_cast<store::RunState>(index.data(RunsModel::StateRole).toInt());
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF dot(option.rect.left() + 9, option.rect.center().y() + 0.5 - kDot / 2.0, kDot, kDot);
  const QColor colour = stateColour(state, option.palette);
  // A hollow dot has not begun: the state can be told without colours.
  painter->setPen(QPen(colour, 1.5));
  painter->setBrush(state == store::RunState::Queued ? QBrush(Qt::NoBrush) : QBrush(colour));
  painter->drawEllipse(dot);
  painter->restore();
}

QSize StateDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  return QStyledItemDelegate::sizeHint(option, index) + QSize(kRoom, 0);
}

} // namespace skipscope::ui
