#include "ui/progress_delegate.h"

#include "core/store/run.h"
#include "ui/models/runs_model.h"

#include <QPainter>

namespace skipscope::ui {

namespace {
constexpr int kBarHeight = 3;
}

void ProgressDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
  QStyledItemDelegate::paint(painter, option, index);
  const auto state = static_cast<store::RunState>(index.data(RunsModel::StateRole).toInt());
  if (state != store::RunState::Running)
    return;
  const QRectF whole(option.rect.left() + 6, option.rect.bottom() - kBarHeight - 1, option.rect.width() - 12,
                     kBarHeight);
  QRectF done = whole;
  done.setWidth(whole.width() * index.data(RunsModel::ShareRole).toDouble());
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  painter->setBrush(option.palette.color(QPalette::Midlight));
  painter->drawRoundedRect(whole, 1.5, 1.5);
  painter->setBrush(option.palette.color(QPalette::Link));
  painter->drawRoundedRect(done, 1.5, 1.5);
  painter->restore();
}

} // namespace skipscope::ui
