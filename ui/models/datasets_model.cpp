#include "ui/models/datasets_model.h"

#include "ui/models/display_text.h"

#include <algorithm>

namespace skipscope::ui {

int DatasetsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant DatasetsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
    return {};
  const auto& summary = entry(index.row()).summary;
  switch (role) {
  case Qt::DisplayRole:
    return fromCore(summary.name);
  case FingerprintRole:
    return fromCore(summary.fingerprint);
  case DetailRole:
    return tr("%1 · %2").arg(countOf(summary.kept, tr("event")), countOf(summary.listeners, tr("listener")));
  case Qt::AccessibleTextRole:
    return fromCore(summary.name) + QStringLiteral(", ") + data(index, DetailRole).toString();
  default:
    return {};
  }
}

void DatasetsModel::apply(const store::Changes& changes) {
  for (const auto& changed : changes.datasets) {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const store::DatasetEntry& known) { return known.id == changed.id; });
    const int row = static_cast<int>(found - m_entries.begin());
    if (changed.deleted && found != m_entries.end()) {
      beginRemoveRows({}, row, row);
      m_entries.erase(found);
      endRemoveRows();
    } else if (!changed.deleted && found == m_entries.end()) {
      beginInsertRows({}, row, row);
      m_entries.push_back(changed);
      endInsertRows();
    } else if (!changed.deleted) {
      *found = changed;
      emit dataChanged(index(row), index(row));
    }
  }
}

void DatasetsModel::clear() {
  beginResetModel();
  m_entries.clear();
  endResetModel();
}

int DatasetsModel::rowOf(const QString& name) const {
  for (int row = 0; row < rowCount(); ++row)
    if (fromCore(entry(row).summary.name) == name)
      return row;
  return -1;
}

} // namespace skipscope::ui
