#include "ui/main_window.h"

#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "ui/background_job.h"
#include "ui/baseline_comparer.h"
#include "ui/embedded_view.h"
#include "ui/message_bar.h"
#include "ui/models/datasets_model.h"
#include "ui/models/display_text.h"
#include "ui/models/runs_model.h"
#include "ui/navigation.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/data_page.h"
#include "ui/pages/experiment_page.h"
#include "ui/pages/listeners_page.h"
#include "ui/pages/report_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/run_actions.h"
#include "ui/runs_dock.h"
#include "ui/session.h"
#include "ui/worker_starter.h"
#include "ui/workspace_tasks.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QThread>
#include <QUndoStack>
#include <QUrl>
#include <utility>

namespace skipscope::ui {

using store::RunState;

namespace {
constexpr int kLeastPage = 240; ///< pixels high
} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), m_runs(new RunsModel(this)), m_datasets(new DatasetsModel(this)),
      m_undo(new QUndoStack(this)), m_runActions(new RunActions(m_runs, m_undo, this)),
      m_baselines(new BaselineComparer(m_runs, this)), m_workers(new WorkerStarter(this)) {
  setObjectName(QStringLiteral("mainWindow"));
  setWindowTitle(tr("Skipscope"));
  m_theme.apply(Theme::choiceNamed(m_settings.value(Setting::Theme).toString()));
  makePages();
  makeMenus();
  acceptFiles();
  m_runActions->refreshIcons(palette().color(QPalette::Text));
  resize(1280, 800);
  resizeDocks({m_runsDock}, {230}, Qt::Vertical);
  restoreGeometry(m_settings.value(Setting::Geometry).toByteArray());
  restoreState(m_settings.value(Setting::Layout).toByteArray());
  for (auto* button : findChildren<QPushButton*>())
    button->setAutoDefault(true); // Return presses the one with the keyboard
  closeWorkspace();
}

MainWindow::~MainWindow() {
  m_session.reset();
  m_watcher.reset();
  // What shows the models and uses the tasks goes before them.
  delete m_runsDock;
  delete takeCentralWidget();
}

