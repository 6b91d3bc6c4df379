#include "ui/pages/data_page.h"

#include "ui/background_job.h"
#include "ui/dataset_jobs.h"
#include "ui/dataset_view.h"
#include "ui/empty_state.h"
#include "ui/import_dialog.h"
#include "ui/job_strip.h"
#include "ui/models/datasets_model.h"
#include "ui/models/display_text.h"
#include "ui/settings.h"
#include "ui/simulate_dialog.h"
#include "ui/theme.h"
#include "ui/two_line_delegate.h"
#include "ui/workspace_tasks.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace skipscope::ui {

namespace {
constexpr int kListWidth = 250;

QPushButton* makeButton(const QString& text, const QString& name, bool primary, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  button->setObjectName(name);
  button->setProperty("primary", primary);
  return button;
}
} // namespace

DataPage::DataPage(DatasetsModel* datasets, Settings* settings, QWidget* parent)
    : QWidget(parent), m_datasets(datasets), m_settings(settings), m_stack(new QStackedWidget(this)),
      m_view(new DatasetView), m_jobs(new QVBoxLayout) {
  setObjectName(QStringLiteral("dataPage"));
  auto* scroll = new QScrollArea;
  scroll->setProperty("plain", true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(m_view);
  auto* full = new QWidget;
  auto* across = new QHBoxLayout(full);
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(0);
  across->addWidget(makeList());
  across->addWidget(scroll, 1);
  m_stack->addWidget(makeEmpty());
  m_stack->addWidget(full);
  m_jobs->setContentsMargins(24, 0, 24, 0);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(m_jobs);
  layout->addWidget(m_stack, 1);
  connect(m_view, &DatasetView::failed, this, &DataPage::failed);
  connect(m_datasets, &QAbstractItemModel::rowsInserted, &m_inserted, qOverload<>(&QTimer::start));
  m_inserted.setSingleShot(true);
  m_inserted.setInterval(0);
  connect(&m_inserted, &QTimer::timeout, this, &DataPage::chooseInserted);
  connect(m_datasets, &QAbstractItemModel::rowsRemoved, this, &DataPage::showChosen);
  connect(m_datasets, &QAbstractItemModel::modelReset, this, &DataPage::showChosen);
  connect(m_datasets, &QAbstractItemModel::dataChanged, this, [this] {
    m_shown.clear();
    showChosen();
  });
}

QWidget* DataPage::makeList() {
  auto* side = new QWidget;
  side->setFixedWidth(kListWidth);
  m_list = new QListView(side);
  m_list->setObjectName(QStringLiteral("datasetsView"));
  m_list->setAccessibleName(tr("Datasets"));
  m_list->setModel(m_datasets);
  m_list->setItemDelegate(new TwoLineDelegate(DatasetsModel::DetailRole, m_list));
  auto* importButton = makeButton(tr("Import …"), QStringLiteral("importLogButton"), false, side);
  auto* simulateButton = makeButton(tr("Simulate …"), QStringLiteral("simulateLogButton"), false, side);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(importButton);
  buttons->addWidget(simulateButton);
  auto* heading = makeLabel(tr("Datasets"), TextLevel::Heading, side);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(16, 18, 0, 16);
  layout->setSpacing(10);
  layout->addWidget(heading);
  layout->addWidget(m_list, 1);
  layout->addLayout(buttons);
  connect(importButton, &QPushButton::clicked, this, [this] { askImport(); });
  connect(simulateButton, &QPushButton::clicked, this, &DataPage::askSimulation);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &DataPage::showChosen);
  return side;
}

QWidget* DataPage::makeEmpty() {
  auto* empty = new EmptyState(QStringLiteral("data"), tr("No listening log yet"),
                               tr("Import a log of plays, thumbs and skips, plain or compressed, or let "
                                  "Skipscope invent radio listeners."));
  empty->setObjectName(QStringLiteral("noDatasetsState"));
  auto* importButton = makeButton(tr("Import a log …"), QStringLiteral("importFirstLogButton"), true, empty);
  auto* simulateButton =
      makeButton(tr("Simulate a radio log …"), QStringLiteral("simulateFirstLogButton"), false, empty);
  empty->actions()->addWidget(importButton);
  empty->actions()->addWidget(simulateButton);
  connect(importButton, &QPushButton::clicked, this, [this] { askImport(); });
  connect(simulateButton, &QPushButton::clicked, this, &DataPage::askSimulation);
  return empty;
}

