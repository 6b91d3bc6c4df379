#include "ui/models/history_model.h"

#include "ui/models/display_text.h"
#include "ui/models/recommendations.h"

namespace skipscope::ui {

int HistoryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_history ? 0 : static_cast<int>(m_history->events.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid))
    return {};
  const std::size_t event = m_history->events.size() - 1 - static_cast<std::size_t>(index.row());
  const store::HeardSong& heard = m_history->events[event];
  if (role == FeedbackRole)
    return static_cast<int>(heard.event.feedback);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
    return {};
  switch (index.column()) {
  case Time:
    return m_history->orderedByPosition ? countText(heard.event.time) : momentText(heard.event.time);
  case Song: {
    const QString name = songText(fromCore(heard.song), fromCore(heard.title), fromCore(heard.artist));
    return role == Qt::ToolTipRole ? tr("%1 (song %2)").arg(name, fromCore(heard.song)) : name;
  }
  case Station:
    return fromCore(heard.station);
  case Feedback:
    return feedbackText(heard.event.feedback);
  default: {
    const auto& hearings = hearingsOf(index.column());
    if (event >= hearings.size())
      return {};
    return role == Qt::ToolTipRole ? hearingSentence(heard.event.feedback, hearings[event])
                                   : hearingText(heard.event.feedback, hearings[event]);
  }
  }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal)
    return {};
  if (role == Qt::ToolTipRole && section >= HeardByA)
    return tr("How the run hears this play when it recommends after the whole history.");
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole)
    return {};
  switch (section) {
  case Time:
    return m_history && m_history->orderedByPosition ? tr("Position") : tr("Time");
  case Song:
    return tr("Song");
  case Station:
    return tr("Station");
  case Feedback:
    return tr("Feedback");
  case HeardByA:
    return tr("A hears");
  case HeardByB:
    return tr("B hears");
  default:
    return {};
  }
}

void HistoryModel::setHistory(std::shared_ptr<const store::ListenerHistory> history) {
  beginResetModel();
  m_history = std::move(history);
  m_hearings = {};
  endResetModel();
}

void HistoryModel::setHearings(Column column, const std::vector<Hearing>& hearings) {
  m_hearings[column == HeardByB ? 1 : 0] = hearings;
  if (rowCount() > 0)
    emit dataChanged(index(0, column), index(rowCount() - 1, column));
}

} // namespace skipscope::ui
