#include "ui/models/runs_filter_model.h"

#include "core/error.h"
#include "ui/models/display_text.h"
#include "ui/models/runs_model.h"

#include <algorithm>

namespace skipscope::ui {

namespace {
int compareNumbers(double a, double b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
} // namespace

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

bool RunsFilterModel::numberIsLess(bool leftIsNumber) const {
  return (sortOrder() == Qt::AscendingOrder) == leftIsNumber;
}

bool RunsFilterModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  if (sourceModel() == m_runs) {
    const auto& keys = m_runs->sortKeys(left.column());
    const auto& a = keys[static_cast<std::size_t>(left.row())];
    const auto& b = keys[static_cast<std::size_t>(right.row())];
    if (a.number != b.number)
      return numberIsLess(a.number);
    const int order = a.number ? compareNumbers(a.value, b.value) : a.text.compare(b.text);
    return order != 0 ? order < 0 : left.row() < right.row();
  }
  const QVariant a = left.data(RunsModel::SortRole);
  const QVariant b = right.data(RunsModel::SortRole);
  const bool aNumber = a.typeId() != QMetaType::QString;
  const bool bNumber = b.typeId() != QMetaType::QString;
  if (aNumber != bNumber)
    return numberIsLess(aNumber);
  const int order = aNumber ? compareNumbers(a.toDouble(), b.toDouble())
                            : QString::compare(a.toString(), b.toString(), Qt::CaseInsensitive);
  return order != 0 ? order < 0 : left.row() < right.row();
}

} // namespace skipscope::ui
