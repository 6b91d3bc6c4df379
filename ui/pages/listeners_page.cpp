#include "ui/pages/listeners_page.h"

#include "ui/listener_search_edit.h"
#include "ui/models/datasets_model.h"
#include "ui/models/display_text.h"
#include "ui/models/history_model.h"
#include "ui/models/runs_model.h"
#include "ui/recommendations_pane.h"
#include "ui/serving_process.h"
#include "ui/theme.h"
#include "ui/workspace_tasks.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>
#include <utility>

namespace skipscope::ui {

namespace {

/// Runs change once a second while they train; the choices need not follow faster.
constexpr int kDelayMs = 100;
constexpr int kSongs = 10;
constexpr std::array<HistoryModel::Column, 2> kHeardBy = {HistoryModel::HeardByA, HistoryModel::HeardByB};

QString channelOf(std::size_t side) {
  return side == 0 ? QStringLiteral("A") : QStringLiteral("B");
}

void addLabelled(QHBoxLayout* row, const QString& text, QWidget* control, int stretch = 0) {
  auto* label = new QLabel(text);
  label->setBuddy(control);
  row->addWidget(label);
  row->addWidget(control, stretch);
  row->addSpacing(8);
}

} // namespace

ListenersPage::ListenersPage(DatasetsModel* datasets, const RunsModel* runs, QWidget* parent)
    : QWidget(parent), m_datasets(datasets), m_runs(runs) {
  setObjectName(QStringLiteral("listenersPage"));
  setAccessibleName(tr("Listeners"));
  m_panes = {new RecommendationsPane(runs, channelOf(0), false),
             new RecommendationsPane(runs, channelOf(1), true)};
  m_empty = new QLabel;
  m_empty->setObjectName(QStringLiteral("listenersEmptyLabel"));
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  auto* across = new QSplitter(Qt::Horizontal);
  across->setObjectName(QStringLiteral("listenersSplitter"));
  across->setChildrenCollapsible(false);
  across->addWidget(makeHistory());
  for (RecommendationsPane* pane : m_panes)
    across->addWidget(pane);
  for (int i = 0; i < across->count(); ++i)
    across->setStretchFactor(i, i == 0 ? 5 : 3);
  across->setSizes({530, 316, 316});
  m_stack = new QStackedWidget;
  m_stack->addWidget(m_empty);
  m_stack->addWidget(across);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(makeControls());
  m_problem = makeLabel({}, TextLevel::Problem);
  m_problem->setObjectName(QStringLiteral("listenerProblemLabel"));
  m_problem->hide();
  layout->addWidget(m_problem);
  layout->addWidget(m_stack, 1);
  followModels();
  setWorkspace(nullptr);
}

ListenersPage::~ListenersPage() = default;

QWidget* ListenersPage::makeControls() {
  auto* controls = new QWidget;
  auto* rows = new QVBoxLayout(controls);
  rows->setContentsMargins(0, 0, 0, 0);
  m_dataset = new QComboBox;
  m_dataset->setObjectName(QStringLiteral("listenersDatasetCombo"));
  m_dataset->setAccessibleName(tr("Dataset"));
  m_dataset->setModel(m_datasets);
  m_search = new ListenerSearchEdit;
  m_search->setObjectName(QStringLiteral("listenerSearchEdit"));
  m_search->setAccessibleName(tr("Listener"));
  auto* random = new QPushButton(tr("Ran&dom"));
  random->setObjectName(QStringLiteral("randomListenerButton"));
  random->setToolTip(tr("Shows a listener chosen by chance."));
  connect(random, &QPushButton::clicked, m_search, &ListenerSearchEdit::chooseRandom);
  auto* first = new QHBoxLayout;
  addLabelled(first, tr("Da&taset"), m_dataset);
  addLabelled(first, tr("&Listener"), m_search, 1);
  first->addWidget(random);
  auto* second = new QHBoxLayout;
  addLabelled(second, tr("Run &A"), m_panes[0]->choice(), 1);
  addLabelled(second, tr("Run &B"), m_panes[1]->choice(), 1);
  rows->addLayout(first);
  rows->addLayout(second);
  return controls;
}

QWidget* ListenersPage::makeHistory() {
  auto* side = new QWidget;
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  m_heading = makeLabel({}, TextLevel::Heading);
  m_heading->setObjectName(QStringLiteral("historyHeadingLabel"));
  layout->addWidget(m_heading);
  m_historyModel = new HistoryModel(this);
  m_historyView = new QTableView;
  m_historyView->setObjectName(QStringLiteral("historyView"));
  m_historyView->setAccessibleName(tr("What the listener heard"));
  m_historyView->setModel(m_historyModel);
  m_historyView->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_historyView->setShowGrid(false);
  m_historyView->verticalHeader()->hide();
  m_historyView->verticalHeader()->setDefaultSectionSize(2 * fontMetrics().height() + 6); // long names wrap
  auto* header = m_historyView->horizontalHeader();
  header->setHighlightSections(false);
  header->setSectionResizeMode(QHeaderView::ResizeToContents);
  for (const int column : {HistoryModel::Song, HistoryModel::Station})
    header->setSectionResizeMode(column, QHeaderView::Stretch);
  layout->addWidget(m_historyView, 1);
  return side;
}

void ListenersPage::followModels() {
  m_delay.setSingleShot(true);
  m_delay.setInterval(kDelayMs);
  connect(&m_delay, &QTimer::timeout, this, &ListenersPage::refreshRuns);
  const auto later = [this] {
    if (!m_delay.isActive())
      m_delay.start();
  };
  connect(m_runs, &QAbstractItemModel::rowsInserted, this, later);
  connect(m_runs, &QAbstractItemModel::rowsRemoved, this, later);
  connect(m_runs, &QAbstractItemModel::dataChanged, this, later);
  connect(m_runs, &QAbstractItemModel::modelReset, this, later);
  connect(m_datasets, &QAbstractItemModel::rowsInserted, this, &ListenersPage::showDataset);
  connect(m_datasets, &QAbstractItemModel::rowsRemoved, this, &ListenersPage::showDataset);
  connect(m_datasets, &QAbstractItemModel::modelReset, this, &ListenersPage::showDataset);
  connect(m_dataset, &QComboBox::activated, this, &ListenersPage::showDataset);
  connect(m_search, &ListenerSearchEdit::chosen, this, &ListenersPage::chooseListener);
  connect(m_search, &ListenerSearchEdit::notFound, this, [this](const QString& sentence) {
    m_problem->setText(sentence);
    m_problem->show();
  });
  connect(m_search, &QLineEdit::textChanged, m_problem, &QWidget::hide);
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}})
    connect(m_panes[side], &RecommendationsPane::runChosen, this, [this, side] { showRun(side); });
}