void MainWindow::makePages() {
  m_messages = new MessageBar;
  m_navigation = new Navigation;
  m_navigation->addPage(tr("Data"), QStringLiteral("data"), QStringLiteral("dataPageButton"));
  m_navigation->addPage(tr("Experiment"), QStringLiteral("experiment"),
                        QStringLiteral("experimentPageButton"));
  m_navigation->addPage(tr("Compare"), QStringLiteral("compare"), QStringLiteral("comparePageButton"));
  m_navigation->addPage(tr("Listeners"), QStringLiteral("listeners"), QStringLiteral("listenersPageButton"));
  m_navigation->addPage(tr("Report"), QStringLiteral("report"), QStringLiteral("reportPageButton"));
  m_dataPage = new DataPage(m_datasets, &m_settings);
  m_experimentPage = new ExperimentPage(m_datasets);
  m_comparePage = new ComparePage;
  m_listenersPage = new ListenersPage(m_datasets, m_runs);
  m_reportPage = new ReportPage;
  m_pages = new QStackedWidget;
  m_pages->addWidget(m_dataPage);
  m_pages->addWidget(m_experimentPage);
  m_pages->addWidget(m_comparePage);
  m_pages->addWidget(m_listenersPage);
  m_pages->addWidget(m_reportPage);
  m_welcome = new WelcomePage;
  m_root = new QStackedWidget;
  m_root->setMinimumHeight(kLeastPage); // messages take from the page, not from the runs below
  m_root->addWidget(m_welcome);
  m_root->addWidget(m_pages);
  auto* central = new QWidget;
  auto* right = new QVBoxLayout;
  right->setSpacing(0);
  right->addWidget(m_messages);
  right->addWidget(m_root, 1);
  auto* across = new QHBoxLayout(central);
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(0);
  across->addWidget(m_navigation);
  across->addLayout(right, 1);
  setCentralWidget(central);
  m_runsDock = new RunsDock(m_runs, m_runActions, &m_settings, this);
  addDockWidget(Qt::BottomDockWidgetArea, m_runsDock);

  connect(m_navigation, &Navigation::pageChosen, this, &MainWindow::showPage);
  connect(m_welcome, &WelcomePage::demoWanted, this, &MainWindow::tryDemo);
  connect(m_welcome, &WelcomePage::importWanted, this, [this] { importIntoNew({}); });
  connect(m_welcome, &WelcomePage::openWanted, this, &MainWindow::askOpen);
  connect(m_welcome, &WelcomePage::recentChosen, this,
          [this](const QString& folder) { openWorkspace(folder); });
  connect(m_dataPage, &DataPage::failed, m_messages, &MessageBar::showError);
  connect(m_dataPage, &DataPage::added, this, [this](const QString& name, const QStringList& notes) {
    m_messages->showNote(tr("'%1' is in the workspace. %2").arg(name, notes.join(QChar(' '))).trimmed(),
                         tr("Set up an experiment"), [this, name] {
                           m_experimentPage->chooseDataset(name);
                           showPage(Experiment);
                         });
  });
  connect(m_experimentPage, &ExperimentPage::launched, this, &MainWindow::showLaunched);
  connect(m_experimentPage, &ExperimentPage::datasetWanted, this, [this] { showPage(Data); });
  connect(m_comparePage, &ComparePage::runChosen, m_runsDock, &RunsDock::select);
  connect(m_runsDock, &RunsDock::chosen, m_comparePage, [this](const QStringList& ids) {
    m_comparePage->select(ids.size() == 1 ? ids.front() : QString());
  });
  connect(m_comparePage, &ComparePage::failed, m_messages, &MessageBar::showError);
  connect(m_reportPage, &ReportPage::failed, m_messages, &MessageBar::showError);
  connect(m_reportPage, &ReportPage::experimentWanted, this, [this] { showPage(Experiment); });
  connect(m_reportPage, &ReportPage::printed, this,
          [this] { m_messages->showNote(tr("The report is on its way to the printer.")); });
  connect(m_reportPage, &ReportPage::saved, this, [this](const QString& file) {
    m_messages->showNote(tr("The report is in %1.").arg(QDir::toNativeSeparators(file)), tr("Open"),
                         [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(file)); });
  });
  connect(m_runActions, &RunActions::cloneWanted, this, [this](const QString& id) {
    m_experimentPage->cloneRun(m_runs->run(m_runs->rowOf(id)));
    showPage(Experiment);
  });
  connect(m_listenersPage, &ListenersPage::failed, m_messages, &MessageBar::showError);
  connect(m_baselines, &BaselineComparer::failed, m_messages, &MessageBar::showError);
  connect(m_runActions, &RunActions::queueGrew, this, &MainWindow::startWorkers);
  connect(m_runActions, &RunActions::deleted, this, [this](int runs) {
    auto* note = m_messages->showNote(tr("%1 moved to the bin.").arg(countOf(runs, tr("run"))), tr("Undo"),
                                      [this] { m_undo->undo(); });
    // From then on the button would undo something else.
    connect(m_undo, &QUndoStack::indexChanged, note, [this] { m_messages->clearNote(); });
  });
}

void MainWindow::createWorkspace(const QString& folder, const std::function<void()>& then) {
  auto* job = new BackgroundJob(tr("Making a workspace"), this);
  connect(job, &BackgroundJob::failed, m_messages, &MessageBar::showError);
  connect(job, &BackgroundJob::ended, job, &QObject::deleteLater);
  job->start([this, folder, then](std::stop_token, const core::Observer&) -> std::function<void()> {
    store::Workspace::create(toCore(folder));
    return [this, folder, then] { openWorkspace(folder, then); };
  });
}

