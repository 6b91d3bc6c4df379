#pragma once

#include "ui/models/runs_model.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QStringList>
#include <vector>

namespace skipscope::ui {

/// The runs of a RunsModel by configuration and dataset: a row per configuration, in the order of their first
/// runs, with the same columns. Metrics are means over the finished seeds with their 95 % interval. Follows
/// the runs; what a cell shows is computed when it is asked for.
class RunGroupsModel : public QAbstractTableModel {
  Q_OBJECT
public:
  explicit RunGroupsModel(RunsModel* runs, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  /// The roles of RunsModel. StateRole is the state that says most: running, failed, … before finished.
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  int rowOf(const QString& id) const; ///< the row the run is in; -1 where there is none

private:
  struct Group {
    QString key;                                  ///< of its configuration on its dataset
    QStringList ids;                              ///< of its runs, in their order
    mutable QHash<int, QVariant> sortValues = {}; ///< by column, once asked for: sorting asks often
  };

  void fill();
  void insertRuns(int first, int last);
  void removeRuns(int first, int last);
  void changeRuns(int first, int last);
  void tellChanged(int row);
  /// The cell of the run that says it for all: the first one, for a difference the first that has finished.
  QModelIndex telling(const Group& group, int column) const;
  QVariant sortValue(const Group& group, int column) const;
  std::vector<const store::Run*> runsOf(const Group& group) const;
  std::vector<double> values(const Group& group, const RunColumn& column) const; ///< of finished runs
  QString cellText(const Group& group, const RunColumn& column) const;
  QString progressText(const Group& group) const;
  QString metricTooltip(const Group& group, const RunColumn& column) const;
  store::RunState state(const Group& group) const;

  RunsModel* m_runs;
  std::vector<Group> m_groups;
  QHash<QString, int> m_rowOfKey;
};

} // namespace skipscope::ui
