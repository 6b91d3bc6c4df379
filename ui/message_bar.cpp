#include "ui/message_bar.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace skipscope::ui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), m_rows(new QVBoxLayout(this)) {
  setObjectName(QStringLiteral("messageBar"));
  setAccessibleName(tr("Messages"));
  m_rows->setContentsMargins(0, 0, 0, 0);
  m_rows->setSpacing(1);
  hide();
}

void MessageBar::showError(const QString& sentence) {
  if (!sentences().contains(sentence))
    add(Kind::Error, sentence);
}

QWidget* MessageBar::showNote(const QString& sentence, const QString& action,
                              const std::function<void()>& act) {
  clearNote();
  m_note = add(Kind::Note, sentence);
  if (action.isEmpty())
    return m_note;
  auto* button = new QPushButton(action, m_note);
  button->setObjectName(QStringLiteral("noteActionButton"));
  button->setAutoDefault(true); // Return presses it
  connect(button, &QPushButton::clicked, this, [this, act] {
    clearNote();
    act();
  });
  auto* layout = static_cast<QHBoxLayout*>(m_note->layout());
  layout->insertWidget(layout->count() - 1, button);
  return m_note;
}

void MessageBar::clearNote() {
  if (m_note)
    removeRow(m_note);
}

QStringList MessageBar::sentences() const {
  QStringList all;
  for (const auto* label : findChildren<QLabel*>(QStringLiteral("messageLabel")))
    all << label->text();
  return all;
}

QFrame* MessageBar::add(Kind kind, const QString& sentence) {
  auto* row = new QFrame(this);
  row->setProperty("kind", kind == Kind::Error ? QStringLiteral("error") : QStringLiteral("note"));
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(16, 6, 8, 6);
  auto* label = makeLabel(sentence, TextLevel::Body, row);
  label->setObjectName(QStringLiteral("messageLabel"));
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  label->setAccessibleName(kind == Kind::Error ? tr("Error") : tr("Note"));
  auto* close = new QToolButton(row);
  close->setObjectName(QStringLiteral("closeMessageButton"));
  close->setAccessibleName(tr("Close this message"));
  close->setToolTip(close->accessibleName());
  close->setIcon(makeIcon(QStringLiteral("close"), palette().color(QPalette::Text)));
  close->setAutoRaise(true);
  connect(close, &QToolButton::clicked, this, [this, row] { removeRow(row); });
  layout->addWidget(label, 1);
  layout->addWidget(close, 0, Qt::AlignTop);
  m_rows->addWidget(row);
  show();
  QAccessibleEvent alert(label, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
  return row;
}

void MessageBar::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::PaletteChange)
    for (auto* close : findChildren<QToolButton*>(QStringLiteral("closeMessageButton")))
      close->setIcon(makeIcon(QStringLiteral("close"), palette().color(QPalette::Text)));
}

void MessageBar::removeRow(QFrame* row) {
  if (row == m_note)
    m_note = nullptr;
  m_rows->removeWidget(row);
  row->setParent(nullptr); // gone from sentences() at once; a button inside may still be delivering its click
  row->deleteLater();
  setVisible(m_rows->count() > 0);
}

} // namespace skipscope::ui
