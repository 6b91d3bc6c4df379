#include "ui/models/run_choices_model.h"

#include "ui/models/display_text.h"
#include "ui/models/figure_labels.h"
#include "ui/models/runs_model.h"

#include <algorithm>

namespace skipscope::ui {

namespace {
constexpr int kShortId = 8;
}

RunChoicesModel::RunChoicesModel(const RunsModel* runs, bool none, QObject* parent)
    : QAbstractListModel(parent), m_runs(runs), m_none(none) {
  if (m_none)
    m_ids.emplace_back();
}

int RunChoicesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

QVariant RunChoicesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid))
    return {};
  const QString& id = m_ids[static_cast<std::size_t>(index.row())];
  if (role == IdRole)
    return id;
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
    return {};
  return id.isEmpty() ? tr("none") : label(id);
}

QString RunChoicesModel::label(const QString& id) const {
  const int row = m_runs->rowOf(id);
  if (row < 0)
    return id.left(kShortId);
  const store::Run& run = m_runs->run(row);
  std::vector<std::string> keys;
  for (std::size_t column = 0; column < m_runs->columns().size(); ++column)
    if (m_runs->columns()[column].kind == RunColumn::Kind::Configuration &&
        m_runs->worthShowing(static_cast<int>(column)))
      keys.push_back(m_runs->columns()[column].key);
  const QString experiment = run.experiments.empty() ? QString() : fromCore(run.experiments.front());
  return tr("%1 · %2 · seed %3 · %4")
      .arg(experiment, shortLabel(run.configuration, keys), QString::number(run.seed), id.left(kShortId));
}

bool RunChoicesModel::refresh(const QString& fingerprint) {
  std::vector<QString> ids;
  if (m_none)
    ids.emplace_back();
  const std::string wanted = toCore(fingerprint);
  for (int row = m_runs->rowCount(); row-- > 0;) {
    const store::Run& run = m_runs->run(row);
    if (run.state == store::RunState::Finished && run.fingerprint == wanted)
      ids.push_back(fromCore(run.id));
  }
  if (ids == m_ids)
    return false;
  beginResetModel();
  m_ids = std::move(ids);
  endResetModel();
  return true;
}

int RunChoicesModel::rowOf(const QString& id) const {
  const auto found = std::find(m_ids.begin(), m_ids.end(), id);
  return found == m_ids.end() ? -1 : static_cast<int>(found - m_ids.begin());
}

} // namespace skipscope::ui
