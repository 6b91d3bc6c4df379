#include "ui/models/runs_model.h"

#include "ui/models/display_text.h"
#include "ui/models/run_columns.h"

#include <fmt/format.h>

#include <algorithm>

namespace skipscope::ui {

using Kind = RunColumn::Kind;

namespace {

/// Metrics shown without asking; the others wait behind 'All columns'.
const std::vector<std::string> kMainMetrics = {"accuracy", "coverage", "reach_weighted_accuracy", "hr@10",
                                               "ndcg@10"};

constexpr std::size_t kMostRanges = 32; ///< of neighbouring rows that go one after the other

bool canDiffer(Kind kind) {
  return kind == Kind::Configuration || kind == Kind::Dataset || kind == Kind::Tags || kind == Kind::Note;
}

} // namespace

RunsModel::RunsModel(QObject* parent)
    : QAbstractTableModel(parent), m_columns(runColumns()), m_values(m_columns.size()) {}

int RunsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
    return {};
  const RunRow& row = m_rows[static_cast<std::size_t>(index.row())];
  const RunColumn& column = m_columns[static_cast<std::size_t>(index.column())];
  if (column.kind == Kind::Difference && (role == Qt::DisplayRole || role == Qt::ToolTipRole))
    return differenceCell(row.run, role);
  switch (role) {
  case Qt::DisplayRole:
    return row.inactive.count(column.key) > 0 ? QString() : runCellText(row.run, column);
  case Qt::ToolTipRole:
    if (!row.run.message.empty() && (column.kind == Kind::State || column.kind == Kind::Progress))
      return fromCore(row.run.message);
    return column.kind == Kind::Id ? fromCore(row.run.id) : runCellText(row.run, column);
  case Qt::TextAlignmentRole:
    return QVariant::fromValue(
        Qt::Alignment(Qt::AlignVCenter | (isNumber(column.kind) ? Qt::AlignRight : Qt::AlignLeft)));
  case SortRole:
    return sortValue(row, column);
  case IdRole:
    return fromCore(row.run.id);
  case IdsRole:
    return QStringList(fromCore(row.run.id));
  case StateRole:
    return static_cast<int>(row.run.state);
  case ShareRole:
    return runShare(row.run);
  case ProgressTextRole:
    return runProgressText(row.run);
  default:
    return {};
  }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (section < 0 || (orientation == Qt::Horizontal && section >= columnCount()))
    return {};
  if (orientation == Qt::Vertical)
    return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
  const RunColumn& column = m_columns[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole)
    return column.title;
  if (role == Qt::ToolTipRole)
    return column.tooltip;
  if (role == Qt::TextAlignmentRole)
    return QVariant::fromValue(
        Qt::Alignment(Qt::AlignVCenter | (isNumber(column.kind) ? Qt::AlignRight : Qt::AlignLeft)));
  return {};
}

bool RunsModel::isNumber(Kind kind) {
  return kind == Kind::Seed || kind == Kind::Metric || kind == Kind::Difference || kind == Kind::Steps ||
         kind == Kind::Seconds;
}

QVariant RunsModel::sortValue(const RunRow& row, const RunColumn& column) const {
  if (row.inactive.count(column.key) > 0)
    return QString();
  switch (column.kind) {
  case Kind::State:
    return static_cast<int>(row.run.state);
  case Kind::Difference:
    if (isBaseline(row.run))
      return 0.0;
    if (const BaselineDifference* difference = differenceOf(row.run);
        difference && difference->problem.empty())
      return difference->comparison.difference;
    return QString();
  case Kind::Message:
  case Kind::Tags:
  case Kind::Note:
  case Kind::Id:
    return fromCore(runFilterText(row.run, column));
  default: {
    const QString text = fromCore(runFilterText(row.run, column));
    bool number = false;
    const double value = text.toDouble(&number);
    return number ? QVariant(value) : QVariant(text);
  }
  }
}

const std::vector<RunsModel::SortKey>& RunsModel::sortKeys(int column) const {
  const auto [known, isNew] = m_sortKeys.try_emplace(column);
  if (isNew) {
    known->second.reserve(m_rows.size());
    for (const RunRow& row : m_rows) {
      const QVariant value = sortValue(row, m_columns[static_cast<std::size_t>(column)]);
      const bool number = value.typeId() != QMetaType::QString;
      known->second.push_back(
          {number, number ? value.toDouble() : 0, number ? QString() : value.toString().toCaseFolded()});
    }
  }
  return known->second;
}

