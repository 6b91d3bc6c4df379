#include "ui/models/run_groups_model.h"

#include "core/evaluation/summary.h"
#include "ui/models/display_text.h"
#include "ui/models/run_columns.h"

#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace skipscope::ui {

using Kind = RunColumn::Kind;
using store::RunState;

namespace {

/// What a group is called when its runs stand differently: the first of these that one of them is in.
constexpr std::array<RunState, 6> kTelling = {RunState::Running,   RunState::Failed, RunState::Interrupted,
                                              RunState::Cancelled, RunState::Queued, RunState::Finished};

QString keyOf(const store::Run& run) {
  return fromCore(run.fingerprint) + QChar('/') + fromCore(run.configurationHash);
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

RunGroupsModel::RunGroupsModel(RunsModel* runs, QObject* parent) : QAbstractTableModel(parent), m_runs(runs) {
  connect(runs, &QAbstractItemModel::rowsInserted, this,
          [this](const QModelIndex&, int first, int last) { insertRuns(first, last); });
  connect(runs, &QAbstractItemModel::rowsAboutToBeRemoved, this,
          [this](const QModelIndex&, int first, int last) { removeRuns(first, last); });
  connect(runs, &QAbstractItemModel::dataChanged, this,
          [this](const QModelIndex& first, const QModelIndex& last) { changeRuns(first.row(), last.row()); });
  connect(runs, &QAbstractItemModel::modelAboutToBeReset, this, [this] { beginResetModel(); });
  connect(runs, &QAbstractItemModel::modelReset, this, [this] {
    fill();
    endResetModel();
  });
  fill();
}

void RunGroupsModel::fill() {
  m_groups.clear();
  m_rowOfKey.clear();
  for (int row = 0; row < m_runs->rowCount(); ++row) {
    const store::Run& run = m_runs->run(row);
    const QString key = keyOf(run);
    if (!m_rowOfKey.contains(key)) {
      m_rowOfKey[key] = rowCount();
      m_groups.push_back({key, {}});
    }
    m_groups[static_cast<std::size_t>(m_rowOfKey.value(key))].ids << fromCore(run.id);
  }
}

void RunGroupsModel::insertRuns(int first, int last) {
  std::vector<Group> added;
  QHash<QString, int> addedRow;
  for (int row = first; row <= last; ++row) {
    const store::Run& run = m_runs->run(row);
    const QString key = keyOf(run);
    if (const int known = m_rowOfKey.value(key, -1); known >= 0) {
      m_groups[static_cast<std::size_t>(known)].ids << fromCore(run.id);
      tellChanged(known);
      continue;
    }
    if (!addedRow.contains(key)) {
      addedRow[key] = static_cast<int>(added.size());
      added.push_back({key, {}});
    }
    added[static_cast<std::size_t>(addedRow.value(key))].ids << fromCore(run.id);
  }
  if (added.empty())
    return;
  const int begin = rowCount();
  beginInsertRows({}, begin, begin + static_cast<int>(added.size()) - 1);
  for (Group& group : added) {
    m_rowOfKey[group.key] = rowCount();
    m_groups.push_back(std::move(group));
  }
  endInsertRows();
}

void RunGroupsModel::removeRuns(int first, int last) {
  for (int each = first; each <= last; ++each) {
    const store::Run& run = m_runs->run(each);
    const int row = m_rowOfKey.value(keyOf(run), -1);
    if (row < 0)
      continue;
    Group& group = m_groups[static_cast<std::size_t>(row)];
    group.ids.removeOne(fromCore(run.id));
    if (!group.ids.isEmpty()) {
      tellChanged(row);
      continue;
    }
    beginRemoveRows({}, row, row);
    m_rowOfKey.remove(group.key);
    m_groups.erase(m_groups.begin() + row);
    for (int after = row; after < rowCount(); ++after)
      m_rowOfKey[m_groups[static_cast<std::size_t>(after)].key] = after;
    endRemoveRows();
  }
}

void RunGroupsModel::changeRuns(int first, int last) {
  for (int each = first; each <= last; ++each)
    if (const int row = m_rowOfKey.value(keyOf(m_runs->run(each)), -1); row >= 0)
      tellChanged(row);
}

void RunGroupsModel::tellChanged(int row) {
  m_groups[static_cast<std::size_t>(row)].sortValues.clear();
  emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

int RunGroupsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_groups.size());
}

int RunGroupsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_runs->columnCount();
}

int RunGroupsModel::rowOf(const QString& id) const {
  const int row = m_runs->rowOf(id);
  return row < 0 ? -1 : m_rowOfKey.value(keyOf(m_runs->run(row)), -1);
}

std::vector<const store::Run*> RunGroupsModel::runsOf(const Group& group) const {
  std::vector<const store::Run*> runs;
  for (const QString& id : group.ids)
    if (const int row = m_runs->rowOf(id); row >= 0)
      runs.push_back(&m_runs->run(row));
  return runs;
}

std::vector<double> RunGroupsModel::values(const Group& group, const RunColumn& column) const {
  std::vector<double> values;
  for (const store::Run* run : runsOf(group)) {
    if (run->state != RunState::Finished)
      continue;
    if (column.kind == Kind::Steps)
      values.push_back(static_cast<double>(run->progress.step));
    else if (column.kind == Kind::Seconds)
      values.push_back(run->progress.trainSeconds);
    else if (const auto found = run->test.find(column.key); found != run->test.end())
      values.push_back(found->second);
  }
  return values;
}

