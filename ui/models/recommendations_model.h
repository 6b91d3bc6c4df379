#pragma once

#include "ui/models/recommendations.h"

#include <QAbstractTableModel>
#include <QHash>
#include <optional>
#include <vector>

namespace skipscope::ui {

/// What one run would play next, and where the same songs stand in the list of another run.
class RecommendationsModel : public QAbstractTableModel {
  Q_OBJECT
public:
  enum Column { Rank, Song, Score, Shift, PlayedBefore, ColumnCount };
  enum Role { SongRole = Qt::UserRole }; ///< QString: id

  using QAbstractTableModel::QAbstractTableModel;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  void setSongs(const std::vector<RecommendedSong>& songs);
  /// The list to compare with; nothing where there is none.
  void setOther(const std::optional<std::vector<RecommendedSong>>& songs);

private:
  QString shiftText(int row) const;
  QString shiftSentence(int row) const;

  std::vector<RecommendedSong> m_songs;
  std::optional<QHash<QString, int>> m_other; ///< song → row in the other list
};

} // namespace skipscope::ui
