#include "ui/two_line_delegate.h"

#include <QApplication>
#include <QPainter>

namespace skipscope::ui {

namespace {
constexpr int kPadding = 8;
}

void TwoLineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  QStyleOptionViewItem item = option;
  initStyleOption(&item, index);
  item.text.clear();
  item.state &= ~QStyle::State_HasFocus; // the selection shows where the keyboard is
  const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
  painter->save();
  const int line = item.fontMetrics.height();
  const QRect first(item.rect.left() + kPadding, item.rect.top() + kPadding, item.rect.width() - 2 * kPadding,
                    line);
  QFont bold = item.font;
  bold.setWeight(QFont::DemiBold);
  painter->setFont(bold);
  painter->setPen(item.palette.color(QPalette::Text));
  painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                    QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideRight, first.width()));
  painter->setFont(item.font);
  painter->setPen(item.palette.color(QPalette::PlaceholderText));
  painter->drawText(
      first.translated(0, line + 2), Qt::AlignLeft | Qt::AlignVCenter,
      item.fontMetrics.elidedText(index.data(m_detailRole).toString(), Qt::ElideRight, first.width()));
  painter->restore();
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {120, 2 * option.fontMetrics.height() + 2 * kPadding + 2};
}

} // namespace skipscope::ui
