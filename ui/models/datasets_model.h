#pragma once

#include "core/store/run_store.h"

#include <QAbstractListModel>
#include <vector>

namespace skipscope::ui {

/// The datasets of a workspace, oldest first, kept up to date by the rows that changed.
class DatasetsModel : public QAbstractListModel {
  Q_OBJECT
public:
  enum Role {
    FingerprintRole = Qt::UserRole,
    DetailRole ///< QString: "41,828 events · 664 listeners"
  };

  using QAbstractListModel::QAbstractListModel;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

  void apply(const store::Changes& changes);
  void clear();

  const store::DatasetEntry& entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }
  int rowOf(const QString& name) const; ///< -1 where there is none

private:
  std::vector<store::DatasetEntry> m_entries;
};

} // namespace skipscope::ui
