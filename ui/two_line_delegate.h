#pragma once

#include <QStyledItemDelegate>

namespace skipscope::ui {

/// A list item with a second, quieter line below its text.
class TwoLineDelegate : public QStyledItemDelegate {
  Q_OBJECT
public:
  TwoLineDelegate(int detailRole, QObject* parent) : QStyledItemDelegate(parent), m_detailRole(detailRole) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
  int m_detailRole;
};

} // namespace skipscope::ui
