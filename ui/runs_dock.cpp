#include "ui/runs_dock.h"

#include "ui/models/run_groups_model.h"
#include "ui/models/runs_filter_model.h"
#include "ui/models/runs_model.h"
#include "ui/progress_delegate.h"
#include "ui/run_actions.h"
#include "ui/settings.h"
#include "ui/state_delegate.h"
#include "ui/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPersistentModelIndex>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace skipscope::ui {

namespace {
constexpr int kWidestHeader = 220;
constexpr int kIntervalWidth = 120; ///< of "0.712 ± 0.004"

int usualWidth(RunColumn::Kind kind) {
  switch (kind) {
  case RunColumn::Kind::Progress:
    return 190;
  case RunColumn::Kind::Difference:
    return 210; // of "+0.012 [-0.003, +0.027] *"
  case RunColumn::Kind::Experiment:
  case RunColumn::Kind::Dataset:
  case RunColumn::Kind::Tags:
  case RunColumn::Kind::Note:
    return 160;
  case RunColumn::Kind::State:
    return 110;
  default:
    return 90;
  }
}
} // namespace

RunsDock::RunsDock(RunsModel* runs, RunActions* actions, Settings* settings, QWidget* parent)
    : QDockWidget(tr("Runs"), parent), m_runs(runs), m_groups(new RunGroupsModel(runs, this)),
      m_filtered(new RunsFilterModel(runs, this)), m_actions(actions), m_settings(settings) {
  setObjectName(QStringLiteral("runsDock"));
  setFeatures(DockWidgetClosable | DockWidgetMovable);
  auto* content = new QWidget(this);
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(12, 8, 12, 8);
  layout->setSpacing(6);
  setWidget(content);
  makeTable();
  m_problem = makeLabel(QString(), TextLevel::Problem, content);
  m_problem->setObjectName(QStringLiteral("filterProblemLabel"));
  m_problem->hide();
  m_empty = makeLabel(QString(), TextLevel::Secondary, content);
  m_empty->setObjectName(QStringLiteral("runsEmptyLabel"));
  m_empty->setAlignment(Qt::AlignCenter);
  layout->addLayout(makeControls());
  layout->addWidget(m_problem);
  layout->addWidget(m_table, 1);
  layout->addWidget(m_empty, 1);
  const auto rowsChanged = [this] {
    const bool filteredAway = m_runs->rowCount() > 0 && m_filtered->rowCount() == 0;
    m_table->setVisible(m_filtered->rowCount() > 0);
    m_empty->setVisible(m_filtered->rowCount() == 0);
    m_empty->setText(filteredAway ? tr("No run matches the filter.")
                                  : tr("No runs yet. The Experiment page launches some."));
    reveal(QString(m_awaited)); // a copy: what is revealed is awaited no more
  };
  connect(m_filtered, &QAbstractItemModel::rowsInserted, this, rowsChanged);
  connect(m_filtered, &QAbstractItemModel::rowsRemoved, this, rowsChanged);
  connect(m_filtered, &QAbstractItemModel::modelReset, this, rowsChanged);
  // Rows that the filter hides come and go unseen by it, and its own rows go before those below it.
  connect(m_runs, &QAbstractItemModel::rowsInserted, this, rowsChanged);
  connect(m_runs, &QAbstractItemModel::rowsRemoved, this, rowsChanged);
  // Queued: many rows come at once, in as many signals.
  connect(m_runs, &QAbstractItemModel::rowsInserted, this, &RunsDock::selectWanted, Qt::QueuedConnection);
  connect(m_runs, &RunsModel::columnsChanged, this, &RunsDock::applyColumns);
  applyGrouping();
  rowsChanged();
  applyColumns();
}

QHBoxLayout* RunsDock::makeControls() {
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  m_filter = new QLineEdit(widget());
  m_filter->setObjectName(QStringLiteral("filterEdit"));
  m_filter->setAccessibleName(tr("Filter runs"));
  m_filter->setClearButtonEnabled(true);
  m_filter->setPlaceholderText(tr("Filter: skip hardest N>16 accuracy>0.7"));
  m_filter->setToolTip(
      tr("Words match any text column, 'key op value' compares; all must hold.\n"
         "N, d, L and m are short for number of negatives, dimension, window and minimum history."));
  m_allColumns = new QCheckBox(tr("All columns"), widget());
  m_allColumns->setObjectName(QStringLiteral("allColumnsCheck"));
  m_allColumns->setToolTip(tr("Show every setting and metric, not only what differs between the runs"));
  m_allColumns->setChecked(m_settings->value(Setting::AllRunColumns).toBool());
  m_grouped = new QCheckBox(tr("By configuration"), widget());
  m_grouped->setObjectName(QStringLiteral("groupRunsCheck"));
  m_grouped->setToolTip(tr("One row per configuration and log: means over its finished seeds with their\n"
                           "95 % interval. Actions are about all runs of a row."));
  m_grouped->setChecked(m_settings->value(Setting::GroupRuns).toBool());
  m_status = makeLabel(QString(), TextLevel::Secondary, widget());
  m_status->setObjectName(QStringLiteral("queueStatusLabel"));
  m_status->setWordWrap(false);
  // What stands beside it shall not move while counts change.
  m_status->setMinimumWidth(fontMetrics().horizontalAdvance(tr("2 workers · 2 running · 999 queued")));
  m_status->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  row->addWidget(m_filter, 1);
  row->addWidget(m_grouped);
  row->addWidget(m_allColumns);
  row->addSpacing(8);
  row->addWidget(m_status);
  row->addSpacing(8);
  for (QAction* action : m_actions->actions()) {
    auto* button = new QToolButton(widget());
    button->setDefaultAction(action);
    button->setObjectName(action->objectName().replace(QStringLiteral("Action"), QStringLiteral("Button")));
    button->setAccessibleName(action->text().remove(QChar('&')));
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row->addWidget(button);
    m_table->addAction(action);
  }
  for (QAction* action : m_actions->annotations())
    m_table->addAction(action);
  connect(m_filter, &QLineEdit::textChanged, this, &RunsDock::applyFilter);
  connect(m_allColumns, &QCheckBox::toggled, this, [this](bool all) {
    m_settings->set(Setting::AllRunColumns, all);
    applyColumns();
  });
  connect(m_grouped, &QCheckBox::toggled, this, [this](bool grouped) {
    m_settings->set(Setting::GroupRuns, grouped);
    applyGrouping();
  });
  return row;
}

