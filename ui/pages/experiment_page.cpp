#include "ui/pages/experiment_page.h"

#include "core/experiment/configuration.h"
#include "ui/empty_state.h"
#include "ui/field_form.h"
#include "ui/icons.h"
#include "ui/models/datasets_model.h"
#include "ui/models/display_text.h"
#include "ui/settings.h"
#include "ui/theme.h"
#include "ui/workspace_tasks.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QThread>

namespace skipscope::ui {

namespace {

int workersWanted() {
  const int chosen = Settings().value(Setting::Workers).toInt();
  return chosen > 0 ? chosen : QThread::idealThreadCount();
}

} // namespace

ExperimentPage::ExperimentPage(DatasetsModel* datasets, QWidget* parent)
    : QWidget(parent), m_datasets(datasets), m_stack(new QStackedWidget(this)) {
  setObjectName(QStringLiteral("experimentPage"));
  m_form = new FieldForm(fieldTexts(experiment::configurationFields()), true, 2);
  for (const auto& field : experiment::configurationFields())
    m_form->setText(field.text.key, fromCore(m_draft.text(field.text.key)));
  auto* inset = new QWidget;
  inset->setProperty("plain", true);
  auto* insetLayout = new QVBoxLayout(inset);
  insetLayout->setContentsMargins(24, 4, 24, 20);
  insetLayout->addWidget(m_form);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("configurationScrollArea"));
  scroll->setProperty("plain", true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(inset);
  auto* full = new QWidget;
  auto* down = new QVBoxLayout(full);
  down->setContentsMargins(0, 0, 0, 0);
  down->setSpacing(0);
  down->addWidget(makeHead());
  down->addWidget(scroll, 1);
  down->addWidget(makeFoot());
  m_stack->addWidget(makeEmpty());
  m_stack->addWidget(full);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_stack);
  m_delay.setSingleShot(true);
  m_delay.setInterval(0);
  connect(&m_delay, &QTimer::timeout, this, &ExperimentPage::check);
  connect(m_form, &FieldForm::edited, this, [this] {
    if (!m_filling && !m_draft.keepsBlocks())
      m_preset->setCurrentIndex(0);
    recount();
  });
  const auto datasetsChanged = [this] {
    m_stack->setCurrentIndex(m_datasets->rowCount() == 0 ? 0 : 1);
    if (m_dataset->currentIndex() < 0)
      m_dataset->setCurrentIndex(0);
    chooseWanted();
    recount();
  };
  connect(m_datasets, &QAbstractItemModel::rowsInserted, this, datasetsChanged);
  connect(m_datasets, &QAbstractItemModel::rowsRemoved, this, datasetsChanged);
  connect(m_datasets, &QAbstractItemModel::modelReset, this, datasetsChanged);
}

QWidget* ExperimentPage::makeHead() {
  auto* head = new QWidget;
  auto* layout = new QVBoxLayout(head);
  layout->setContentsMargins(24, 18, 24, 10);
  layout->setSpacing(8);
  layout->addLayout(makePresets(head));
  m_dataset = new QComboBox(head);
  m_dataset->setObjectName(QStringLiteral("datasetCombo"));
  m_dataset->setModel(m_datasets);
  m_dataset->setMinimumWidth(180);
  m_experiment = new QLineEdit(tr("First experiment"), head);
  m_experiment->setObjectName(QStringLiteral("experimentEdit"));
  m_seeds = new QLineEdit(QStringLiteral("1..3"), head);
  m_seeds->setObjectName(QStringLiteral("seedsEdit"));
  m_seeds->setMaximumWidth(140);
  m_seeds->setToolTip(tr("Every configuration runs once per seed: 1,2,3 or 1..5. Intervals need several."));
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  const auto addField = [&](const QString& text, QWidget* control, int stretch) {
    auto* label = new QLabel(text, head);
    label->setBuddy(control);
    row->addWidget(label);
    row->addWidget(control, stretch);
    row->addSpacing(12);
  };
  addField(tr("&Dataset"), m_dataset, 2);
  addField(tr("E&xperiment"), m_experiment, 3);
  addField(tr("&Seeds"), m_seeds, 1);
  layout->addLayout(row);
  m_headProblem = makeLabel(QString(), TextLevel::Problem, head);
  m_headProblem->setObjectName(QStringLiteral("experimentProblemLabel"));
  m_headProblem->hide();
  layout->addWidget(m_presetNote);
  layout->addWidget(m_headProblem);
  connect(m_dataset, &QComboBox::activated, this, [this] { m_wanted.clear(); });
  connect(m_dataset, &QComboBox::currentIndexChanged, this, &ExperimentPage::recount);
  connect(m_experiment, &QLineEdit::textChanged, this, &ExperimentPage::recount);
  connect(m_seeds, &QLineEdit::textChanged, this, &ExperimentPage::recount);
  return head;
}

