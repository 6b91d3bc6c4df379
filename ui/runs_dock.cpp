#include "ui/runs_dock.h"

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

int usualWidth(RunColumn::Kind kind) {
  switch (kind) {
  case RunColumn::Kind::Progress:
    return 190;
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
    : QDockWidget(tr("Runs"), parent), m_runs(runs), m_filtered(new RunsFilterModel(runs, this)),
      m_actions(actions), m_settings(settings) {
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
    reveal(m_awaited);
  };
  connect(m_filtered, &QAbstractItemModel::rowsInserted, this, rowsChanged);
  connect(m_filtered, &QAbstractItemModel::rowsRemoved, this, rowsChanged);
  connect(m_filtered, &QAbstractItemModel::modelReset, this, rowsChanged);
  // Queued: many rows come at once, in as many signals.
  connect(m_runs, &QAbstractItemModel::rowsInserted, this, &RunsDock::selectWanted, Qt::QueuedConnection);
  connect(m_runs, &RunsModel::columnsChanged, this, &RunsDock::applyColumns);
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
  m_status = makeLabel(QString(), TextLevel::Secondary, widget());
  m_status->setObjectName(QStringLiteral("queueStatusLabel"));
  m_status->setWordWrap(false);
  row->addWidget(m_filter, 1);
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

void RunsDock::applyColumns() {
  const auto& columns = m_runs->columns();
  for (int c = 0; c < static_cast<int>(columns.size()); ++c) {
    const bool shown = m_allColumns->isChecked() || m_runs->worthShowing(c);
    const bool wasHidden = m_table->isColumnHidden(c);
    m_table->setColumnHidden(c, !shown);
    if (!shown || (!wasHidden && m_table->property("sized").toBool()))
      continue;
    const int header = m_table->horizontalHeader()->sectionSizeHint(c) + 8;
    const int usual = usualWidth(columns[static_cast<std::size_t>(c)].kind);
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
    ids << index.data(RunsModel::IdRole).toString();
  return ids;
}

void RunsDock::setStatus(const QString& status) {
  m_status->setText(status);
}

void RunsDock::select(const QString& id) {
  const int row = m_runs->rowOf(id);
  const QModelIndex index = row < 0 ? QModelIndex() : m_filtered->mapFromSource(m_runs->index(row, 0));
  if (!index.isValid())
    return;
  m_table->selectRow(index.row());
  m_table->scrollTo(index);
}

void RunsDock::reveal(const QString& id) {
  m_awaited = id;
  const int row = m_runs->rowOf(id);
  if (row < 0)
    return;
  m_awaited.clear();
  // Later: the view learns of new rows after this signal, and knows how far it can scroll only then.
  QMetaObject::invokeMethod(
      m_table,
      [this, index = QPersistentModelIndex(m_filtered->mapFromSource(m_runs->index(row, 0)))] {
        m_table->scrollToBottom(); // lays out what is new: scrollTo alone goes by the old length
        m_table->scrollTo(index, QAbstractItemView::PositionAtTop);
      },
      Qt::QueuedConnection);
}

} // namespace skipscope::ui
