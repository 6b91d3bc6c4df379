#pragma once

#include <QStyledItemDelegate>

namespace skipscope::ui {

/// Draws how far a run is as a thin bar below its words; runs that are not under way have the words only.
class ProgressDelegate : public QStyledItemDelegate {
  Q_OBJECT
public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace skipscope::ui