void MainWindow::openWorkspace(const QString& folder, const std::function<void()>& then) {
  // Opened in the background first (it may have to be migrated); what is open stays until that worked.
  const QString absolute = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
  auto* job = new BackgroundJob(tr("Opening %1").arg(absolute), this);
  connect(job, &BackgroundJob::ended, job, &QObject::deleteLater);
  connect(job, &BackgroundJob::failed, this, [this, absolute](const QString& sentence) {
    m_messages->showError(sentence);
    m_settings.forgetWorkspace(absolute);
    if (m_settings.value(Setting::OpenWorkspace).toString() == absolute)
      m_settings.set(Setting::OpenWorkspace, QString());
    fillRecent();
  });
  job->start([this, absolute, then](std::stop_token, const core::Observer&) -> std::function<void()> {
    auto workspace = store::Workspace::open(toCore(absolute));
    store::Queue(workspace).reap();
    return [this, absolute, then, session = Session::read(absolute)] {
      opened(absolute, session);
      if (then)
        then();
    };
  });
}

void MainWindow::opened(const QString& folder, const QJsonObject& session) {
  closeWorkspace();
  m_tasks = std::make_unique<WorkspaceTasks>(toCore(folder));
  connect(m_tasks.get(), &WorkspaceTasks::failed, this, [this, folder](const QString& sentence) {
    // What fails because the whole workspace is gone, the watcher tells as that.
    if (QFileInfo::exists(QDir(folder).filePath(QStringLiteral("workspace.db"))))
      m_messages->showError(sentence);
  });
  m_watcher = std::make_unique<RunWatcher>(toCore(folder));
  connect(m_watcher.get(), &RunWatcher::failed, m_messages, &MessageBar::showError);
  connect(m_watcher.get(), &RunWatcher::gone, this, [this, folder](const QString& sentence) {
    m_settings.set(Setting::OpenWorkspace, QString());
    m_settings.forgetWorkspace(folder);
    closeWorkspace();
    m_messages->showError(sentence);
  });
  connect(m_watcher.get(), &RunWatcher::changed, this,
          [this](const std::shared_ptr<WorkspaceNews>& news) { takeNews(*news); });
  m_watcher->start();
  m_dataPage->setWorkspace(m_tasks.get());
  m_experimentPage->setWorkspace(m_tasks.get());
  m_comparePage->setWorkspace(m_tasks.get());
  m_listenersPage->setWorkspace(m_tasks.get());
  m_reportPage->setWorkspace(m_tasks.get());
  m_runActions->setWorkspace(m_tasks.get());
  m_baselines->setWorkspace(m_tasks.get());
  m_workers->setWorkspace(m_tasks.get());
  for (QAction* action : m_needWorkspace)
    action->setEnabled(true);
  setWindowTitle(tr("%1 – Skipscope").arg(QFileInfo(folder).completeBaseName()));
  m_settings.rememberWorkspace(folder);
  m_settings.set(Setting::OpenWorkspace, folder);
  fillRecent();
  m_root->setCurrentWidget(m_pages);
  m_navigation->show();
  m_runsDock->show();
  showPage(Data);
  startSession(folder, session);
  emit workspaceOpened(folder);
}

void MainWindow::closeWorkspace() {
  m_session.reset(); // keeps what is shown before it goes
  m_messages->clearNote();
  m_newlyOpened = true;
  m_watcher.reset();
  m_dataPage->setWorkspace(nullptr);
  m_experimentPage->setWorkspace(nullptr);
  m_comparePage->setWorkspace(nullptr);
  m_listenersPage->setWorkspace(nullptr);
  m_reportPage->setWorkspace(nullptr);
  m_runActions->setWorkspace(nullptr);
  m_baselines->setWorkspace(nullptr);
  m_workers->setWorkspace(nullptr);
  m_tasks.reset();
  m_runs->clear();
  m_datasets->clear();
  m_liveWorkers = 0;
  for (QAction* action : m_needWorkspace)
    action->setEnabled(false);
  m_navigation->hide();
  m_root->setCurrentWidget(m_welcome);
  m_runsDock->hide();
  fillRecent();
  setWindowTitle(tr("Skipscope"));
}

