#include "ui/models/preview_model.h"

#include "ui/models/display_text.h"

#include <QStringList>
#include <algorithm>

namespace skipscope::ui {

namespace {
constexpr int kLongestCell = 200; ///< a broken log can hold megabytes in one cell
}

int PreviewModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_preview.rows.size());
}

int PreviewModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_columns;
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) ||
      role != Qt::DisplayRole)
    return {};
  const auto& row = m_preview.rows[static_cast<std::size_t>(index.row())];
  const auto column = static_cast<std::size_t>(index.column());
  return column < row.size() ? fromCore(row[column].substr(0, kLongestCell)) : QString();
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole || section < 0)
    return {};
  if (orientation == Qt::Vertical)
    return section + 1;
  const auto column = static_cast<std::size_t>(section);
  if (column >= m_preview.header.size())
    return tr("column %1").arg(section + 1);
  const QString fields = fieldsOf(m_preview.header[column]);
  const QString name = fromCore(m_preview.header[column].substr(0, kLongestCell));
  return fields.isEmpty() ? name : name + QStringLiteral("\n→ ") + fields;
}

QString PreviewModel::fieldsOf(const std::string& column) const {
  QStringList fields;
  for (const auto& [field, mapped] : m_preview.columns)
    if (mapped == column)
      fields << fromCore(field);
  return fields.join(QStringLiteral(", "));
}

void PreviewModel::setPreview(listening::LogPreview preview) {
  beginResetModel();
  m_preview = std::move(preview);
  std::size_t widest = m_preview.header.size();
  for (const auto& row : m_preview.rows)
    widest = std::max(widest, row.size());
  m_columns = static_cast<int>(widest);
  endResetModel();
}

} // namespace skipscope::ui