void DataPage::setWorkspace(WorkspaceTasks* tasks) {
  m_tasks = tasks;
  if (tasks) // a task that threw never comes back with numbers
    connect(tasks, &WorkspaceTasks::failed, m_view, &DatasetView::setUncounted);
  m_shown.clear();
  m_wanted.clear();
}

void DataPage::askImport(const QStringList& files) {
  auto* dialog = new ImportDialog(m_settings->value(Setting::LogFolder).toString(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ImportDialog::importRequested, this, &DataPage::import);
  if (!files.isEmpty())
    dialog->setFiles(files);
  dialog->show();
}

void DataPage::askSimulation() {
  auto* dialog = new SimulateDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &SimulateDialog::simulationRequested, this, &DataPage::simulate);
  dialog->show();
}

void DataPage::import(const listening::ImportRequest& request, const QString& name) {
  if (!m_tasks || request.files.empty())
    return;
  const QFileInfo first(fromCore(request.files.front()));
  m_settings->set(Setting::LogFolder, first.absolutePath());
  auto* job = new BackgroundJob(tr("Importing %1").arg(first.fileName()));
  showJob(job);
  startImport(*job, m_tasks->folder(), request, name,
              [this](const QString& got, const QStringList& notes) { emit added(got, notes); });
}

void DataPage::simulate(const listening::SimulatorSettings& settings, const QString& name) {
  if (!m_tasks)
    return;
  auto* job = new BackgroundJob(tr("Simulating %1").arg(name));
  showJob(job);
  startSimulation(*job, m_tasks->folder(), settings, name,
                  [this](const QString& got, const QStringList& notes) { emit added(got, notes); });
}

void DataPage::showJob(BackgroundJob* job) {
  connect(job, &BackgroundJob::failed, this, &DataPage::failed);
  m_jobs->addWidget(new JobStrip(job, this));
}

void DataPage::chooseInserted() {
  int row = m_datasets->rowCount() - 1;
  for (int known = 0; known < m_datasets->rowCount() && !m_wanted.isEmpty(); ++known)
    if (m_datasets->index(known).data(DatasetsModel::FingerprintRole).toString() == m_wanted)
      row = known;
  m_wanted.clear();
  m_list->setCurrentIndex(m_datasets->index(row));
  showChosen();
}

QString DataPage::chosenFingerprint() const {
  return m_list->currentIndex().data(DatasetsModel::FingerprintRole).toString();
}

QJsonObject DataPage::viewState() const {
  return {{QStringLiteral("dataset"), m_wanted.isEmpty() ? chosenFingerprint() : m_wanted}};
}

void DataPage::restoreViewState(const QJsonObject& state) {
  m_wanted = state.value(QStringLiteral("dataset")).toString();
}

void DataPage::showChosen() {
  m_stack->setCurrentIndex(m_datasets->rowCount() == 0 ? 0 : 1);
  const QModelIndex chosen = m_list->currentIndex();
  if (!chosen.isValid() || !m_tasks)
    return;
  const store::DatasetEntry& entry = m_datasets->entry(chosen.row());
  const QString fingerprint = fromCore(entry.summary.fingerprint);
  if (fingerprint == m_shown)
    return;
  m_shown = fingerprint;
  m_view->setEntry(entry);
  if (const auto known = m_statistics.value(fingerprint)) {
    m_view->setStatistics(*known);
    return;
  }
  m_view->setCounting();
  m_tasks->run(
      this,
      [wanted = entry.summary.fingerprint](store::Workspace& workspace) {
        return std::make_shared<const DatasetStatistics>(describeDataset(workspace.loadDataset(wanted)));
      },
      [this, fingerprint](const std::shared_ptr<const DatasetStatistics>& statistics) {
        m_statistics.insert(fingerprint, statistics);
        if (fingerprint == m_shown)
          m_view->setStatistics(*statistics);
      });
}

} // namespace skipscope::ui
