#include "ui/models/figure_table_model.h"

namespace skipscope::ui {

FigureTableModel::FigureTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void FigureTableModel::setTable(SummaryTable table) {
  beginResetModel();
  m_table = std::move(table);
  endResetModel();
}

int FigureTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int FigureTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant FigureTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid))
    return {};
  const SummaryTable::Row& row = m_table.rows[static_cast<std::size_t>(index.row())];
  const SummaryTable::Cell& cell = row.cells[static_cast<std::size_t>(index.column())];
  switch (role) {
  case Qt::DisplayRole:
    return cell.text;
  case Qt::ToolTipRole:
    return index.column() == 0 ? QStringLiteral("<qt>%1</qt>").arg(cell.text.toHtmlEscaped())
                               : m_table.columns[static_cast<std::size_t>(index.column())].tooltip;
  case Qt::TextAlignmentRole:
    return static_cast<int>((index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  case SortRole:
    return cell.value ? QVariant(*cell.value) : QVariant();
  case SeriesRole:
    return index.column() == 0 ? QVariant(row.colour) : QVariant();
  default:
    return {};
  }
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
    return {};
  const SummaryTable::Column& column = m_table.columns[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole)
    return column.title;
  if (role == Qt::ToolTipRole)
    return column.tooltip;
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  return {};
}

} // namespace skipscope::ui