void RunsModel::countValues(const RunRow& row, int change) {
  for (std::size_t c = 0; c < m_columns.size(); ++c) {
    if (!canDiffer(m_columns[c].kind) || row.inactive.count(m_columns[c].key) > 0)
      continue;
    const auto value = m_values[c].try_emplace(row.texts[c].second).first;
    value->second += change;
    if (value->second == 0)
      m_values[c].erase(value);
  }
}

void RunsModel::apply(const store::Changes& changes) {
  apply(changes, makeRunRows(changes.runs, m_columns));
}

void RunsModel::apply(const store::Changes& changes, std::vector<RunRow> rows) {
  forgetSortKeys();
  const auto difference = static_cast<std::size_t>(columnOf("difference"));
  std::vector<RunRow*> added; // rows are large to move
  std::vector<int> removed;
  bool columnsMayChange = false;
  for (RunRow& row : rows) {
    row.texts[difference].second = differenceFilterText(row.run);
    const int known = rowOf(fromCore(row.run.id));
    if (known < 0) {
      added.push_back(&row);
      continue;
    }
    const store::Run& before = run(known);
    columnsMayChange = columnsMayChange || before.tags != row.run.tags || before.note != row.run.note;
    replaceRun(known, std::move(row));
  }
  const auto remove = [&](const std::string& id) {
    if (const int row = rowOf(fromCore(id)); row >= 0)
      removed.push_back(row);
  };
  for (const store::Run& run : changes.runs)
    if (run.deleted)
      remove(run.id);
  for (const std::string& id : changes.removedRuns)
    remove(id);
  if (!removed.empty()) {
    columnsMayChange = true;
    removeRuns(std::move(removed));
  }
  if (!added.empty()) {
    columnsMayChange = true;
    addRuns(std::move(added));
  }
  for (const store::Baseline& baseline : changes.baselines)
    if (baseline.configurationHash.empty())
      m_baselines.erase(baseline.fingerprint);
    else
      m_baselines[baseline.fingerprint] = baseline.configurationHash;
  if (!changes.baselines.empty()) {
    forgetSortKeys();
    columnsMayChange = true;
    refreshDifferences();
  }
  if (columnsMayChange)
    emit columnsChanged();
}

void RunsModel::replaceRun(int row, RunRow updated) {
  RunRow& old = m_rows[static_cast<std::size_t>(row)];
  countValues(old, -1);
  countValues(updated, 1);
  old = std::move(updated);
  forgetSortKeys();
  emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

void RunsModel::addRuns(std::vector<RunRow*> rows) {
  std::sort(rows.begin(), rows.end(),
            [](const RunRow* a, const RunRow* b) { return a->run.number < b->run.number; });
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
  if (const std::size_t wanted = m_rows.size() + rows.size(); wanted > m_rows.capacity())
    m_rows.reserve(std::max(wanted, 2 * m_rows.capacity()));
  for (RunRow* row : rows) {
    countValues(*row, 1);
    m_rows.push_back(std::move(*row));
  }
  reindex(first);
  forgetSortKeys();
  endInsertRows();
}

void RunsModel::removeRuns(std::vector<int> rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  for (const int row : rows)
    countValues(m_rows[static_cast<std::size_t>(row)], -1);
  std::vector<std::pair<int, int>> ranges; // first and last
  for (const int row : rows) {
    if (!ranges.empty() && ranges.back().second == row - 1)
      ranges.back().second = row;
    else
      ranges.emplace_back(row, row);
  }
  // Every range moves all rows behind it: many of them are cheaper as a new beginning.
  const bool scattered = ranges.size() > kMostRanges;
  if (scattered)
    beginResetModel();
  for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
    const auto [first, last] = *range;
    if (!scattered)
      beginRemoveRows({}, first, last);
    for (int row = first; row <= last; ++row)
      m_rowOfId.remove(fromCore(run(row).id));
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
    forgetSortKeys();
    if (!scattered) {
      reindex(first);
      endRemoveRows();
    }
  }
  if (scattered) {
    reindex(0);
    endResetModel();
  }
}

void RunsModel::reindex(int from) {
  for (int row = from; row < rowCount(); ++row)
    m_rowOfId[fromCore(run(row).id)] = row;
}

void RunsModel::clear() {
  beginResetModel();
  forgetSortKeys();
  m_rows.clear();
  m_rowOfId.clear();
  m_baselines.clear();
  m_differences.reset();
  for (auto& values : m_values)
    values.clear();
  endResetModel();
  emit columnsChanged();
}

