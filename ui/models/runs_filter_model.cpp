#include "ui/models/runs_filter_model.h"

#include "core/error.h"
#include "ui/models/display_text.h"
#include "ui/models/runs_model.h"

#include <algorithm>

namespace skipscope::ui {

RunsFilterModel::RunsFilterModel(RunsModel* runs, QObject* parent)
    : QSortFilterProxyModel(parent), m_runs(runs) {
  setSortRole(RunsModel::SortRole);
  setSourceModel(runs);
}

QString RunsFilterModel::setExpression(const QString& expression) {
  try {
    m_conditions = experiment::parseFilter(toCore(expression));
  } catch (const core::Error& error) {
    return fromCore(error.what());
  }
  invalidateFilter();
  return {};
}

bool RunsFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex&) const {
  if (m_conditions.empty())
    return true;
  if (sourceModel() == m_runs)
    return experiment::matches(m_conditions, m_runs->filterColumns(sourceRow));
  const QStringList ids = sourceModel()->index(sourceRow, 0).data(RunsModel::IdsRole).toStringList();
  return std::any_of(ids.begin(), ids.end(), [this](const QString& id) {
    const int row = m_runs->rowOf(id);
    return row >= 0 && experiment::matches(m_conditions, m_runs->filterColumns(row));
  });
}

bool RunsFilterModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  const QVariant a = left.data(RunsModel::SortRole);
  const QVariant b = right.data(RunsModel::SortRole);
  const bool aNumber = a.typeId() != QMetaType::QString;
  const bool bNumber = b.typeId() != QMetaType::QString;
  if (aNumber != bNumber) // cells without a number yet come last, whatever the direction
    return sortOrder() == Qt::AscendingOrder ? aNumber : bNumber;
  const int order = aNumber ? (a.toDouble() < b.toDouble()   ? -1
                               : a.toDouble() > b.toDouble() ? 1
                                                             : 0)
                            : QString::compare(a.toString(), b.toString(), Qt::CaseInsensitive);
  return order != 0 ? order < 0 : left.row() < right.row();
}

} // namespace skipscope::ui
