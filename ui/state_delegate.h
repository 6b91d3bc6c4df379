#pragma once

#include <QStyledItemDelegate>

namespace skipscope::ui {

/// Puts a coloured dot before the state of a run.
class StateDelegate : public QStyledItemDelegate {
  Q_OBJECT
public:
  using QStyledItemDelegate::QStyledItemDelegate;

protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace skipscope::ui