QWidget* ExperimentPage::makeFoot() {
  auto* foot = new QFrame;
  foot->setObjectName(QStringLiteral("launchBar"));
  m_summary = makeLabel(QString(), TextLevel::Heading, foot);
  m_summary->setObjectName(QStringLiteral("runCountLabel"));
  m_detail = makeLabel(QString(), TextLevel::Secondary, foot);
  m_detail->setObjectName(QStringLiteral("runDetailLabel"));
  m_detail->setWordWrap(false);
  m_launch = new QPushButton(tr("Launch"), foot);
  m_launch->setObjectName(QStringLiteral("launchButton"));
  m_launch->setProperty("primary", true);
  m_launch->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
  m_launch->setToolTip(tr("Queue these runs and start workers (%1)")
                           .arg(m_launch->shortcut().toString(QKeySequence::NativeText)));
  auto* layout = new QHBoxLayout(foot);
  layout->setContentsMargins(24, 10, 24, 10);
  layout->setSpacing(12);
  layout->addWidget(m_summary);
  layout->addWidget(m_detail, 1);
  layout->addWidget(m_launch);
  connect(m_launch, &QPushButton::clicked, this, &ExperimentPage::launch);
  return foot;
}

QWidget* ExperimentPage::makeEmpty() {
  auto* empty =
      new EmptyState(QStringLiteral("experiment"), tr("An experiment needs a listening log"),
                     tr("Import or simulate one on the Data page; then choose here what the model hears and "
                        "what it learns to avoid."));
  auto* button = new QPushButton(tr("Go to the Data page"), empty);
  button->setObjectName(QStringLiteral("wantDatasetButton"));
  button->setProperty("primary", true);
  empty->actions()->addWidget(button);
  connect(button, &QPushButton::clicked, this, &ExperimentPage::datasetWanted);
  return empty;
}

void ExperimentPage::setWorkspace(WorkspaceTasks* tasks) {
  m_tasks = tasks;
  m_launch->setEnabled(false); // until the form is checked against this workspace
  m_wanted.clear();
  if (tasks)
    readPresets(m_preset->currentData().toString());
  recount();
}

void ExperimentPage::chooseDataset(const QString& name) {
  m_wanted.clear();
  if (const int row = m_datasets->rowOf(name); row >= 0)
    m_dataset->setCurrentIndex(row);
}

void ExperimentPage::cloneRun(const store::Run& run) {
  leavePreset();
  for (const auto& [key, text] : m_form->texts())
    m_form->setText(key, fromCore(experiment::fieldText(run.configuration, key)));
  chooseDataset(fromCore(run.dataset));
  m_seeds->setText(QString::number(run.seed));
  if (!run.experiments.empty())
    m_experiment->setText(fromCore(run.experiments.front()));
  recount();
}

void ExperimentPage::chooseWanted() {
  const int row = m_wanted.isEmpty() ? -1 : m_dataset->findData(m_wanted, DatasetsModel::FingerprintRole);
  if (row < 0)
    return;
  m_wanted.clear();
  m_dataset->setCurrentIndex(row);
}

