// The ways of MainWindow into a workspace from the first page.

#include "ui/background_job.h"
#include "ui/demo_study.h"
#include "ui/dropped_files.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/pages/data_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/report.h"

#include <QFileDialog>
#include <QFileInfo>

namespace skipscope::ui {

void MainWindow::tryDemo() {
  const QString folder = newDemoFolder(m_settings.value(Setting::WorkspaceFolder).toString());
  auto* job = new BackgroundJob(tr("Making the demo study"));
  connect(job, &BackgroundJob::failed, m_messages, &MessageBar::showError);
  m_welcome->showDemoJob(job);
  startDemoStudy(*job, folder, [this, folder](const QString& experiment, const store::Launched& runs) {
    const auto open = [this, folder, experiment, runs] {
      openWorkspace(folder, [this, experiment, runs] {
        showPage(Compare);
        showLaunched(experiment, runs);
      });
    };
    if (m_tasks) // something else was opened meanwhile
      m_messages->showNote(tr("The demo study waits in %1.").arg(folder), tr("Open it"), open);
    else
      open();
  });
}

void MainWindow::acceptFiles() {
  auto* dropped = new DroppedFiles(this);
  connect(dropped, &DroppedFiles::refused, m_messages, &MessageBar::showError);
  connect(dropped, &DroppedFiles::folderDropped, this,
          [this](const QString& folder) { openWorkspace(folder); });
  connect(dropped, &DroppedFiles::filesDropped, this, [this](const QStringList& files) {
    if (files.size() == 1 && isReportFile(files.front())) {
      openReport(files.front());
      return;
    }
    if (!m_tasks) {
      importIntoNew(files);
      return;
    }
    showPage(Data);
    m_dataPage->askImport(files);
  });
}

void MainWindow::importIntoNew(const QStringList& files) {
  askNew(tr("New workspace for the log"), [this, files] {
    showPage(Data);
    m_dataPage->askImport(files);
  });
}

void MainWindow::askNew(const QString& title, const std::function<void()>& then) {
  auto* dialog = new QFileDialog(this, title, m_settings.value(Setting::WorkspaceFolder).toString(),
                                 tr("Workspaces (*.skipscope)"));
  dialog->setObjectName(QStringLiteral("newWorkspaceDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("skipscope"));
  connect(dialog, &QFileDialog::fileSelected, this, [this, then](const QString& folder) {
    m_settings.set(Setting::WorkspaceFolder, QFileInfo(folder).absolutePath());
    createWorkspace(folder, then);
  });
  dialog->open();
}

void MainWindow::askOpen() {
  auto* dialog =
      new QFileDialog(this, tr("Open a workspace"), m_settings.value(Setting::WorkspaceFolder).toString());
  dialog->setObjectName(QStringLiteral("openWorkspaceDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
    m_settings.set(Setting::WorkspaceFolder, QFileInfo(folder).absolutePath());
    openWorkspace(folder);
  });
  dialog->open();
}

void MainWindow::askReport() {
  auto* dialog = new QFileDialog(this, tr("Open a report"), QString(),
                                 tr("Reports and pictures (*.html *.png *.svg *.pdf *.json);;All files (*)"));
  dialog->setObjectName(QStringLiteral("openReportDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openReport);
  dialog->open();
}

} // namespace skipscope::ui