void ListenersPage::setWorkspace(WorkspaceTasks* tasks) {
  m_tasks = tasks;
  m_serving.reset();
  m_wanted = {};
  if (tasks) {
    m_serving = std::make_unique<ServingProcess>(fromCore(tasks->folder().string()));
    connect(m_serving.get(), &ServingProcess::answered, this, &ListenersPage::takeAnswer);
    connect(m_serving.get(), &ServingProcess::failed, this, &ListenersPage::failed);
    connect(m_serving.get(), &ServingProcess::refused, this, [this](int id, const QString& sentence) {
      for (std::size_t side = 0; side < m_panes.size(); ++side)
        if (m_asked[side] == id)
          m_panes[side]->showStatus(sentence);
      compare();
    });
  }
  m_fingerprint = QStringLiteral("?"); // whatever is chosen now is another one
  showDataset();
}

QString ListenersPage::fingerprint() const {
  return m_tasks ? m_dataset->currentData(DatasetsModel::FingerprintRole).toString() : QString();
}

void ListenersPage::showDataset() {
  const QString wanted = m_wanted.value(QStringLiteral("dataset")).toString();
  if (const int row = wanted.isEmpty() ? -1 : m_dataset->findData(wanted, DatasetsModel::FingerprintRole);
      row >= 0)
    m_dataset->setCurrentIndex(row);
  else if (m_dataset->currentIndex() < 0 && m_dataset->count() > 0)
    m_dataset->setCurrentIndex(0);
  m_dataset->setEnabled(m_dataset->count() > 0);
  if (const QString chosen = fingerprint(); chosen != m_fingerprint) {
    m_fingerprint = chosen;
    chooseListener(-1, {});
    m_search->setDataset(m_tasks, chosen);
    refreshRuns();
  }
  if (!wanted.isEmpty() && wanted == m_fingerprint) {
    const QJsonObject state = std::exchange(m_wanted, {});
    m_panes[0]->want(state.value(QStringLiteral("runA")).toString());
    m_panes[1]->want(state.value(QStringLiteral("runB")).toString());
    refreshRuns();
    if (const QString listener = state.value(QStringLiteral("listener")).toString(); !listener.isEmpty())
      m_search->choose(listener);
  }
  showEmpty();
}

void ListenersPage::showEmpty() {
  findChild<QPushButton*>(QStringLiteral("randomListenerButton"))->setEnabled(!m_fingerprint.isEmpty());
  m_stack->setCurrentIndex(m_listener.isEmpty() ? 0 : 1);
  if (!m_tasks)
    m_empty->setText(tr("No workspace is open.\nOpen or make one to look at its listeners."));
  else if (m_fingerprint.isEmpty())
    m_empty->setText(tr("No dataset yet.\nImport a log on the Data page; its listeners appear here."));
  else
    m_empty->setText(tr("No listener is chosen.\nType a part of an id above and choose one from the list, or "
                        "press Random."));
}

