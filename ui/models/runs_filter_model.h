#pragma once

#include "core/experiment/filter.h"

#include <QSortFilterProxyModel>
#include <vector>

namespace skipscope::ui {

class RunsModel;

/// The rows of runs, or of groups of runs, that an expression lets through (the grammar of `runs --where`),
/// sorted by any column. A group stands where one of its runs matches; its numbers stay those of all of them.
class RunsFilterModel : public QSortFilterProxyModel {
  Q_OBJECT
public:
  /// Begins with the runs; setSourceModel() takes a RunGroupsModel of theirs instead.
  explicit RunsFilterModel(RunsModel* runs, QObject* parent = nullptr);

  /// Returns what is wrong with the expression in one sentence (the filter then stays as it was), or an empty
  /// text.
  QString setExpression(const QString& expression);

protected:
  bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
  /// Cells without a number yet come last, whatever the direction.
  bool numberIsLess(bool leftIsNumber) const;

  RunsModel* m_runs;
  std::vector<experiment::Condition> m_conditions;
};

} // namespace skipscope::ui
