#include "ui/listener_search_edit.h"

#include "core/listening/dataset.h"
#include "core/store/listener_history.h"
#include "ui/models/display_text.h"
#include "ui/workspace_tasks.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QRandomGenerator>
#include <QStringListModel>
#include <algorithm>
#include <utility>

namespace skipscope::ui {

namespace {

constexpr int kMostOffered = 100;

/// The first ids that contain `part` (case does not matter), those that begin with it before others.
QStringList matches(const std::vector<std::string>& ids, const QString& part) {
  QStringList beginning;
  QStringList within;
  for (const std::string& id : ids) {
    const QString text = fromCore(id);
    const auto at = text.indexOf(part, 0, Qt::CaseInsensitive);
    if (at == 0)
      beginning.append(text);
    else if (at > 0 && within.size() < kMostOffered)
      within.append(text);
    if (beginning.size() == kMostOffered)
      break;
  }
  return (beginning + within).mid(0, kMostOffered);
}

} // namespace

ListenerSearchEdit::ListenerSearchEdit(QWidget* parent)
    : QLineEdit(parent), m_found(new QStringListModel(this)), m_completer(new QCompleter(m_found, this)) {
  setClearButtonEnabled(true);
  m_completer->setFilterMode(Qt::MatchContains);
  m_completer->setCaseSensitivity(Qt::CaseInsensitive);
  // Not setCompleter(): it would go through all ids on the window's thread.
  m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  m_completer->setWidget(this);
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &ListenerSearchEdit::choose);
  connect(this, &QLineEdit::textEdited, this, &ListenerSearchEdit::search);
  connect(this, &QLineEdit::returnPressed, this, &ListenerSearchEdit::acceptTyped);
  showState();
}

void ListenerSearchEdit::setDataset(WorkspaceTasks* tasks, const QString& fingerprint) {
  if (m_tasks)
    disconnect(m_tasks, nullptr, this, nullptr);
  m_tasks = fingerprint.isEmpty() ? nullptr : tasks;
  m_fingerprint = fingerprint;
  m_ids.reset();
  ++m_generation;
  m_searching = m_again = false;
  m_wanted.clear();
  m_found->setStringList({});
  clear();
  showState();
  if (!m_tasks)
    return;
  connect(m_tasks, &QObject::destroyed, this, [this] { m_tasks = nullptr; });
  m_tasks->run(
      this,
      [fingerprint = toCore(fingerprint)](store::Workspace& workspace) -> Ids {
        return std::make_shared<const std::vector<std::string>>(store::listenerIds(workspace, fingerprint));
      },
      [this, generation = m_generation](Ids ids) {
        if (generation == m_generation)
          take(std::move(ids));
      });
}

void ListenerSearchEdit::take(Ids ids) {
  m_ids = std::move(ids);
  showState();
  if (!m_wanted.isEmpty())
    choose(std::exchange(m_wanted, {}));
  else if (hasFocus() && !text().isEmpty())
    search();
}

void ListenerSearchEdit::showState() {
  setEnabled(m_tasks != nullptr);
  setPlaceholderText(m_ids ? tr("part of an id, among %1").arg(countText(static_cast<qint64>(m_ids->size())))
                           : tr("part of an id"));
}

void ListenerSearchEdit::search() {
  if (!m_ids || !m_tasks)
    return;
  if (text().isEmpty()) {
    m_completer->popup()->hide();
    return;
  }
  if (m_searching) {
    m_again = true;
    return;
  }
  m_searching = true;
  m_tasks->run(
      this, [ids = m_ids, part = text()](store::Workspace&) { return matches(*ids, part); },
      [this, generation = m_generation](const QStringList& ids) {
        if (generation != m_generation)
          return;
        m_searching = false;
        if (std::exchange(m_again, false))
          search();
        else
          offer(ids);
      });
}

void ListenerSearchEdit::offer(const QStringList& ids) {
  m_found->setStringList(ids);
  if (ids.isEmpty() || !hasFocus())
    m_completer->popup()->hide();
  else
    m_completer->complete();
}

void ListenerSearchEdit::acceptTyped() {
  const QAbstractItemView* list = m_completer->popup();
  if (list->isVisible() && list->selectionModel()->hasSelection())
    return; // the list tells what was chosen
  m_completer->popup()->hide();
  if (!text().trimmed().isEmpty())
    choose(text().trimmed());
}

void ListenerSearchEdit::choose(const QString& id) {
  setText(id);
  if (!m_ids) {
    m_wanted = id;
    return;
  }
  const std::string wanted = toCore(id);
  const auto found = std::lower_bound(m_ids->begin(), m_ids->end(), wanted, listening::idLess);
  if (found != m_ids->end() && *found == wanted)
    emit chosen(static_cast<int>(found - m_ids->begin()), id);
  else
    emit notFound(
        tr("There is no listener '%1': choose one from the list that opens while you type.").arg(id));
}

void ListenerSearchEdit::chooseRandom() {
  if (m_ids && !m_ids->empty())
    choose(fromCore((*m_ids)[QRandomGenerator::global()->bounded(static_cast<quint32>(m_ids->size()))]));
}

} // namespace skipscope::ui
