#pragma once

#include <QAbstractListModel>
#include <vector>

namespace skipscope::ui {

class RunsModel;

/// The finished runs of one dataset to choose from, newest first, named by what differs among the runs.
class RunChoicesModel : public QAbstractListModel {
  Q_OBJECT
public:
  enum Role { IdRole = Qt::UserRole }; ///< QString; empty for 'none'

  /// `none`: a first row 'none'.
  RunChoicesModel(const RunsModel* runs, bool none, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

  /// Reads the runs anew; the model is reset only where the choices changed. Returns whether they did.
  bool refresh(const QString& fingerprint);
  int rowOf(const QString& id) const; ///< -1 where there is none

private:
  QString label(const QString& id) const;

  const RunsModel* m_runs;
  bool m_none;
  std::vector<QString> m_ids; ///< an empty one first where there is a 'none'
};

} // namespace skipscope::ui
