// The menus of MainWindow.

#include "ui/demo_study.h"
#include "ui/main_window.h"
#include "ui/pages/data_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/run_actions.h"
#include "ui/runs_dock.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDir>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QThread>
#include <QUndoStack>
#include <array>
#include <utility>

namespace skipscope::ui {

namespace {

QAction* makeAction(QMenu* menu, const QString& text, const char* name, const QKeySequence& shortcut = {}) {
  QAction* action = menu->addAction(text);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(shortcut);
  return action;
}

void openMessage(QWidget* parent, const QString& title, const QString& html) {
  auto* box = new QMessageBox(QMessageBox::NoIcon, title, html, QMessageBox::Close, parent);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::RichText);
  box->open();
}

} // namespace

void MainWindow::makeMenus() {
  menuBar()->addMenu(makeFileMenu());
  auto* edit = menuBar()->addMenu(tr("&Edit"));
  auto* undo = m_undo->createUndoAction(this, tr("&Undo"));
  auto* redo = m_undo->createRedoAction(this, tr("&Redo"));
  undo->setObjectName(QStringLiteral("undoAction"));
  redo->setObjectName(QStringLiteral("redoAction"));
  undo->setShortcut(QKeySequence::Undo);
  redo->setShortcut(QKeySequence::Redo);
  edit->addAction(undo);
  edit->addAction(redo);
  menuBar()->addMenu(makeViewMenu());
  menuBar()->addMenu(makeRunsMenu());
  auto* help = menuBar()->addMenu(tr("&Help"));
  connect(makeAction(help, tr("&Shortcuts"), "shortcutsAction", QKeySequence(Qt::Key_F1)),
          &QAction::triggered, this, &MainWindow::showShortcuts);
  connect(makeAction(help, tr("&About Skipscope"), "aboutAction"), &QAction::triggered, this,
          &MainWindow::showAbout);
}

QMenu* MainWindow::makeFileMenu() {
  auto* file = new QMenu(tr("&File"), this);
  connect(makeAction(file, tr("&New workspace …"), "newWorkspaceAction", QKeySequence::New),
          &QAction::triggered, this, [this] { askNew(tr("New workspace")); });
  connect(makeAction(file, tr("&Open workspace …"), "openWorkspaceAction", QKeySequence::Open),
          &QAction::triggered, this, &MainWindow::askOpen);
  m_recent = file->addMenu(tr("Open recen&t"));
  m_recent->setObjectName(QStringLiteral("recentMenu"));
  auto* close =
      makeAction(file, tr("&Close workspace"), "closeWorkspaceAction", QKeySequence(Qt::CTRL | Qt::Key_W));
  connect(close, &QAction::triggered, this, [this] {
    m_settings.set(Setting::OpenWorkspace, QString());
    closeWorkspace();
  });
  file->addSeparator();
  auto* importLog =
      makeAction(file, tr("&Import a log …"), "importLogAction", QKeySequence(Qt::CTRL | Qt::Key_I));
  connect(importLog, &QAction::triggered, this, [this] {
    showPage(Data);
    m_dataPage->askImport();
  });
  auto* simulate = makeAction(file, tr("&Simulate a radio log …"), "simulateLogAction");
  connect(simulate, &QAction::triggered, this, [this] {
    showPage(Data);
    m_dataPage->askSimulation();
  });
  auto* report = makeAction(file, tr("Open a &report …"), "openReportAction");
  connect(report, &QAction::triggered, this, &MainWindow::askReport);
  file->addSeparator();
  connect(makeAction(file, tr("&Quit"), "quitAction", QKeySequence(Qt::CTRL | Qt::Key_Q)),
          &QAction::triggered, this, &QWidget::close);
  m_needWorkspace = {close, importLog, simulate, report};
  return file;
}

