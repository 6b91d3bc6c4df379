#pragma once

#include "ui/models/figure_summary.h"

#include <QAbstractTableModel>

namespace skipscope::ui {

/// The numbers beside the figures as a table; columns are those of summaryTable().
class FigureTableModel : public QAbstractTableModel {
  Q_OBJECT
public:
  enum Role {
    SortRole = Qt::UserRole, ///< number to sort by; invalid where there is none
    SeriesRole               ///< in the first column: index of the configuration, which gives its colour
  };

  explicit FigureTableModel(QObject* parent = nullptr);

  void setTable(SummaryTable table);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
  SummaryTable m_table;
};

} // namespace skipscope::ui
