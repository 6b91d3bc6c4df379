#include "ui/empty_state.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace skipscope::ui {

namespace {
constexpr int kIconSide = 56;
constexpr int kTextWidth = 460;
} // namespace

EmptyState::EmptyState(const QString& icon, const QString& title, const QString& text, QWidget* parent)
    : QWidget(parent), m_icon(icon), m_picture(new QLabel(this)), m_actions(new QHBoxLayout) {
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(10);
  auto* heading = makeLabel(title, TextLevel::Title, this);
  auto* words = makeLabel(text, TextLevel::Secondary, this);
  words->setAlignment(Qt::AlignHCenter);
  words->setFixedWidth(kTextWidth);
  m_actions->setSpacing(10);
  auto* centred = new QHBoxLayout;
  centred->addStretch(1);
  centred->addLayout(m_actions);
  centred->addStretch(1);
  layout->addStretch(2);
  layout->addWidget(m_picture, 0, Qt::AlignHCenter);
  layout->addWidget(heading, 0, Qt::AlignHCenter);
  auto* wordsRow =
      new QHBoxLayout; // an alignment would hide from the layout that the height follows the width
  wordsRow->addStretch(1);
  wordsRow->addWidget(words);
  wordsRow->addStretch(1);
  layout->addLayout(wordsRow);
  layout->addSpacing(6);
  layout->addLayout(centred);
  layout->addStretch(3);
  drawIcon();
}

void EmptyState::addBelow(QWidget* widget) {
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->insertWidget(column->count() - 1, widget, 0, Qt::AlignHCenter);
}

void EmptyState::drawIcon() {
  m_picture->setPixmap(makeIcon(m_icon, palette().color(QPalette::Active, QPalette::Highlight))
                           .pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));
}

void EmptyState::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    drawIcon();
  QWidget::changeEvent(event);
}

} // namespace skipscope::ui