QMenu* MainWindow::makeViewMenu() {
  auto* view = new QMenu(tr("&View"), this);
  auto* runs = m_runsDock->toggleViewAction();
  runs->setObjectName(QStringLiteral("showRunsAction"));
  runs->setText(tr("&Runs"));
  runs->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
  view->addAction(runs);
  m_needWorkspace.push_back(runs);
  auto* theme = view->addMenu(tr("&Theme"));
  auto* group = new QActionGroup(this);
  const std::array<std::pair<Theme::Choice, QString>, 3> choices = {
      {{Theme::Choice::System, tr("As the &system")},
       {Theme::Choice::Light, tr("&Light")},
       {Theme::Choice::Dark, tr("&Dark")}}};
  for (const auto& [choice, text] : choices) {
    QAction* action = theme->addAction(text);
    action->setObjectName(Theme::nameOf(choice) + QStringLiteral("ThemeAction"));
    action->setCheckable(true);
    action->setChecked(choice == m_theme.choice());
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, choice = choice] {
      m_settings.set(Setting::Theme, Theme::nameOf(choice));
      m_theme.apply(choice);
    });
  }
  return view;
}

QMenu* MainWindow::makeRunsMenu() {
  auto* menu = new QMenu(tr("&Runs"), this);
  for (QAction* action : m_runActions->actions())
    menu->addAction(action);
  menu->addSeparator();
  for (QAction* action : m_runActions->annotations())
    menu->addAction(action);
  menu->addSeparator();
  menu->addAction(m_runActions->resumeAll());
  menu->addAction(m_runActions->pause());
  menu->addAction(m_runActions->bin());
  menu->addSeparator();
  auto* workers = menu->addMenu(tr("&Workers"));
  workers->setObjectName(QStringLiteral("workersMenu"));
  auto* group = new QActionGroup(this);
  const int cores = QThread::idealThreadCount();
  for (int count = 0; count <= cores; ++count) {
    QAction* action =
        workers->addAction(count == 0 ? tr("&Automatic (%1)").arg(cores) : QString::number(count));
    action->setCheckable(true);
    action->setChecked(m_settings.value(Setting::Workers).toInt() == count);
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, count] {
      m_settings.set(Setting::Workers, count);
      startWorkers();
    });
  }
  return menu;
}

void MainWindow::fillRecent() {
  const QStringList folders = m_settings.recentWorkspaces();
  m_welcome->setRecent(folders);
  m_welcome->setDemoFolder(newDemoFolder(m_settings.value(Setting::WorkspaceFolder).toString()));
  if (!m_recent)
    return;
  m_recent->clear();
  for (const QString& folder : folders)
    connect(m_recent->addAction(QDir::toNativeSeparators(folder)), &QAction::triggered, this,
            [this, folder] { openWorkspace(folder); });
  m_recent->setEnabled(!folders.isEmpty());
}

void MainWindow::showAbout() {
  openMessage(this, tr("About Skipscope"),
              tr("<h3>Skipscope %1</h3><p>Which feedback should a next-song recommender learn from?</p>"
                 "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                  .arg(QApplication::applicationVersion()));
}

void MainWindow::showShortcuts() {
  QString rows;
  const auto add = [&rows](const QString& keys, const QString& what) {
    rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;&nbsp;</td><td>%2</td></tr>").arg(keys, what);
  };
  add(tr("Ctrl+1 … Ctrl+5"), tr("Data, Experiment, Compare, Listeners, Report"));
  add(tr("Ctrl+Return"), tr("Launch the runs of the form"));
  for (const QAction* action : findChildren<QAction*>())
    if (!action->shortcut().isEmpty() && !action->text().isEmpty())
      add(action->shortcut().toString(QKeySequence::NativeText),
          action->text().remove(QChar('&')).remove(QStringLiteral(" …")).toHtmlEscaped());
  openMessage(this, tr("Shortcuts"), QStringLiteral("<table>%1</table>").arg(rows));
}

} // namespace skipscope::ui
