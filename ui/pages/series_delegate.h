#pragma once

#include <QStyledItemDelegate>

namespace skipscope::ui {

/// Draws a configuration's name after a swatch in the colour that it has in every figure, and keeps columns
/// of numbers apart.
class SeriesDelegate : public QStyledItemDelegate {
  Q_OBJECT
public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace skipscope::ui
