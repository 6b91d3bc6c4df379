#include "ui/navigation.h"

#include "ui/icons.h"

#include <QButtonGroup>
#include <QEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace skipscope::ui {

namespace {
constexpr int kWidth = 104;
constexpr int kIconSide = 24;
} // namespace

Navigation::Navigation(QWidget* parent) : QFrame(parent), m_group(new QButtonGroup(this)) {
  setObjectName(QStringLiteral("navigation"));
  setAccessibleName(tr("Pages"));
  setFixedWidth(kWidth);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 14, 8, 14);
  layout->setSpacing(6);
  layout->addStretch(1);
  connect(m_group, &QButtonGroup::idClicked, this, &Navigation::pageChosen);
}

void Navigation::addPage(const QString& title, const QString& icon, const QString& name) {
  auto* button = new QToolButton(this);
  button->setObjectName(name);
  button->setText(title);
  button->setAccessibleName(title);
  button->setCheckable(true);
  button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  button->setIconSize(QSize(kIconSide, kIconSide));
  button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  const int page = static_cast<int>(m_buttons.size());
  button->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)));
  button->setToolTip(
      QStringLiteral("%1 (%2)").arg(title, button->shortcut().toString(QKeySequence::NativeText)));
  m_group->addButton(button, page);
  m_buttons.push_back(button);
  m_icons.push_back(icon);
  static_cast<QVBoxLayout*>(layout())->insertWidget(page, button);
  drawIcons();
}

void Navigation::choose(int page) {
  if (auto* button = m_group->button(page))
    button->setChecked(true);
}

int Navigation::chosen() const {
  return m_group->checkedId();
}

void Navigation::drawIcons() {
  for (std::size_t i = 0; i < m_buttons.size(); ++i) {
    QIcon icon = makeIcon(m_icons[i], palette().color(QPalette::Active, QPalette::PlaceholderText));
    const QIcon chosen = makeIcon(m_icons[i], palette().color(QPalette::Active, QPalette::Highlight));
    for (const QSize& size : chosen.availableSizes())
      icon.addPixmap(chosen.pixmap(size), QIcon::Normal, QIcon::On);
    m_buttons[i]->setIcon(icon);
  }
}

void Navigation::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    drawIcons();
  QFrame::changeEvent(event);
}

} // namespace skipscope::ui
