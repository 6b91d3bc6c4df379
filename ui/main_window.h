#pragma once

#include "ui/run_watcher.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QJsonObject>
#include <QMainWindow>
#include <QPointer>
#include <functional>
#include <memory>

class QMenu;
class QStackedWidget;
class QUndoStack;

namespace skipscope::store {
struct Launched;
}

namespace skipscope::ui {

class BaselineComparer;
class ComparePage;
class DataPage;
class DatasetsModel;
class ExperimentPage;
class ListenersPage;
class MessageBar;
class Navigation;
class ReportPage;
class RunActions;
class RunsDock;
class RunsModel;
class Session;
class WelcomePage;
class WorkerStarter;
class WorkspaceTasks;

/// The window: pages at the left, runs below, one workspace at a time. It puts the parts together; what they
/// do is in their own classes.
class MainWindow : public QMainWindow {
  Q_OBJECT
public:
  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  enum Page { Data, Experiment, Compare, Listeners, Report };

  QJsonObject viewState() const; ///< page and layout, for Session
  void restoreViewState(const QJsonObject& state);

public slots:
  /// Opens the workspace that was open when the last window ended; nothing if none was.
  void reopenLast();
  /// `then` is done when the workspace is open.
  void createWorkspace(const QString& folder, const std::function<void()>& then = {});
  void openWorkspace(const QString& folder, const std::function<void()>& then = {});
  void closeWorkspace();
  /// Shows again what a report or picture of Skipscope shows: figures on the Compare page, words on the
  /// Report page.
  void openReport(const QString& file);
  void showPage(int page);

signals:
  void workspaceOpened(const QString& folder);

protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void makePages();
  void makeMenus();
  QMenu* makeFileMenu();
  QMenu* makeViewMenu();
  QMenu* makeRunsMenu();
  void askReport();
  void fillRecent();
  void askNew(const QString& title, const std::function<void()>& then = {});
  void askOpen();
  void tryDemo();
  void importIntoNew(const QStringList& files);
  void acceptFiles();
  void showAbout();
  void showShortcuts();
  void opened(const QString& folder, const QJsonObject& session);
  void startSession(const QString& folder, const QJsonObject& state);
  void takeNews(WorkspaceNews& news);
  void showLaunched(const QString& experiment, const store::Launched& runs);
  void startWorkers();
  void askAboutWorkers();
  void stopRunsAndClose();
  int wantedWorkers() const;
  void offerWorkers(const WorkspaceNews& news);
  void showStatus(const WorkspaceNews& news);

  Settings m_settings;
  Theme m_theme;
  RunsModel* m_runs;
  DatasetsModel* m_datasets;
  QUndoStack* m_undo;
  RunActions* m_runActions;
  BaselineComparer* m_baselines;
  WorkerStarter* m_workers;
  std::unique_ptr<WorkspaceTasks> m_tasks;
  std::unique_ptr<RunWatcher> m_watcher;
  ReportPage* m_reportPage = nullptr;
  std::unique_ptr<Session> m_session; ///< of the open workspace
  int m_liveWorkers = 0;
  bool m_newlyOpened = true;
  QPointer<QWidget> m_workersOffer; ///< the note that offers to start some
  bool m_closing = false;           ///< the question about workers is answered

  MessageBar* m_messages = nullptr;
  Navigation* m_navigation = nullptr;
  QStackedWidget* m_root = nullptr; ///< welcome, or the pages
  QStackedWidget* m_pages = nullptr;
  WelcomePage* m_welcome = nullptr;
  DataPage* m_dataPage = nullptr;
  ExperimentPage* m_experimentPage = nullptr;
  ComparePage* m_comparePage = nullptr;
  ListenersPage* m_listenersPage = nullptr;
  RunsDock* m_runsDock = nullptr;
  QMenu* m_recent = nullptr;
  std::vector<QAction*> m_needWorkspace;
};

} // namespace skipscope::ui