QJsonObject ExperimentPage::viewState() const {
  QJsonObject fields;
  for (const auto& [key, text] : m_form->texts())
    fields.insert(fromCore(key), fromCore(text));
  const QString chosen = m_dataset->currentData(DatasetsModel::FingerprintRole).toString();
  return {{QStringLiteral("fields"), fields},
          {QStringLiteral("experiment"), m_experiment->text()},
          {QStringLiteral("seeds"), m_seeds->text()},
          {QStringLiteral("preset"), m_preset->currentData().toString()},
          {QStringLiteral("dataset"), m_wanted.isEmpty() ? chosen : m_wanted}};
}

void ExperimentPage::restoreViewState(const QJsonObject& state) {
  const QJsonObject fields = state.value(QStringLiteral("fields")).toObject();
  leavePreset();
  for (auto field = fields.begin(); field != fields.end(); ++field)
    m_form->setText(toCore(field.key()), field.value().toString());
  if (m_tasks)
    readPresets(state.value(QStringLiteral("preset")).toString());
  m_experiment->setText(state.value(QStringLiteral("experiment")).toString());
  m_seeds->setText(state.value(QStringLiteral("seeds")).toString());
  m_wanted = state.value(QStringLiteral("dataset")).toString();
  chooseWanted();
  recount();
}

void ExperimentPage::readForm() {
  for (const auto& [key, text] : m_form->texts())
    m_draft.setText(key, text);
  m_draft.setDataset(toCore(m_dataset->currentData(DatasetsModel::FingerprintRole).toString()));
  m_draft.setExperiment(toCore(m_experiment->text().trimmed()));
  m_draft.setSeeds(toCore(m_seeds->text()));
}

void ExperimentPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  recount(); // runs that ended meanwhile tell more about the time
}

void ExperimentPage::check() {
  if (!m_tasks)
    return;
  readForm();
  m_tasks->run(
      this,
      [draft = m_draft, workers = workersWanted()](store::Workspace& workspace) {
        return draft.check(workspace, workers);
      },
      [this, asked = ++m_asked](const ExperimentDraft::Check& checked) {
        if (asked == m_asked)
          show(checked);
      });
}

void ExperimentPage::show(const ExperimentDraft::Check& checked) {
  m_form->setProblems(checked.problems);
  if (checked.configurations > 0) // else nobody knows what acts
    m_form->setInactive(checked.inactive);
  QStringList head;
  for (const char* part : {"dataset", "experiment", "seeds"})
    if (const auto found = checked.problems.find(part); found != checked.problems.end())
      head << fromCore(found->second);
  m_headProblem->setText(head.join(QChar('\n')));
  m_headProblem->setVisible(!head.isEmpty());
  m_launch->setEnabled(checked.problems.empty());
  if (!checked.problems.empty()) {
    m_summary->setText(tr("Nothing to launch yet"));
    m_detail->setText(checked.problems.size() == 1
                          ? tr("One entry needs another value.")
                          : tr("%1 entries need another value.").arg(checked.problems.size()));
    return;
  }
  const std::int64_t runs = checked.runs;
  m_summary->setText(countOf(runs, tr("run")));
  QString detail =
      tr("%1 × %2").arg(countOf(checked.runs / std::max<std::int64_t>(checked.seeds, 1), tr("configuration")),
                        countOf(checked.seeds, tr("seed")));
  if (checked.existing > 0)
    detail += checked.existing == runs
                  ? tr(" · all exist already and are reused")
                  : tr(" · %1 exist already and are reused").arg(countText(checked.existing));
  if (checked.time && checked.existing < runs) {
    const QString likely = durationText(checked.time->likely), most = durationText(checked.time->most);
    detail += likely == most ? tr(" · at most %1").arg(most)
                             : tr(" · about %1 (%2 where none stops early)").arg(likely, most);
  }
  if (!checked.note.empty())
    detail += QChar('\n') + fromCore(checked.note);
  m_detail->setText(detail);
}

void ExperimentPage::launch() {
  if (!m_tasks)
    return;
  readForm();
  m_tasks->run(
      this,
      [draft = m_draft](store::Workspace& workspace) {
        return store::RunStore(workspace).launch(draft.request());
      },
      [this, experiment = m_experiment->text().trimmed()](const store::Launched& runs) {
        emit launched(experiment, runs);
        recount();
      });
}

} // namespace skipscope::ui
