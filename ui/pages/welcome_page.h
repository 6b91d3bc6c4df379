#pragma once

#include <QStringList>
#include <QWidget>

class QListWidget;

namespace skipscope::ui {

/// What is shown without a workspace: make one, open one, or go on with a recent one.
class WelcomePage : public QWidget {
  Q_OBJECT
public:
  explicit WelcomePage(QWidget* parent = nullptr);

  void setRecent(const QStringList& folders);

signals:
  void newWanted();
  void openWanted();
  void recentChosen(const QString& folder);

private:
  QWidget* m_recentBox;
  QListWidget* m_recent;
};

} // namespace skipscope::ui
