#pragma once

#include "core/store/listener_history.h"
#include "ui/models/hearing.h"

#include <QAbstractTableModel>
#include <array>
#include <memory>
#include <vector>

namespace skipscope::ui {

/// What one listener heard, newest first, and what up to two runs make of it.
class HistoryModel : public QAbstractTableModel {
  Q_OBJECT
public:
  enum Column { Time, Song, Station, Feedback, HeardByA, HeardByB, ColumnCount };
  enum Role { FeedbackRole = Qt::UserRole }; ///< int of listening::Feedback

  using QAbstractTableModel::QAbstractTableModel;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  /// nullptr empties the table. What runs hear goes with the history it was about.
  void setHistory(std::shared_ptr<const store::ListenerHistory> history);
  /// `column` is HeardByA or HeardByB; nothing where no run is chosen.
  void setHearings(Column column, const std::vector<Hearing>& hearings);

private:
  const std::vector<Hearing>& hearingsOf(int column) const { return m_hearings[column == HeardByB ? 1 : 0]; }

  std::shared_ptr<const store::ListenerHistory> m_history;
  std::array<std::vector<Hearing>, 2> m_hearings; ///< [runs][events], oldest first
};

} // namespace skipscope::ui
