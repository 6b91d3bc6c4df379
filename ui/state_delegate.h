#pragma once

#include <QStyledItemDelegate>

namespace skipscope::ui {

/// Draws the state of a run as a coloured dot with its name.
class StateDelegate : public QStyledItemDelegate {
  Q_OBJECT
public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace skipscope::ui
