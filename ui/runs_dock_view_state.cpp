// What RunsDock keeps from one window to the next: filter, order, selection.

#include "ui/models/display_text.h"
#include "ui/models/runs_filter_model.h"
#include "ui/models/runs_model.h"
#include "ui/runs_dock.h"

#include <QHeaderView>
#include <QItemSelection>
#include <QJsonArray>
#include <QLineEdit>
#include <QTableView>

namespace skipscope::ui {

namespace {
constexpr int kMostSelected = 100; ///< more is a choice for one action, not a place to come back to
} // namespace

QJsonObject RunsDock::viewState() const {
  QJsonObject state{{QStringLiteral("filter"), m_filter->text()}};
  const auto* header = m_table->horizontalHeader();
  const int section = header->sortIndicatorSection();
  if (section >= 0 && section < static_cast<int>(m_runs->columns().size())) {
    state.insert(QStringLiteral("sortBy"),
                 fromCore(m_runs->columns()[static_cast<std::size_t>(section)].key));
    state.insert(QStringLiteral("descending"), header->sortIndicatorOrder() == Qt::DescendingOrder);
  }
  int selected = 0;
  for (const auto& range : m_table->selectionModel()->selection())
    selected += range.height();
  if (!m_wantedSelection.isEmpty())
    state.insert(QStringLiteral("selected"), QJsonArray::fromStringList(m_wantedSelection));
  else if (selected > 0 && selected <= kMostSelected)
    state.insert(QStringLiteral("selected"), QJsonArray::fromStringList(chosenIds()));
  return state;
}

void RunsDock::restoreViewState(const QJsonObject& state) {
  m_filter->setText(state.value(QStringLiteral("filter")).toString());
  const int column = m_runs->columnOf(toCore(state.value(QStringLiteral("sortBy")).toString()));
  const bool descending = state.value(QStringLiteral("descending")).toBool();
  m_table->sortByColumn(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
  m_wantedSelection.clear();
  for (const auto& id : state.value(QStringLiteral("selected")).toArray())
    m_wantedSelection << id.toString();
}

void RunsDock::selectWanted() {
  if (m_wantedSelection.isEmpty())
    return;
  QItemSelection selection;
  for (const QString& id : m_wantedSelection) {
    const int row = m_runs->rowOf(id);
    const QModelIndex index = row < 0 ? QModelIndex() : m_filtered->mapFromSource(m_runs->index(row, 0));
    if (index.isValid())
      selection.select(index, index);
  }
  m_wantedSelection.clear();
  if (selection.isEmpty())
    return;
  m_table->selectionModel()->select(selection,
                                    QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  m_table->scrollTo(selection.indexes().front());
}

} // namespace skipscope::ui