RunState RunGroupsModel::state(const Group& group) const {
  const auto runs = runsOf(group);
  for (const RunState telling : kTelling)
    if (std::any_of(runs.begin(), runs.end(), [&](const auto* run) { return run->state == telling; }))
      return telling;
  return RunState::Queued;
}

QString RunGroupsModel::progressText(const Group& group) const {
  QStringList parts;
  const auto runs = runsOf(group);
  for (const RunState each : kTelling)
    if (const auto count =
            std::count_if(runs.begin(), runs.end(), [&](const auto* run) { return run->state == each; });
        count > 0)
      parts << QStringLiteral("%1 %2").arg(count).arg(fromCore(store::runStateName(each)));
  return parts.join(QStringLiteral(", "));
}

QString RunGroupsModel::cellText(const Group& group, const RunColumn& column) const {
  const auto runs = runsOf(group);
  switch (column.kind) {
  case Kind::State: {
    const auto finished = std::count_if(runs.begin(), runs.end(),
                                        [](const auto* run) { return run->state == RunState::Finished; });
    return tr("%1 of %2").arg(finished).arg(runs.size());
  }
  case Kind::Progress:
    return progressText(group);
  case Kind::Metric: {
    const auto summary = evaluation::summarise(values(group, column));
    if (summary.count == 0)
      return {};
    const auto number = [large = summary.mean > 10 || summary.mean < -10](double value) {
      return QLocale().toString(value, 'f', large ? 1 : 3);
    };
    const QString text = number(summary.mean);
    return summary.count < 2 ? text
                             : QStringLiteral("%1 ± %2").arg(text, number(summary.high - summary.mean));
  }
  case Kind::Steps:
  case Kind::Seconds: {
    const auto all = values(group, column);
    if (all.empty())
      return {};
    return column.kind == Kind::Steps ? countText(std::llround(mean(all))) : durationText(mean(all));
  }
  case Kind::Id:
    return {};
  default: { // what its runs say, each text once
    QStringList texts;
    for (const store::Run* run : runs)
      if (const QString text = runCellText(*run, column); !text.isEmpty() && !texts.contains(text))
        texts << text;
    return texts.join(QStringLiteral(", "));
  }
  }
}

QString RunGroupsModel::metricTooltip(const Group& group, const RunColumn& column) const {
  const auto summary = evaluation::summarise(values(group, column));
  if (summary.count == 0)
    return tr("No seed has finished yet.");
  if (summary.count == 1)
    return tr("One seed has finished: how much a seed matters is not known.");
  return tr("Mean of %1 seeds; 95 % interval from %2 to %3")
      .arg(summary.count)
      .arg(QLocale().toString(summary.low, 'f', 4), QLocale().toString(summary.high, 'f', 4));
}

QModelIndex RunGroupsModel::telling(const Group& group, int column) const {
  if (m_runs->columns()[static_cast<std::size_t>(column)].kind == Kind::Difference)
    for (const QString& id : group.ids)
      if (const int each = m_runs->rowOf(id); each >= 0 && m_runs->run(each).state == RunState::Finished)
        return m_runs->index(each, column);
  return m_runs->index(m_runs->rowOf(group.ids.front()), column);
}

QVariant RunGroupsModel::sortValue(const Group& group, int column) const {
  const Kind kind = m_runs->columns()[static_cast<std::size_t>(column)].kind;
  if (kind == Kind::State)
    return static_cast<int>(state(group));
  if (kind != Kind::Metric && kind != Kind::Steps && kind != Kind::Seconds)
    return telling(group, column).data(RunsModel::SortRole);
  const auto all = values(group, m_runs->columns()[static_cast<std::size_t>(column)]);
  return all.empty() ? QVariant(QString()) : QVariant(mean(all));
}

QVariant RunGroupsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
    return {};
  const Group& group = m_groups[static_cast<std::size_t>(index.row())];
  const RunColumn& column = m_runs->columns()[static_cast<std::size_t>(index.column())];
  const QModelIndex first = telling(group, index.column());
  const bool ofConfiguration =
      column.kind == Kind::Configuration || column.kind == Kind::Dataset || column.kind == Kind::Difference;
  switch (role) {
  case Qt::DisplayRole:
    return ofConfiguration ? first.data(role) : cellText(group, column);
  case Qt::ToolTipRole:
    return column.kind == Kind::Metric ? metricTooltip(group, column)
           : ofConfiguration           ? first.data(role)
                                       : cellText(group, column);
  case RunsModel::SortRole:
    if (!group.sortValues.contains(index.column()))
      group.sortValues[index.column()] = sortValue(group, index.column());
    return group.sortValues.value(index.column());
  case RunsModel::IdRole:
    return group.ids.front();
  case RunsModel::IdsRole:
    return group.ids;
  case RunsModel::StateRole:
    return static_cast<int>(state(group));
  case RunsModel::ShareRole: {
    double share = 0;
    for (const store::Run* run : runsOf(group))
      share += runShare(*run) / static_cast<double>(group.ids.size());
    return share;
  }
  case RunsModel::ProgressTextRole:
    return progressText(group);
  default:
    return first.data(role);
  }
}

QVariant RunGroupsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  const bool column = orientation == Qt::Horizontal && section >= 0 && section < columnCount();
  if (column && role == Qt::DisplayRole) {
    const Kind kind = m_runs->columns()[static_cast<std::size_t>(section)].kind;
    if (kind == Kind::State)
      return tr("Finished");
    if (kind == Kind::Seed)
      return tr("Seeds");
  }
  return m_runs->headerData(section, orientation, role);
}

} // namespace skipscope::ui
