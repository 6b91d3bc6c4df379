#include "ui/empty_state.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace skipscope::ui {

namespace {
constexpr int kIconSide = 48;
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
  layout->addWidget(words, 0, Qt::AlignHCenter);
  layout->addSpacing(6);
  layout->addLayout(centred);
  layout->addStretch(3);
  drawIcon();
}

void EmptyState::drawIcon() {
  m_picture->setPixmap(makeIcon(m_icon, palette().color(QPalette::Highlight))
                           .pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));
}

void EmptyState::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    drawIcon();
  QWidget::changeEvent(event);
}

} // namespace skipscope::ui