void ListenersPage::refreshRuns() {
  for (std::size_t side = 0; side < m_panes.size(); ++side)
    if (m_panes[side]->refresh(m_fingerprint))
      showRun(side);
}

void ListenersPage::chooseListener(int index, const QString& id) {
  m_listener = id;
  ++m_generation;
  takeHistory(nullptr);
  showEmpty();
  for (std::size_t side = 0; side < m_panes.size(); ++side)
    ask(side);
  if (id.isEmpty() || !m_tasks)
    return;
  m_heading->setText(tr("What %1 heard").arg(id));
  m_tasks->run(
      this,
      [fingerprint = toCore(m_fingerprint), index](store::Workspace& workspace) {
        return std::make_shared<const store::ListenerHistory>(
            store::readHistory(workspace, fingerprint, static_cast<std::size_t>(index)));
      },
      [this, generation = m_generation](std::shared_ptr<const store::ListenerHistory> history) {
        if (generation == m_generation)
          takeHistory(std::move(history));
      });
}

void ListenersPage::takeHistory(std::shared_ptr<const store::ListenerHistory> history) {
  m_history = std::move(history);
  m_historyModel->setHistory(m_history);
  if (!m_history)
    return;
  const bool stations = std::any_of(m_history->events.begin(), m_history->events.end(),
                                    [](const store::HeardSong& heard) { return !heard.station.empty(); });
  m_historyView->setColumnHidden(HistoryModel::Station, !stations);
  m_heading->setText(
      tr("What %1 heard: %2, newest first")
          .arg(m_listener, countOf(static_cast<qint64>(m_history->events.size()), tr("play"))));
  for (std::size_t side = 0; side < m_panes.size(); ++side)
    hear(side);
}

void ListenersPage::showRun(std::size_t side) {
  ask(side);
  hear(side);
}

void ListenersPage::ask(std::size_t side) {
  RecommendationsPane* pane = m_panes[side];
  const QString run = pane->run();
  pane->setHidden(side == 1 && run.isEmpty());
  m_historyView->setColumnHidden(kHeardBy[side], run.isEmpty());
  m_asked[side] = 0;
  if (m_serving)
    m_serving->forget(channelOf(side));
  if (run.isEmpty()) {
    pane->showStatus(tr("No run on this dataset has finished yet. Launch some on the Experiment page; what "
                        "they would play appears here."));
  } else if (m_listener.isEmpty() || !m_serving) {
    pane->showStatus({});
  } else {
    pane->showStatus(tr("Asking the run …"));
    m_asked[side] = m_serving->recommend({run, m_listener, channelOf(side), kSongs});
  }
  compare();
}

void ListenersPage::hear(std::size_t side) {
  const int row = m_runs->rowOf(m_panes[side]->run());
  m_historyModel->setHearings(kHeardBy[side], {});
  if (!m_history || !m_tasks || row < 0 || m_dataset->currentIndex() < 0)
    return;
  m_tasks->run(
      this,
      [history = m_history, run = m_runs->run(row),
       dataset = m_datasets->entry(m_dataset->currentIndex()).summary](store::Workspace&) {
        std::vector<listening::Event> events;
        events.reserve(history->events.size());
        for (const store::HeardSong& heard : history->events)
          events.push_back(heard.event);
        return hearings(events, run, dataset);
      },
      [this, side, generation = m_generation, run = m_panes[side]->run()](const std::vector<Hearing>& heard) {
        if (generation == m_generation && run == m_panes[side]->run())
          m_historyModel->setHearings(kHeardBy[side], heard);
      });
}

void ListenersPage::takeAnswer(int id, const Recommendations& answer) {
  for (std::size_t side = 0; side < m_panes.size(); ++side)
    if (m_asked[side] == id)
      m_panes[side]->showSongs(answer.songs);
  compare();
}

void ListenersPage::compare() {
  m_panes[0]->compareWith(m_panes[1]->songs());
  m_panes[1]->compareWith(m_panes[0]->songs());
}

QJsonObject ListenersPage::viewState() const {
  if (!m_wanted.isEmpty())
    return m_wanted; // its dataset has not come yet
  return {{QStringLiteral("dataset"), m_fingerprint},
          {QStringLiteral("listener"), m_listener.isEmpty() ? m_search->wanted() : m_listener},
          {QStringLiteral("runA"), m_panes[0]->wanted()},
          {QStringLiteral("runB"), m_panes[1]->wanted()}};
}

void ListenersPage::restoreViewState(const QJsonObject& state) {
  m_wanted = state;
  showDataset();
}

} // namespace skipscope::ui