void MainWindow::showPage(int page) {
  m_pages->setCurrentIndex(page);
  m_navigation->choose(m_pages->currentIndex());
}

void MainWindow::takeNews(WorkspaceNews& news) {
  m_datasets->apply(news.changes);
  m_runs->apply(news.changes, std::move(news.rows));
  m_runActions->refresh();
  m_baselines->refresh();
  m_runActions->setPaused(news.paused);
  m_workers->sawLive(news.liveWorkers);
  if (news.liveWorkers < m_liveWorkers && m_runs->count(RunState::Running) > 0) // one may have died at work
    m_tasks->run(
        this, [](store::Workspace& workspace) { return store::Queue(workspace).reap(); },
        [this](int interrupted) {
          if (interrupted > 0)
            m_messages->showError(tr("A worker ended in the middle of its work: %1 interrupted, which "
                                     "'Resume all interrupted' in the menu Runs takes up again.")
                                      .arg(countOf(interrupted, tr("run"))));
        });
  m_liveWorkers = news.liveWorkers;
  showStatus(news);
  if (std::exchange(m_newlyOpened, false))
    offerWorkers(news);
  else if (m_workersOffer && (news.liveWorkers > 0 || m_runs->count(RunState::Queued) == 0))
    m_messages->clearNote();
  if (!news.changes.runs.empty() || !news.changes.removedRuns.empty() || !news.changes.experiments.empty() ||
      !news.changes.baselines.empty()) {
    m_comparePage->refresh();
    m_reportPage->refresh();
  }
}

void MainWindow::offerWorkers(const WorkspaceNews& news) {
  const int queued = m_runs->count(RunState::Queued);
  if (queued > 0 && news.liveWorkers == 0 && !news.paused && !m_workers->starting())
    m_workersOffer =
        m_messages->showNote(tr("%1 in the queue, and no worker alive.").arg(countOf(queued, tr("run"))),
                             tr("Start workers"), [this] { startWorkers(); });
}

void MainWindow::showStatus(const WorkspaceNews& news) {
  QStringList parts;
  if (news.paused)
    parts << tr("queue paused");
  parts << countOf(news.liveWorkers, tr("worker"));
  if (const int running = m_runs->count(RunState::Running); running > 0)
    parts << tr("%1 running").arg(countText(running));
  if (const int queued = m_runs->count(RunState::Queued); queued > 0)
    parts << tr("%1 queued").arg(countText(queued));
  m_runsDock->setStatus(parts.join(QStringLiteral(" · ")));
}

void MainWindow::showLaunched(const QString& experiment, const store::Launched& runs) {
  const auto added = static_cast<std::int64_t>(runs.added.size());
  const auto reused = static_cast<std::int64_t>(runs.reused.size());
  QString sentence = added > 0 ? tr("%1 queued in '%2'.").arg(countOf(added, tr("run")), experiment)
                               : tr("All runs of '%1' exist already.").arg(experiment);
  if (added > 0 && reused > 0)
    sentence += tr(" %1 existed already.").arg(countText(reused));
  if (runs.stopped > 0)
    sentence += tr(" Of these, %1 cancelled or interrupted: resume them in the Runs dock.")
                    .arg(countText(runs.stopped));
  m_messages->showNote(sentence, tr("Show curves"), [this] { showPage(Compare); });
  m_comparePage->showExperiment(experiment);
  if (!runs.added.empty())
    m_runsDock->reveal(fromCore(runs.added.front()));
  startWorkers();
}

int MainWindow::wantedWorkers() const {
  const int most = m_settings.value(Setting::Workers).toInt();
  if (most > 0)
    return most;
  return QThread::idealThreadCount(); // each takes its share of the cores
}

