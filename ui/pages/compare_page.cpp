#include "ui/pages/compare_page.h"

#include "core/store/run_store.h"
#include "ui/models/figure_content.h"
#include "ui/models/figure_table_model.h"
#include "ui/pages/series_delegate.h"
#include "ui/plots/figures.h"
#include "ui/plots/plot_view.h"
#include "ui/theme.h"
#include "ui/workspace_tasks.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>
#include <array>

namespace skipscope::ui {

namespace {

/// A training run writes once a second at most; figures need not follow faster.
constexpr int kDelayMs = 250;
/// Rows of the table seen at once.
constexpr int kMostRows = 16;

void addLabelled(QHBoxLayout* row, const QString& text, QComboBox* box, const char* name) {
  box->setObjectName(name);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  box->setAccessibleName(QString(text).remove('&'));
  auto* label = new QLabel(text);
  label->setBuddy(box);
  row->addWidget(label);
  row->addWidget(box);
  row->addSpacing(8);
}

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
  connect(m_metric, &QComboBox::currentIndexChanged, this, &ComparePage::draw);
  connect(m_axis, &QComboBox::currentIndexChanged, this, &ComparePage::draw);
  connect(m_traces, &QCheckBox::toggled, this, &ComparePage::draw);
  for (PlotView* view : m_figures) {
    connect(view, &PlotView::runChosen, this, &ComparePage::runChosen);
    connect(view, &PlotView::failed, this, &ComparePage::failed);
  }
  clear();
}

ComparePage::~ComparePage() = default;

QWidget* ComparePage::makeControls() {
  auto* controls = new QWidget;
  auto* row = new QHBoxLayout(controls);
  row->setContentsMargins(0, 0, 0, 0);
  m_experiment = new QComboBox;
  m_metric = new QComboBox;
  m_axis = new QComboBox;
  addLabelled(row, tr("&Experiment"), m_experiment, "experimentComboBox");
  addLabelled(row, tr("&Metric"), m_metric, "metricComboBox");
  addLabelled(row, tr("A&gainst"), m_axis, "axisComboBox");
  for (const CurveAxis axis :
       {CurveAxis::Steps, CurveAxis::Epochs, CurveAxis::Targets, CurveAxis::Seconds, CurveAxis::WallTime})
    m_axis->addItem(axisText(axis), static_cast<int>(axis));
  m_traces = new QCheckBox(tr("&Individual runs"));
  m_traces->setObjectName("tracesCheckBox");
  m_traces->setToolTip(tr("Shows every run as a thin line beside the means."));
  row->addWidget(m_traces);
  row->addStretch(1);
  return controls;
}

QWidget* ComparePage::makeFigures() {
  for (const FigureSettings& figure : defaultFigures()) {
    m_figures.push_back(makeFigure(figure).release());
    m_figures.back()->setMinimumHeight(260);
  }
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

  auto* body = new QWidget;
  auto* grid = new QGridLayout(body);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(10);
  grid->addWidget(m_figures[0], 0, 0, 1, 2);
  grid->addWidget(m_figures[1], 1, 0);
  grid->addWidget(m_figures[2], 1, 1);
  grid->addWidget(m_table, 2, 0, 1, 2);
  grid->setColumnStretch(0, 5);
  grid->setColumnStretch(1, 4);
  grid->setRowStretch(0, 1);
  grid->setRowStretch(1, 1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName("compareScrollArea");
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(body);
  return scroll;
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
  ++m_drawing;
  m_records.reset();
  m_experiment->clear();
  m_metric->clear();
  m_stack->setCurrentIndex(0);
  m_empty->setText(emptyText(m_tasks != nullptr, nullptr));
  m_counts->clear();
  m_caption->clear();
  for (QWidget* control : std::array<QWidget*, 4>{m_experiment, m_metric, m_axis, m_traces})
    control->setEnabled(false);
}

void ComparePage::showExperiment(const QString& name) {
  m_wanted = name;
  read();
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
  const auto work = [wanted = m_wanted.toStdString(), previous = m_records](store::Workspace& workspace) {
    Reading reading;
    for (const store::Experiment& experiment : store::RunStore(workspace).experiments())
      reading.experiments.push_back(experiment.name);
    const auto& names = reading.experiments;
    if (names.empty())
      return reading;
    const bool known = std::find(names.begin(), names.end(), wanted) != names.end();
    reading.records = std::make_shared<const ExperimentRecords>(
        readExperiment(workspace, known ? wanted : names.back(), previous.get()));
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
  fillMetrics();
  showFigures();
  if (std::exchange(m_again, false))
    refresh();
}

void ComparePage::fillMetrics() {
  const QSignalBlocker quiet(m_metric);
  const QString chosen =
      m_metric->currentData().isValid() ? m_metric->currentData().toString() : QString("accuracy");
  m_metric->clear();
  if (!m_records)
    return;
  for (const evaluation::MetricText& text : metricsOf(*m_records)) {
    m_metric->addItem(QString::fromStdString(text.label), QString::fromStdString(text.name));
    m_metric->setItemData(m_metric->count() - 1, QString::fromStdString(text.protocol), Qt::ToolTipRole);
  }
  m_metric->setCurrentIndex(std::max(0, m_metric->findData(chosen)));
}

void ComparePage::showFigures() {
  const bool any = m_records && hasResults(*m_records);
  m_experiment->setEnabled(m_experiment->count() > 0);
  for (QWidget* control : std::array<QWidget*, 3>{m_metric, m_axis, m_traces})
    control->setEnabled(any);
  m_stack->setCurrentIndex(any ? 1 : 0);
  m_empty->setText(emptyText(m_tasks != nullptr, m_records.get()));
  m_counts->setText(m_records ? countsText(*m_records) : QString());
  m_caption->setText(m_records ? exclusionText(*m_records) : QString());
  m_counts->setToolTip(m_records ? protocolText(*m_records) : QString());
  if (!any)
    return;
  draw();
  auto* proxy = static_cast<QSortFilterProxyModel*>(m_table->model());
  static_cast<FigureTableModel*>(proxy->sourceModel())->setTable(summaryTable(*m_records));
  m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  // The page scrolls, so the table need not.
  const int rows = std::min(m_table->model()->rowCount(), kMostRows);
  m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() +
                            rows * m_table->verticalHeader()->defaultSectionSize() + 2);
}

std::vector<FigureSettings> ComparePage::settings() const {
  std::vector<FigureSettings> figures = defaultFigures();
  for (FigureSettings& figure : figures) {
    figure.metric = m_metric->currentData().toString().toStdString();
    figure.axis = static_cast<CurveAxis>(m_axis->currentData().toInt());
    figure.traces = m_traces->isChecked();
  }
  return figures;
}

void ComparePage::draw() {
  if (!m_tasks || !m_records)
    return;
  m_metric->setToolTip(metricProtocol(m_metric->currentData().toString().toStdString()));
  const auto work = [records = m_records, figures = settings()](store::Workspace&) {
    std::vector<FigureContent> contents;
    for (const FigureSettings& figure : figures)
      contents.push_back(figureContent(*records, figure));
    return contents;
  };
  m_tasks->run(this, work, [this, drawing = ++m_drawing](std::vector<FigureContent> contents) {
    if (drawing != m_drawing)
      return;
    for (std::size_t i = 0; i < contents.size(); ++i)
      m_figures[i]->show(std::move(contents[i]));
  });
}

} // namespace skipscope::ui
