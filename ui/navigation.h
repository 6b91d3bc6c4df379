#pragma once

#include <QFrame>
#include <vector>

class QButtonGroup;
class QToolButton;

namespace skipscope::ui {

/// The bar at the left: one button per page.
class Navigation : public QFrame {
  Q_OBJECT
public:
  explicit Navigation(QWidget* parent = nullptr);

  /// `name` is the objectName of the button; shortcuts are Ctrl+1, Ctrl+2, ….
  void addPage(const QString& title, const QString& icon, const QString& name);
  void choose(int page);
  int chosen() const;

signals:
  void pageChosen(int page);

protected:
  void changeEvent(QEvent* event) override;

private:
  void drawIcons();

  QButtonGroup* m_group;
  std::vector<QToolButton*> m_buttons;
  std::vector<QString> m_icons;
};

} // namespace skipscope::ui