void RunsDock::makeTable() {
  m_table = new QTableView(widget());
  m_table->setObjectName(QStringLiteral("runsView"));
  m_table->setAccessibleName(tr("Runs"));
  m_table->setModel(m_filtered);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSortingEnabled(true);
  m_table->sortByColumn(-1, Qt::AscendingOrder); // creation order until a header is clicked
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
  m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setTextElideMode(Qt::ElideRight);
  m_table->horizontalHeader()->setSectionsMovable(true);
  m_table->setContextMenuPolicy(Qt::CustomContextMenu);
  m_table->setItemDelegateForColumn(m_runs->columnOf("state"), new StateDelegate(m_table));
  m_table->setItemDelegateForColumn(m_runs->columnOf("progress"), new ProgressDelegate(m_table));
  connect(m_table, &QTableView::customContextMenuRequested, this, &RunsDock::showMenu);
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
    const QStringList ids = chosenIds();
    m_actions->choose(ids);
    emit chosen(ids);
  });
}

void RunsDock::applyFilter() {
  const QString problem = m_filtered->setExpression(m_filter->text());
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
}

void RunsDock::applyGrouping() {
  if (m_grouped->isChecked())
    m_filtered->setSourceModel(m_groups);
  else
    m_filtered->setSourceModel(m_runs);
  m_table->setProperty("sized", false); // "0.712 ± 0.004" is wider than "0.712"
  applyColumns();
  m_actions->choose({}); // a selection does not outlive its rows, and says nothing when they go
}

void RunsDock::applyColumns() {
  const auto& columns = m_runs->columns();
  for (int c = 0; c < static_cast<int>(columns.size()); ++c) {
    const bool shown = m_allColumns->isChecked() || m_runs->worthShowing(c);
    const bool wasHidden = m_table->isColumnHidden(c);
    m_table->setColumnHidden(c, !shown);
    if (!shown || (!wasHidden && m_table->property("sized").toBool()))
      continue;
    const int header = m_table->horizontalHeader()->sectionSizeHint(c) + 8;
    const RunColumn::Kind kind = columns[static_cast<std::size_t>(c)].kind;
    const bool wide = m_grouped->isChecked() && kind == RunColumn::Kind::Metric;
    const int usual = wide ? kIntervalWidth : usualWidth(kind);
    m_table->setColumnWidth(c, std::clamp(header, usual, std::max(usual, kWidestHeader)));
  }
  m_table->setProperty("sized", true);
}

void RunsDock::showMenu(QPoint position) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (QAction* action : m_actions->actions())
    menu->addAction(action);
  menu->addSeparator();
  for (QAction* action : m_actions->annotations())
    menu->addAction(action);
  menu->popup(m_table->viewport()->mapToGlobal(position));
}

QStringList RunsDock::chosenIds() const {
  QStringList ids;
  for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
    ids << index.data(RunsModel::IdsRole).toStringList();
  return ids;
}

void RunsDock::setStatus(const QString& status) {
  m_status->setText(status);
}

QModelIndex RunsDock::shownRow(const QString& id) const {
  const int row = m_grouped->isChecked() ? m_groups->rowOf(id) : m_runs->rowOf(id);
  return row < 0 ? QModelIndex() : m_filtered->mapFromSource(m_filtered->sourceModel()->index(row, 0));
}

void RunsDock::select(const QString& id) {
  const QModelIndex index = shownRow(id);
  if (!index.isValid())
    return;
  m_table->selectRow(index.row());
  m_table->scrollTo(index);
}

void RunsDock::reveal(const QString& id) {
  m_awaited = id;
  if (m_runs->rowOf(id) < 0)
    return;
  m_awaited.clear();
  // Later: the view learns of new rows after this signal, and knows how far it can scroll only then.
  QMetaObject::invokeMethod(
      m_table,
      [this, index = QPersistentModelIndex(shownRow(id))] {
        m_table->scrollToBottom(); // lays out what is new: scrollTo alone goes by the old length
        m_table->scrollTo(index, QAbstractItemView::PositionAtTop);
      },
      Qt::QueuedConnection);
}

} // namespace skipscope::ui
