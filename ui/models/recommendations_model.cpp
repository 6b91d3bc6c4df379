#include "ui/models/recommendations_model.h"

#include <QLocale>

namespace skipscope::ui {

int RecommendationsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_songs.size());
}

int RecommendationsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QString RecommendationsModel::shiftText(int row) const {
  if (!m_other)
    return {};
  const auto other = m_other->find(m_songs[static_cast<std::size_t>(row)].song);
  if (other == m_other->end())
    return tr("new");
  const int up = *other - row;
  if (up == 0)
    return QStringLiteral("=");
  return up > 0 ? QStringLiteral("▲%1").arg(up) : QStringLiteral("▼%1").arg(-up);
}

QString RecommendationsModel::shiftSentence(int row) const {
  if (!m_other)
    return {};
  const auto other = m_other->find(m_songs[static_cast<std::size_t>(row)].song);
  if (other == m_other->end())
    return tr("Not among the first %1 of the other run.").arg(m_other->size());
  return tr("Rank %1 in the other run.").arg(*other + 1);
}

QVariant RecommendationsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid))
    return {};
  const RecommendedSong& song = m_songs[static_cast<std::size_t>(index.row())];
  if (role == SongRole)
    return song.song;
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((index.column() == Song ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole) {
    if (index.column() == Shift)
      return shiftSentence(index.row());
    if (index.column() == PlayedBefore && song.playedBefore)
      return tr("The listener has heard this song before.");
    return index.column() == Song
               ? QVariant(tr("%1 (song %2)").arg(songText(song.song, song.title, song.artist), song.song))
               : QVariant();
  }
  if (role != Qt::DisplayRole)
    return {};
  switch (index.column()) {
  case Rank:
    return index.row() + 1;
  case Song:
    return songText(song.song, song.title, song.artist);
  case Score:
    return QLocale().toString(song.score, 'f', 3);
  case Shift:
    return shiftText(index.row());
  default:
    return song.playedBefore ? QStringLiteral("✓") : QString();
  }
}

QVariant RecommendationsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
    return {};
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((section == Song ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole && section == Score)
    return tr("What the run sorts by. Scores of different runs cannot be compared.");
  if (role == Qt::ToolTipRole && section == Shift)
    return tr("▲2: two ranks higher here than in the other run; ▼3: three lower; new: not in its list.");
  if (role == Qt::ToolTipRole && section == PlayedBefore)
    return tr("Whether the listener has heard the song before.");
  if (role != Qt::DisplayRole)
    return {};
  switch (section) {
  case Rank:
    return QStringLiteral("#");
  case Song:
    return tr("Song");
  case Score:
    return tr("Score");
  case Shift:
    return tr("Shift");
  default:
    return tr("Played");
  }
}

void RecommendationsModel::setSongs(const std::vector<RecommendedSong>& songs) {
  beginResetModel();
  m_songs = songs;
  endResetModel();
}

void RecommendationsModel::setOther(const std::optional<std::vector<RecommendedSong>>& songs) {
  m_other.reset();
  if (songs) {
    m_other.emplace();
    for (std::size_t row = 0; row < songs->size(); ++row)
      m_other->insert((*songs)[row].song, static_cast<int>(row));
  }
  if (rowCount() > 0)
    emit dataChanged(index(0, Shift), index(rowCount() - 1, Shift));
}

} // namespace skipscope::ui
