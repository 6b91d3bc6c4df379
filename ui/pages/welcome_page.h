#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace skipscope::ui {

class BackgroundJob;

/// What is shown without a workspace: what Skipscope does, and the ways on: try the demo log, import a log,
/// open a workspace, or go on with a recent one.
class WelcomePage : public QWidget {
  Q_OBJECT
public:
  explicit WelcomePage(QWidget* parent = nullptr);

  void setRecent(const QStringList& folders);
  /// Where the demo study would be kept.
  void setDemoFolder(const QString& folder);
  /// Shows the making of the demo study until it ends; one at a time.
  void showDemoJob(BackgroundJob* job);

signals:
  void demoWanted();
  void importWanted();
  void openWanted();
  void recentChosen(const QString& folder);

private:
  QWidget* makeWays();
  QWidget* makeRecent();

  QVBoxLayout* m_jobs;
  QPushButton* m_demo = nullptr;
  QLabel* m_demoText = nullptr;
  QWidget* m_recentBox = nullptr;
  QListWidget* m_recent = nullptr;
};

} // namespace skipscope::ui
