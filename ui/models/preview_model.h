#pragma once

#include "core/listening/import.h"

#include <QAbstractTableModel>

namespace skipscope::ui {

/// The first rows of a log as the import dialog shows them: its own column names, or "column 1" … without a
/// header.
class PreviewModel : public QAbstractTableModel {
  Q_OBJECT
public:
  using QAbstractTableModel::QAbstractTableModel;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  void setPreview(listening::LogPreview preview);
  const listening::LogPreview& preview() const { return m_preview; }

private:
  /// Fields that a column is mapped to: "listener", or empty.
  QString fieldsOf(const std::string& column) const;

  listening::LogPreview m_preview;
  int m_columns = 0;
};

} // namespace skipscope::ui
