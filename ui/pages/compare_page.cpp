#include "ui/pages/compare_page.h"

#include "core/store/run_store.h"
#include "ui/models/figure_data.h"
#include "ui/models/figure_table_model.h"
#include "ui/pages/series_delegate.h"
#include "ui/plots/accuracy_bars_plot.h"
#include "ui/plots/coverage_plot.h"
#include "ui/plots/learning_curves_plot.h"
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
  connect(m_metric, &QComboBox::currentIndexChanged, this, &ComparePage::showFigures);
  connect(m_axis, &QComboBox::currentIndexChanged, this, &ComparePage::showFigures);
  connect(m_traces, &QCheckBox::toggled, this, [this](bool shown) { m_curves->setTracesShown(shown); });
  for (PlotView* view : std::array<PlotView*, 3>{m_curves, m_bars, m_coverage}) {
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
  m_curves = new LearningCurvesPlot;
  m_bars = new AccuracyBarsPlot;
  m_coverage = new CoveragePlot;
  m_curves->setMinimumHeight(280);
  m_coverage->setMinimumHeight(240);
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
  grid->addWidget(m_curves, 0, 0, 1, 2);
  grid->addWidget(m_bars, 1, 0);
  grid->addWidget(m_coverage, 1, 1);
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
  const std::string metric = m_metric->currentData().toString().toStdString();
  const auto axis = static_cast<CurveAxis>(m_axis->currentData().toInt());
  m_metric->setToolTip(metricProtocol(metric));
  m_curves->setCurves(learningCurves(*m_records, metric, axis), metric, axis);
  m_bars->setRows(metricRows(*m_records, metric), metric);
  m_coverage->setCurves(coverageCurves(*m_records));
  m_coverage->setMarkedHistory(m_records->runs.front().run.configuration.minimumHistory);
  auto* proxy = static_cast<QSortFilterProxyModel*>(m_table->model());
  static_cast<FigureTableModel*>(proxy->sourceModel())->setTable(summaryTable(*m_records));
  m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  // The page scrolls, so the table need not.
  const int rows = std::min(m_table->model()->rowCount(), kMostRows);
  m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() +
                            rows * m_table->verticalHeader()->defaultSectionSize() + 2);
}

} // namespace skipscope::ui
