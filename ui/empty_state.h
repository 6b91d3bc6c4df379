#pragma once

#include <QWidget>

class QBoxLayout;
class QLabel;

namespace skipscope::ui {

/// What an empty page shows: what is missing, and the buttons that bring it.
class EmptyState : public QWidget {
  Q_OBJECT
public:
  EmptyState(const QString& icon, const QString& title, const QString& text, QWidget* parent = nullptr);

  /// Buttons below the text, in the middle.
  QBoxLayout* actions() const { return m_actions; }
  /// Puts a widget below the buttons.
  void addBelow(QWidget* widget);

protected:
  void changeEvent(QEvent* event) override;

private:
  void drawIcon();

  QString m_icon;
  QLabel* m_picture;
  QBoxLayout* m_actions;
};

} // namespace skipscope::ui
