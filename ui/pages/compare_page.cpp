#include "ui/pages/compare_page.h"

#include "core/error.h"
#include "core/store/run_store.h"
#include "ui/models/figure_content.h"
#include "ui/models/figure_table_model.h"
#include "ui/pages/figure_card.h"
#include "ui/pages/series_delegate.h"
#include "ui/plots/plot_view.h"
#include "ui/theme.h"
#include "ui/workspace_tasks.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>

namespace skipscope::ui {

namespace {

/// A training run writes once a second at most; figures need not follow faster.
constexpr int kDelayMs = 250;
/// Rows of the table seen at once.
constexpr int kMostRows = 16;

QString emptyText(bool workspace, const ExperimentRecords* records) {
  if (!workspace)
    return ComparePage::tr("No workspace is open.\nOpen or make one to compare its runs.");
  if (!records)
    return ComparePage::tr(
        "No experiment yet.\nLaunch runs on the Experiment page; their curves appear here.");
  return ComparePage::tr(
      "No run of this experiment has results yet.\nCurves appear with the first validation; see "
      "the list of runs for how far they are.");
}

bool hasResults(const ExperimentRecords& records) {
  return std::any_of(records.runs.begin(), records.runs.end(), [](const RunRecord& record) {
    return !record.validations.empty() || record.run.state == store::RunState::Finished;
  });
}

} // namespace

ComparePage::ComparePage(QWidget* parent) : QWidget(parent) {
  setObjectName("comparePage");
  setAccessibleName(tr("Compare"));
  m_empty = new QLabel(emptyText(false, nullptr));
  m_empty->setObjectName("compareEmptyLabel");
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_stack = new QStackedWidget;
  m_stack->setObjectName("compareStack");
  m_stack->addWidget(m_empty);
  m_stack->addWidget(makeFigures());
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(makeControls());
  m_counts = makeLabel({}, TextLevel::Secondary);
  m_counts->setObjectName("compareCountsLabel");
  m_counts->setWordWrap(false);
  m_caption = makeLabel({}, TextLevel::Secondary);
  m_caption->setObjectName("compareCaptionLabel");
  auto* remarks = new QHBoxLayout;
  remarks->addWidget(m_counts);
  remarks->addSpacing(16);
  remarks->addWidget(m_caption, 1);
  layout->addLayout(remarks);
  layout->addWidget(m_stack, 1);

  m_delay.setSingleShot(true);
  m_delay.setInterval(kDelayMs);
  connect(&m_delay, &QTimer::timeout, this, &ComparePage::read);
  connect(m_experiment, &QComboBox::activated, this, [this] { showExperiment(m_experiment->currentText()); });
  setFigures(defaultFigures());
  clear();
}

ComparePage::~ComparePage() = default;

QWidget* ComparePage::makeControls() {
  auto* controls = new QWidget;
  auto* row = new QHBoxLayout(controls);
  row->setContentsMargins(0, 0, 0, 0);
  m_experiment = new QComboBox;
  m_experiment->setObjectName("experimentComboBox");
  m_experiment->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  m_experiment->setAccessibleName(tr("Experiment"));
  auto* label = new QLabel(tr("E&xperiment"));
  label->setBuddy(m_experiment);
  m_add = new QPushButton(tr("&Add figure"));
  m_add->setObjectName("addFigureButton");
  m_add->setAccessibleName(tr("Add figure"));
  auto* menu = new QMenu(m_add);
  menu->setToolTipsVisible(true);
  for (const FigureKind& kind : figureKinds()) {
    QAction* action = menu->addAction(kind.title, this, [this, name = kind.name] {
      FigureSettings settings;
      settings.kind = name;
      addFigure(settings);
      arrange();
      draw({m_cards.back()});
      emit viewChanged();
    });
    action->setObjectName(QStringLiteral("%1FigureAction").arg(kind.name));
    action->setToolTip(kind.question);
  }
  m_add->setMenu(menu);
  row->addWidget(label);
  row->addWidget(m_experiment);
  row->addStretch(1);
  row->addWidget(m_add);
  return controls;
}

void ComparePage::makeTable() {
  auto* proxy = new QSortFilterProxyModel(this);
  proxy->setSourceModel(new FigureTableModel(proxy));
  proxy->setSortRole(FigureTableModel::SortRole);
  m_table = new QTableView;
  m_table->setObjectName("summaryTableView");
  m_table->setAccessibleName(tr("Numbers by configuration"));
  m_table->setModel(proxy);
  m_table->setItemDelegate(new SeriesDelegate(m_table));
  m_table->setSortingEnabled(true);
  m_table->sortByColumn(0, Qt::AscendingOrder);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->setTextElideMode(Qt::ElideMiddle);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->verticalHeader()->hide();
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
}

QWidget* ComparePage::makeFigures() {
  makeTable();
  auto* body = new QWidget;
  m_grid = new QGridLayout(body);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setSpacing(10);
  m_grid->setColumnStretch(0, 5);
  m_grid->setColumnStretch(1, 4);
  auto* scroll = new QScrollArea;
  scroll->setObjectName("compareScrollArea");
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(body);
  return scroll;
}

void ComparePage::addFigure(const FigureSettings& settings) {
  auto* card = new FigureCard(settings);
  m_cards.push_back(card);
  if (m_records)
    card->setMetrics(*m_records);
  card->view().selectRun(m_selected);
  connect(card, &FigureCard::settingsChanged, this, [this, card] {
    draw({card});
    emit viewChanged();
  });
  // The button that was pressed is part of the card.
  connect(
      card, &FigureCard::removeWanted, this, [this, card] { removeFigure(card); }, Qt::QueuedConnection);
  connect(&card->view(), &PlotView::runChosen, this, &ComparePage::runChosen);
  connect(&card->view(), &PlotView::failed, this, &ComparePage::failed);
}

void ComparePage::removeFigure(FigureCard* card) {
  std::erase(m_cards, card);
  delete card;
  arrange();
  emit viewChanged();
}

void ComparePage::setFigures(const std::vector<FigureSettings>& figures) {
  for (FigureCard* card : std::exchange(m_cards, {}))
    delete card;
  for (const FigureSettings& settings : figures)
    addFigure(settings);
  arrange();
}

void ComparePage::arrange() {
  while (m_grid->count() > 0)
    delete m_grid->takeAt(0);
  for (int row = 0; row < m_grid->rowCount(); ++row)
    m_grid->setRowStretch(row, 0);
  int row = 0;
  for (std::size_t i = 0; i < m_cards.size(); ++i, ++row) {
    m_cards[i]->setObjectName(QStringLiteral("figureCard%1").arg(i + 1));
    m_grid->setRowStretch(row, 1);
    if (m_cards[i]->isWide() || i + 1 == m_cards.size() || m_cards[i + 1]->isWide()) {
      m_grid->addWidget(m_cards[i], row, 0, 1, 2);
      continue;
    }
    m_grid->addWidget(m_cards[i], row, 0);
    ++i;
    m_cards[i]->setObjectName(QStringLiteral("figureCard%1").arg(i + 1));
    m_grid->addWidget(m_cards[i], row, 1);
  }
  m_grid->addWidget(m_table, row, 0, 1, 2);
}

void ComparePage::setWorkspace(WorkspaceTasks* tasks) {
  if (m_tasks)
    disconnect(m_tasks, nullptr, this, nullptr);
  m_tasks = tasks;
  ++m_generation;
  m_reading = m_again = false;
  m_wanted.clear();
  clear();
  if (!tasks)
    return;
  // A task that threw never comes back to take().
  connect(tasks, &WorkspaceTasks::failed, this, [this] { m_reading = false; });
  connect(tasks, &QObject::destroyed, this, [this, tasks] {
    if (m_tasks == tasks)
      setWorkspace(nullptr);
  });
  read();
}

void ComparePage::clear() {
  m_records.reset();
  m_experiment->clear();
  m_stack->setCurrentIndex(0);
  m_empty->setText(emptyText(m_tasks != nullptr, nullptr));
  m_counts->clear();
  m_caption->clear();
  m_experiment->setEnabled(false);
  m_add->setEnabled(false);
}

void ComparePage::showExperiment(const QString& name) {
  m_wanted = name;
  read();
  emit viewChanged();
}

void ComparePage::refresh() {
  if (!m_delay.isActive())
    m_delay.start();
}

void ComparePage::read() {
  m_delay.stop();
  if (!m_tasks)
    return;
  if (m_reading) {
    m_again = true;
    return;
  }
  m_reading = true;
  const auto work = [wanted = m_wanted.toStdString(), previous = m_records,
                     needs = needsOf(settingsOf(m_cards))](store::Workspace& workspace) {
    Reading reading;
    for (const store::Experiment& experiment : store::RunStore(workspace).experiments())
      reading.experiments.push_back(experiment.name);
    const auto& names = reading.experiments;
    if (names.empty())
      return reading;
    const bool known = std::find(names.begin(), names.end(), wanted) != names.end();
    reading.records = std::make_shared<const ExperimentRecords>(
        readExperiment(workspace, known ? wanted : names.back(), previous.get(), needs));
    return reading;
  };
  m_tasks->run(this, work, [this, generation = m_generation](Reading reading) {
    if (generation == m_generation)
      take(std::move(reading));
  });
}

void ComparePage::take(Reading reading) {
  m_reading = false;
  m_records = std::move(reading.records);
  QStringList names;
  for (const std::string& name : reading.experiments)
    names.append(QString::fromStdString(name));
  const QSignalBlocker quiet(m_experiment);
  m_experiment->clear();
  m_experiment->addItems(names);
  if (m_records)
    m_experiment->setCurrentText(QString::fromStdString(m_records->experiment));
  showFigures();
  if (std::exchange(m_again, false))
    refresh();
}

void ComparePage::showFigures() {
  const bool any = m_records && hasResults(*m_records);
  m_experiment->setEnabled(m_experiment->count() > 0);
  m_add->setEnabled(any);
  m_stack->setCurrentIndex(any ? 1 : 0);
  m_empty->setText(emptyText(m_tasks != nullptr, m_records.get()));
  m_counts->setText(m_records ? countsText(*m_records) : QString());
  m_caption->setText(m_records ? exclusionText(*m_records) : QString());
  m_counts->setToolTip(m_records ? protocolText(*m_records) : QString());
  if (!any)
    return;
  for (FigureCard* card : m_cards)
    card->setMetrics(*m_records);
  draw(m_cards);
  auto* proxy = static_cast<QSortFilterProxyModel*>(m_table->model());
  static_cast<FigureTableModel*>(proxy->sourceModel())->setTable(summaryTable(*m_records));
  m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  // The page scrolls, so the table need not.
  const int rows = std::min(m_table->model()->rowCount(), kMostRows);
  m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() +
                            rows * m_table->verticalHeader()->defaultSectionSize() + 2);
}