int RunsModel::columnOf(const std::string& key) const {
  const auto found = std::find_if(m_columns.begin(), m_columns.end(),
                                  [&](const RunColumn& column) { return column.key == key; });
  return found == m_columns.end() ? -1 : static_cast<int>(found - m_columns.begin());
}

bool RunsModel::worthShowing(int column) const {
  const RunColumn& description = m_columns[static_cast<std::size_t>(column)];
  switch (description.kind) {
  case Kind::Dataset:
  case Kind::Configuration:
    return m_values[static_cast<std::size_t>(column)].size() > 1;
  case Kind::Tags:
  case Kind::Note: { // where any run has one
    const auto& values = m_values[static_cast<std::size_t>(column)];
    return values.size() > values.count({});
  }
  case Kind::Metric:
    return std::find(kMainMetrics.begin(), kMainMetrics.end(), description.key) != kMainMetrics.end();
  case Kind::Difference:
    return !m_baselines.empty();
  case Kind::Steps:
  case Kind::Seconds:
  case Kind::Message:
  case Kind::Id:
    return false;
  default:
    return true;
  }
}

int RunsModel::rowOf(const QString& id) const {
  return m_rowOfId.value(id, -1);
}

int RunsModel::count(store::RunState state) const {
  return static_cast<int>(
      std::count_if(m_rows.begin(), m_rows.end(), [&](const RunRow& row) { return row.run.state == state; }));
}

bool RunsModel::isBaseline(const store::Run& run) const {
  const auto pinned = m_baselines.find(run.fingerprint);
  return pinned != m_baselines.end() && pinned->second == run.configurationHash;
}

std::string RunsModel::baselineOf(const std::string& fingerprint) const {
  const auto found = m_baselines.find(fingerprint);
  return found == m_baselines.end() ? std::string() : found->second;
}

BaselineQuestion RunsModel::baselineQuestion() const {
  BaselineQuestion question{m_baselines, {}};
  std::map<BaselineDifferences::Key, FinishedConfiguration> configurations;
  for (const auto& [run, texts, inactive] : m_rows) {
    if (run.state != store::RunState::Finished || m_baselines.count(run.fingerprint) == 0)
      continue;
    FinishedConfiguration& each = configurations[{run.fingerprint, run.configurationHash}];
    each.fingerprint = run.fingerprint;
    each.hash = run.configurationHash;
    each.minimumHistory = run.configuration.minimumHistory;
    each.runs.push_back(run.id);
    for (const std::string& experiment : run.experiments) {
      const auto place = std::lower_bound(each.experiments.begin(), each.experiments.end(), experiment);
      if (place == each.experiments.end() || *place != experiment)
        each.experiments.insert(place, experiment);
    }
  }
  for (auto& [key, configuration] : configurations)
    question.configurations.push_back(std::move(configuration));
  return question;
}

void RunsModel::setDifferences(std::shared_ptr<const BaselineDifferences> differences) {
  m_differences = std::move(differences);
  refreshDifferences();
}

void RunsModel::refreshDifferences() {
  if (m_rows.empty())
    return;
  const int column = columnOf("difference");
  forgetSortKeys();
  for (RunRow& row : m_rows)
    row.texts[static_cast<std::size_t>(column)].second = differenceFilterText(row.run);
  emit dataChanged(index(0, column), index(rowCount() - 1, column));
}

const BaselineDifference* RunsModel::differenceOf(const store::Run& run) const {
  // Differences to what was pinned before say nothing about what is pinned now.
  if (!m_differences || run.state != store::RunState::Finished || isBaseline(run))
    return nullptr;
  const auto pinned = m_differences->question.baselines.find(run.fingerprint);
  if (pinned == m_differences->question.baselines.end() || pinned->second != baselineOf(run.fingerprint))
    return nullptr;
  const auto found = m_differences->answers.find({run.fingerprint, run.configurationHash});
  return found == m_differences->answers.end() ? nullptr : &found->second;
}

QString RunsModel::differenceCell(const store::Run& run, int role) const {
  if (isBaseline(run))
    return role == Qt::DisplayRole ? tr("Baseline")
                                   : tr("The configurations on this log are compared with this one.");
  const BaselineDifference* difference = differenceOf(run);
  if (!difference)
    return {};
  return role == Qt::DisplayRole ? differenceText(*difference) : differenceTooltip(*difference);
}

std::string RunsModel::differenceFilterText(const store::Run& run) const {
  if (isBaseline(run))
    return "baseline";
  const BaselineDifference* difference = differenceOf(run);
  return difference && difference->problem.empty() ? fmt::format("{}", difference->comparison.difference)
                                                   : std::string();
}

} // namespace skipscope::ui