void MainWindow::startWorkers() {
  m_workers->start(wantedWorkers());
}

void MainWindow::openReport(const QString& file) {
  if (!m_tasks) {
    m_messages->showError(
        tr("A report shows runs of a workspace: open the workspace first, then the report."));
    return;
  }
  struct Reopened {
    View view;
    std::int64_t finishedNow = 0;
  };
  const auto work = [file](store::Workspace& workspace) {
    Reopened reopened{readEmbeddedView(file)};
    requireInWorkspace(workspace, reopened.view);
    for (const store::Run& run : store::RunStore(workspace).runsOf(reopened.view.experiment))
      reopened.finishedNow += run.state == RunState::Finished ? 1 : 0;
    return reopened;
  };
  m_tasks->run(this, work, [this](Reopened reopened) {
    const std::int64_t then = std::exchange(reopened.view.finishedRuns, 0);
    if (then != 0 && then != reopened.finishedNow)
      m_messages->showNote(
          tr("The report was made of %1; the experiment has %2 finished now, and shows those.")
              .arg(countOf(then, tr("run")), countText(reopened.finishedNow)));
    m_reportPage->showView(reopened.view);
    m_comparePage->showView(reopened.view);
    showPage(Compare);
  });
}

void MainWindow::askAboutWorkers() {
  auto* box =
      new QMessageBox(QMessageBox::Question, tr("Runs are in training"),
                      tr("%1 at work. They can go on without the window, and the next window shows what "
                         "became of them. Stopped runs keep what they have learned and can be resumed.")
                          .arg(countOf(m_liveWorkers, tr("worker"))),
                      QMessageBox::Cancel, this);
  box->setObjectName(QStringLiteral("workersQuestion"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  auto* keep = box->addButton(tr("Let them go on"), QMessageBox::AcceptRole);
  auto* stop = box->addButton(tr("Stop them"), QMessageBox::DestructiveRole);
  keep->setObjectName(QStringLiteral("keepWorkersButton"));
  stop->setObjectName(QStringLiteral("stopWorkersButton"));
  box->setDefaultButton(keep);
  auto* always = new QCheckBox(tr("Always let them go on"), box);
  always->setObjectName(QStringLiteral("alwaysKeepCheck"));
  box->setCheckBox(always);
  connect(keep, &QAbstractButton::clicked, this, [this, always] {
    m_settings.set(Setting::KeepWorkers, always->isChecked());
    m_closing = true;
    close();
  });
  connect(stop, &QAbstractButton::clicked, this, &MainWindow::stopRunsAndClose);
  box->open();
}

void MainWindow::stopRunsAndClose() {
  std::vector<std::string> ids;
  for (int row = 0; row < m_runs->rowCount(); ++row)
    if (const RunState state = m_runs->run(row).state;
        state == RunState::Running || state == RunState::Queued)
      ids.push_back(m_runs->run(row).id);
  m_tasks->run(
      this,
      [ids](store::Workspace& workspace) {
        store::RunStore store(workspace);
        std::vector<std::string> open; // some may have ended since the window saw them
        for (const auto& id : ids)
          if (const RunState state = store.run(id).state;
              state == RunState::Running || state == RunState::Queued)
            open.push_back(id);
        return store::Queue(workspace).cancel(open);
      },
      [this](const std::vector<std::string>&) {
        m_closing = true;
        close();
      });
}

void MainWindow::closeEvent(QCloseEvent* event) {
  const bool training = m_liveWorkers > 0 && m_runs->count(RunState::Running) > 0;
  if (training && !m_closing && !m_settings.value(Setting::KeepWorkers).toBool()) {
    event->ignore();
    askAboutWorkers();
    return;
  }
  m_settings.set(Setting::Geometry, saveGeometry());
  m_settings.set(Setting::Layout, saveState());
  QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    m_runActions->refreshIcons(palette().color(QPalette::Text));
  QMainWindow::changeEvent(event);
}

} // namespace skipscope::ui
