// Every control of the window and of its dialogs can be named by a test and by a screen reader.

#include "tests/ui/fresh_settings.h"
#include "tests/ui/sample_workspace.h"
#include "ui/import_dialog.h"
#include "ui/main_window.h"
#include "ui/simulate_dialog.h"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QHash>
#include <QHeaderView>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

namespace {

using namespace skipscope;

template <class... Widgets> bool isOneOf(const QWidget* widget) {
  return (qobject_cast<const Widgets*>(widget) || ...);
}

bool isControl(const QWidget* widget) {
  return isOneOf<QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit>(widget) &&
         !isOneOf<QHeaderView>(widget);
}

/// Inside of another control, or made by Qt: the list of a combo box, the corner of a table, a clear button.
bool isPart(const QWidget* widget) {
  if (widget->objectName().startsWith("qt_"))
    return true;
  for (const auto* above = widget->parentWidget(); above; above = above->parentWidget())
    if (isOneOf<QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit>(above))
      return true;
  return false;
}

void expectNames(const QWidget& window) {
  int controls = 0;
  for (const auto* control : window.findChildren<QWidget*>()) {
    if (!isControl(control) || isPart(control))
      continue;
    ++controls;
    bool buddy = false;
    for (const auto* label : window.findChildren<QLabel*>())
      buddy = buddy || label->buddy() == control;
    const auto* button = qobject_cast<const QAbstractButton*>(control);
    const std::string what = std::string(control->metaObject()->className()) + " " +
                             control->objectName().toStdString() + " in " +
                             control->parentWidget()->objectName().toStdString() + " " +
                             (button ? button->text().toStdString() : std::string());
    EXPECT_FALSE(control->objectName().isEmpty()) << what;
    EXPECT_TRUE(buddy || !control->accessibleName().isEmpty() || (button && !button->text().isEmpty()))
        << what;
  }
  EXPECT_GT(controls, 0);
}

TEST(AccessibleNames, everyControlHasItsNames) {
  const tests::FreshSettings fresh;
  const tests::SampleWorkspace sample;
  sample.importLog();
  ui::MainWindow window;
  window.show();
  expectNames(window);
  const QSignalSpy opened(&window, &ui::MainWindow::workspaceOpened);
  window.openWorkspace(QString::fromStdString(sample.folder().string()));
  ASSERT_TRUE(QTest::qWaitFor([&] { return opened.count() == 1; }, 20'000));
  window.findChild<QAction*>("importLogAction")->trigger();
  window.findChild<QAction*>("simulateLogAction")->trigger();
  ASSERT_TRUE(window.findChild<ui::ImportDialog*>() && window.findChild<ui::SimulateDialog*>());
  expectNames(window); // pages that are not shown, and open dialogs, are children too
}

TEST(AccessibleNames, everyEntryOfAMenuHasALetterOfItsOwn) {
  const tests::FreshSettings fresh;
  const ui::MainWindow window;
  for (const auto* menu : window.findChildren<QMenu*>()) {
    QHash<QString, QString> entries;
    for (const auto* action : menu->actions()) {
      const QKeySequence letter = QKeySequence::mnemonic(action->text());
      if (letter.isEmpty())
        continue;
      const QString taken = entries.value(letter.toString());
      EXPECT_TRUE(taken.isEmpty()) << taken.toStdString() << " and " << action->text().toStdString();
      entries[letter.toString()] = action->text();
    }
  }
}

} // namespace
