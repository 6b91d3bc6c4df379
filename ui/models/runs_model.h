#pragma once

#include "core/store/run_store.h"
#include "ui/models/baseline_differences.h"
#include "ui/models/run_row.h"

#include <QAbstractTableModel>
#include <QHash>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace skipscope::ui {

/// The runs of a workspace, one row each in creation order, kept up to date by the rows that changed.
class RunsModel : public QAbstractTableModel {
  Q_OBJECT
public:
  enum Role {
    SortRole = Qt::UserRole, ///< number where the cell is one, else text
    IdRole,                  ///< QString
    IdsRole,                 ///< QStringList: of every run of the row
    StateRole,               ///< int of store::RunState
    ShareRole,               ///< double in [0, 1], how far the run is
    ProgressTextRole         ///< QString: "43 % · 12 s left"
  };

  explicit RunsModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  /// Takes over changed, new and removed runs, and what is pinned.
  void apply(const store::Changes& changes);
  /// The same with the rows of `changes.runs` as makeRunRows() made them before.
  void apply(const store::Changes& changes, std::vector<RunRow> rows);
  void clear();

  const std::vector<RunColumn>& columns() const { return m_columns; }
  int columnOf(const std::string& key) const; ///< -1 where there is none
  /// Whether the column tells anything about these runs: of the configuration (and dataset), only what
  /// differs.
  bool worthShowing(int column) const;

  const store::Run& run(int row) const { return m_rows[static_cast<std::size_t>(row)].run; }
  int rowOf(const QString& id) const; ///< -1 where there is none
  int count(store::RunState state) const;

  /// Whether the run's configuration is pinned on its dataset.
  bool isBaseline(const store::Run& run) const;
  /// Hash of the configuration pinned on a dataset; empty = none.
  std::string baselineOf(const std::string& fingerprint) const;
  /// What there is to compare with what is pinned.
  BaselineQuestion baselineQuestion() const;
  void setDifferences(std::shared_ptr<const BaselineDifferences> differences);

  /// What a column is sorted by, made ready for many comparisons.
  struct SortKey {
    bool number = false;
    double value = 0;
    QString text; ///< in small letters
  };
  /// One for each row; they hold until the next change of the model.
  const std::vector<SortKey>& sortKeys(int column) const;

  /// Column key → text, for experiment::matches().
  const std::vector<std::pair<std::string, std::string>>& filterColumns(int row) const {
    return m_rows[static_cast<std::size_t>(row)].texts;
  }

signals:
  /// worthShowing() may answer differently now.
  void columnsChanged();

private:
  static bool isNumber(RunColumn::Kind kind);
  const BaselineDifference* differenceOf(const store::Run& run) const; ///< nullptr where there is none
  QString differenceCell(const store::Run& run, int role) const;
  std::string differenceFilterText(const store::Run& run) const;
  void refreshDifferences();
  QVariant sortValue(const RunRow& row, const RunColumn& column) const;
  void forgetSortKeys() { m_sortKeys.clear(); }
  void countValues(const RunRow& row, int change);
  void replaceRun(int row, RunRow updated);
  void addRuns(std::vector<RunRow*> rows); ///< takes what is in them
  void removeRuns(std::vector<int> rows);
  void reindex(int from);

  std::vector<RunColumn> m_columns;
  std::vector<RunRow> m_rows;
  QHash<QString, int> m_rowOfId;
  std::map<std::string, std::string> m_baselines; ///< fingerprint of a dataset → hash of the pinned one
  std::shared_ptr<const BaselineDifferences> m_differences;
  mutable std::map<int, std::vector<SortKey>> m_sortKeys; ///< of the columns that were sorted by
  /// [columns]: value → runs that have it, for what can differ
  std::vector<std::unordered_map<std::string, int>> m_values;
};

} // namespace skipscope::ui