std::vector<FigureSettings> ComparePage::settingsOf(const std::vector<FigureCard*>& cards) const {
  std::vector<FigureSettings> figures;
  for (const FigureCard* card : cards)
    figures.push_back(card->settings());
  return figures;
}

void ComparePage::draw(const std::vector<FigureCard*>& cards) {
  if (!m_tasks || !m_records)
    return;
  const std::vector<FigureSettings> figures = settingsOf(cards);
  if (!needsOf(figures).within(m_records->read)) {
    read(); // draws everything when it is back
    return;
  }
  std::vector<QPointer<FigureCard>> receivers;
  for (FigureCard* card : cards)
    receivers.emplace_back(card);
  const auto work = [records = m_records, figures](store::Workspace&) {
    std::vector<FigureContent> contents;
    for (const FigureSettings& figure : figures)
      contents.push_back(figureContent(*records, figure));
    return contents;
  };
  m_tasks->run(this, work, [this, receivers, records = m_records](std::vector<FigureContent> contents) {
    if (records != m_records)
      return;
    for (std::size_t i = 0; i < contents.size(); ++i)
      if (receivers[i])
        receivers[i]->showContent(std::move(contents[i]));
  });
}

void ComparePage::select(const QString& run) {
  m_selected = run;
  for (const FigureCard* card : m_cards)
    card->view().selectRun(run);
}

View ComparePage::view() const {
  View view = m_view;
  view.experiment = m_records ? m_records->experiment : m_wanted.toStdString();
  if (m_records)
    view.dataset = m_records->fingerprint;
  view.figures.clear();
  for (const FigureCard* card : m_cards)
    view.figures.push_back(card->settings());
  return view;
}

void ComparePage::showView(const View& view) {
  m_view = view;
  setFigures(view.figures);
  m_wanted = QString::fromStdString(view.experiment);
  if (m_records)
    draw(m_cards);
  read();
  emit viewChanged();
}

QJsonObject ComparePage::viewState() const {
  return keptView(view());
}

void ComparePage::restoreViewState(const QJsonObject& state) {
  if (const auto kept = viewFrom(state)) // of another version, or damaged: the page as it is does as well
    showView(*kept);
}

} // namespace skipscope::ui
