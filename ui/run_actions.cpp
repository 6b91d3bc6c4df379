#include "ui/run_actions.h"

#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "ui/bin_dialog.h"
#include "ui/icons.h"
#include "ui/models/display_text.h"
#include "ui/models/runs_model.h"
#include "ui/workspace_tasks.h"

#include <QAction>
#include <QInputDialog>
#include <QPlainTextEdit>
#include <QPointer>
#include <QUndoCommand>
#include <QUndoStack>
#include <algorithm>
#include <iterator>

namespace skipscope::ui {

using store::Queue;
using store::RunState;
using store::RunStore;
using store::Workspace;

namespace {

std::vector<std::string> toIds(const QStringList& ids) {
  std::vector<std::string> all;
  for (const QString& id : ids)
    all.push_back(toCore(id));
  return all;
}

/// To the bin or out of it, and back.
class MoveRuns : public QUndoCommand {
public:
  MoveRuns(WorkspaceTasks* tasks, std::vector<std::string> ids, bool toBin)
      : QUndoCommand((toBin ? RunActions::tr("deleting %1") : RunActions::tr("restoring %1"))
                         .arg(countOf(static_cast<std::int64_t>(ids.size()), RunActions::tr("run")))),
        m_tasks(tasks), m_ids(std::move(ids)), m_toBin(toBin) {}

  void redo() override { move(m_toBin); }
  void undo() override { move(!m_toBin); }

private:
  void move(bool toBin) {
    if (m_tasks)
      m_tasks->run(
          m_tasks,
          [ids = m_ids, toBin](Workspace& workspace) {
            RunStore runs(workspace);
            toBin ? runs.remove(ids) : runs.restore(ids);
            return true;
          },
          [](bool) {});
  }

  QPointer<WorkspaceTasks> m_tasks;
  std::vector<std::string> m_ids;
  bool m_toBin;
};

/// A change of tags, notes or the baseline, and back. Each way is guarded: what another window wrote since
/// stays.
template <class Change> class Annotate : public QUndoCommand {
public:
  using Apply = void (store::Annotations::*)(const std::vector<Change>&);

  Annotate(const QString& text, WorkspaceTasks* tasks, std::vector<Change> changes, Apply apply)
      : QUndoCommand(text), m_tasks(tasks), m_changes(std::move(changes)), m_apply(apply) {}

  void redo() override { run(m_changes); }
  void undo() override {
    std::vector<Change> back = m_changes;
    for (Change& change : back)
      std::swap(change.from, change.to);
    run(std::move(back));
  }

private:
  void run(std::vector<Change> changes) {
    if (m_tasks)
      m_tasks->run(
          m_tasks,
          [changes = std::move(changes), apply = m_apply](Workspace& workspace) {
            store::Annotations annotations(workspace);
            (annotations.*apply)(changes);
            return true;
          },
          [](bool) {});
  }

  QPointer<WorkspaceTasks> m_tasks;
  std::vector<Change> m_changes;
  Apply m_apply;
};

/// Whether a chosen run in this state can take part in the action.
bool allowed(const QString& action, RunState state) {
  if (action == QLatin1String("cancelAction"))
    return state == RunState::Queued || state == RunState::Running;
  if (action == QLatin1String("resumeAction"))
    return state == RunState::Interrupted || state == RunState::Cancelled;
  if (action == QLatin1String("retryAction"))
    return state == RunState::Failed;
  if (action == QLatin1String("runNextAction"))
    return state == RunState::Queued;
  return state != RunState::Running; // delete
}

} // namespace

RunActions::RunActions(RunsModel* runs, QUndoStack* undo, QObject* parent)
    : QObject(parent), m_runs(runs), m_undo(undo), m_pause(new QAction(tr("&Pause the queue"), this)),
      m_resumeAll(new QAction(tr("Resume &all interrupted"), this)), m_bin(new QAction(tr("&Bin …"), this)) {
  addActions();
  addAnnotations();
  m_pause->setObjectName(QStringLiteral("pauseAction"));
  m_pause->setCheckable(true);
  m_pause->setToolTip(tr("Running runs end, no further one begins"));
  connect(m_pause, &QAction::triggered, this, [this](bool paused) {
    m_tasks->run(
        this,
        [paused](Workspace& workspace) {
          Queue(workspace).setPaused(paused);
          return paused;
        },
        [this](bool isPaused) {
          if (!isPaused)
            emit queueGrew();
        });
  });
  m_resumeAll->setObjectName(QStringLiteral("resumeAllAction"));
  connect(m_resumeAll, &QAction::triggered, this, [this] {
    m_tasks->run(
        this, [](Workspace& workspace) { return Queue(workspace).resumeAllInterrupted(); },
        [this](const std::vector<std::string>&) { emit queueGrew(); });
  });
  m_bin->setObjectName(QStringLiteral("binAction"));
  connect(m_bin, &QAction::triggered, this, &RunActions::openBin);
  refresh();
}

void RunActions::addActions() {
  add("cancelAction", tr("&Cancel"), QStringLiteral("cancel"), {}, [this](const QStringList& ids) {
    m_tasks->run(
        this, [ids](Workspace& workspace) { return Queue(workspace).cancel(toIds(ids)); },
        [](const std::vector<std::string>&) {});
  });
  add("resumeAction", tr("&Resume"), QStringLiteral("resume"), {}, [this](const QStringList& ids) {
    m_tasks->run(
        this, [ids](Workspace& workspace) { return Queue(workspace).resume(toIds(ids)); },
        [this](const std::vector<std::string>&) { emit queueGrew(); });
  });
  add("retryAction", tr("Re&try"), QStringLiteral("retry"), {}, [this](const QStringList& ids) {
    m_tasks->run(
        this, [ids](Workspace& workspace) { return Queue(workspace).retry(toIds(ids)); },
        [this](const std::vector<std::string>&) { emit queueGrew(); });
  });
  add("runNextAction", tr("Run &next"), QStringLiteral("launch"), {}, [this](const QStringList& ids) {
    m_tasks->run(
        this,
        [ids](Workspace& workspace) {
          Queue(workspace).runNext(toIds(ids));
          return true;
        },
        [](bool) {});
  });
  add("deleteAction", tr("&Delete"), QStringLiteral("delete"), QKeySequence(QKeySequence::Delete),
      [this](const QStringList& ids) { deleteRuns(ids); });
}

QAction* RunActions::add(const char* name, const QString& text, const QString& icon,
                         const QKeySequence& shortcut, std::function<void(const QStringList&)> act) {
  auto* action = new QAction(text, this);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(shortcut);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut); // Delete in a text field deletes text
  connect(action, &QAction::triggered, this, [this, action, act = std::move(act)] {
    QStringList ids;
    for (const QString& id : m_chosen) {
      const int row = m_runs->rowOf(id);
      if (row >= 0 && allowed(action->objectName(), m_runs->run(row).state))
        ids << id;
    }
    if (m_tasks && !ids.isEmpty())
      act(ids);
  });
  m_actions.push_back(action);
  m_icons.push_back(icon);
  return action;
}

void RunActions::addAnnotations() {
  const auto make = [this](const char* name, const QString& text, auto act) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    connect(action, &QAction::triggered, this, [this, act] {
      if (const auto ids = chosenNow(); m_tasks && !ids.empty())
        act(ids);
    });
    m_annotations.push_back(action);
    return action;
  };
  make("editTagsAction", tr("Edit ta&gs …"), [this](const std::vector<std::string>& ids) {
    const std::vector<std::string> shared = sharedTags(ids);
    QStringList tags;
    for (const std::string& tag : shared)
      tags << fromCore(tag);
    ask("tagsDialog", tr("Tags"),
        ids.size() == 1 ? tr("Tags of the run, separated by commas:")
                        : tr("Tags that all chosen runs have, separated by commas.\nTags of single runs stay "
                             "as they are."),
        tags.join(QStringLiteral(", ")), false,
        [this, ids, shared](const QString& line) { changeTags(ids, shared, line); });
  });
  make("editNoteAction", tr("Edit the n&ote …"), [this](const std::vector<std::string>& ids) {
    const QString note = fromCore(runNow(ids.front()).note);
    const bool differ = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      return runNow(id).note != runNow(ids.front()).note;
    });
    ask("noteDialog", tr("Note"),
        differ            ? tr("The chosen runs have different notes. What you write replaces them all:")
        : ids.size() == 1 ? tr("Note of the run:")
                          : tr("Note of the chosen runs:"),
        differ ? QString() : note, true, [this, ids, differ](const QString& text) {
          if (!differ || !text.isEmpty())
            changeNotes(ids, text);
        });
  });
  m_pinBaseline = make("pinBaselineAction", tr("P&in as baseline"),
                       [this](const std::vector<std::string>& ids) { pinBaseline(runNow(ids.front())); });
  m_pinBaseline->setCheckable(true);
  m_pinBaseline->setToolTip(tr("Compare every configuration on this log with the chosen one"));
  make("cloneRunAction", tr("C&lone into the form"),
       [this](const std::vector<std::string>& ids) { emit cloneWanted(fromCore(ids.front())); });
}

const store::Run& RunActions::runNow(const std::string& id) const {
  return m_runs->run(m_runs->rowOf(fromCore(id)));
}

std::vector<std::string> RunActions::sharedTags(const std::vector<std::string>& ids) const {
  std::vector<std::string> shared = store::tidyTags(runNow(ids.front()).tags);
  for (const std::string& id : ids) {
    const std::vector<std::string> tags = store::tidyTags(runNow(id).tags);
    std::vector<std::string> both;
    std::set_intersection(shared.begin(), shared.end(), tags.begin(), tags.end(), std::back_inserter(both));
    shared = std::move(both);
  }
  return shared;
}

std::vector<std::string> RunActions::chosenNow() const {
  std::vector<std::string> ids;
  for (const QString& id : m_chosen)
    if (m_runs->rowOf(id) >= 0)
      ids.push_back(toCore(id));
  return ids;
}

void RunActions::ask(const char* name, const QString& title, const QString& label, const QString& text,
                     bool severalLines, std::function<void(const QString&)> accepted) {
  auto* dialog = new QInputDialog(qobject_cast<QWidget*>(parent()));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName(QString::fromLatin1(name));
  dialog->setWindowTitle(title);
  dialog->setLabelText(label);
  dialog->setOption(QInputDialog::UsePlainTextEditForTextInput, severalLines);
  dialog->setTextValue(text);
  connect(dialog, &QInputDialog::textValueSelected, this, std::move(accepted));
  dialog->open();
  if (severalLines)
    dialog->resize(480, 260);
  if (auto* lines = dialog->findChild<QPlainTextEdit*>()) {
    lines->setTabChangesFocus(true);
    lines->setFocus();
  }
}

void RunActions::changeTags(const std::vector<std::string>& ids, const std::vector<std::string>& shared,
                            const QString& line) {
  std::vector<std::string> wanted;
  for (const QString& tag : line.split(QChar(','), Qt::SkipEmptyParts))
    wanted.push_back(toCore(tag));
  std::vector<store::TagsChange> changes;
  for (const std::string& id : ids) {
    const int row = m_runs->rowOf(fromCore(id));
    if (row < 0)
      continue;
    const std::vector<std::string> before = store::tidyTags(m_runs->run(row).tags);
    std::vector<std::string> after;
    std::set_difference(before.begin(), before.end(), shared.begin(), shared.end(),
                        std::back_inserter(after));
    after.insert(after.end(), wanted.begin(), wanted.end());
    after = store::tidyTags(after);
    if (after != before)
      changes.push_back({id, before, after});
  }
  if (m_tasks && !changes.empty())
    m_undo->push(new Annotate<store::TagsChange>(tr("changing tags"), m_tasks, std::move(changes),
                                                 &store::Annotations::changeTags));
}

void RunActions::changeNotes(const std::vector<std::string>& ids, const QString& note) {
  std::vector<store::NoteChange> changes;
  for (const std::string& id : ids)
    if (const int row = m_runs->rowOf(fromCore(id)); row >= 0 && m_runs->run(row).note != toCore(note))
      changes.push_back({id, m_runs->run(row).note, toCore(note)});
  if (m_tasks && !changes.empty())
    m_undo->push(new Annotate<store::NoteChange>(tr("changing a note"), m_tasks, std::move(changes),
                                                 &store::Annotations::changeNotes));
}

void RunActions::pinBaseline(const store::Run& run) {
  const std::string pinned = m_runs->baselineOf(run.fingerprint);
  const bool takeBack = pinned == run.configurationHash;
  m_undo->push(new Annotate<store::BaselineChange>(
      takeBack ? tr("taking the baseline back") : tr("pinning a baseline"), m_tasks,
      {{run.fingerprint, pinned, takeBack ? std::string() : run.configurationHash}},
      &store::Annotations::changeBaselines));
  refresh(); // checked when it is so
}

bool RunActions::oneConfigurationChosen() const {
  const std::vector<std::string> ids = chosenNow();
  return !ids.empty() && std::all_of(ids.begin(), ids.end(), [&](const std::string& id) {
    return runNow(id).fingerprint == runNow(ids.front()).fingerprint &&
           runNow(id).configurationHash == runNow(ids.front()).configurationHash;
  });
}

void RunActions::deleteRuns(const QStringList& ids) {
  m_undo->push(new MoveRuns(m_tasks, toIds(ids), true));
  emit deleted(static_cast<int>(ids.size()));
}

void RunActions::openBin() {
  auto* bin = new BinDialog(m_tasks, qobject_cast<QWidget*>(parent()));
  bin->setAttribute(Qt::WA_DeleteOnClose);
  connect(bin, &BinDialog::restoreWanted, this, [this](const QStringList& ids) {
    if (m_tasks && !ids.isEmpty())
      m_undo->push(new MoveRuns(m_tasks, toIds(ids), false));
  });
  bin->show();
}

void RunActions::setWorkspace(WorkspaceTasks* tasks) {
  m_tasks = tasks;
  m_undo->clear();
  choose({});
}

void RunActions::choose(const QStringList& ids) {
  m_chosen = ids;
  refresh();
}

void RunActions::refresh() {
  for (QAction* action : m_actions) {
    bool possible = false;
    for (const QString& id : m_chosen) {
      const int row = m_runs->rowOf(id);
      possible = possible || (row >= 0 && allowed(action->objectName(), m_runs->run(row).state));
    }
    action->setEnabled(m_tasks && possible);
  }
  for (QAction* action : m_annotations)
    action->setEnabled(m_tasks && !chosenNow().empty());
  const bool one = oneConfigurationChosen();
  m_pinBaseline->setEnabled(m_tasks && one);
  m_pinBaseline->setChecked(one && m_runs->isBaseline(runNow(chosenNow().front())));
  m_pause->setEnabled(m_tasks);
  m_bin->setEnabled(m_tasks);
  m_resumeAll->setEnabled(m_tasks && m_runs->count(RunState::Interrupted) > 0);
}

void RunActions::setPaused(bool paused) {
  m_pause->setChecked(paused);
}

void RunActions::refreshIcons(const QColor& colour) {
  for (std::size_t i = 0; i < m_actions.size(); ++i)
    m_actions[i]->setIcon(makeIcon(m_icons[i], colour));
}

} // namespace skipscope::ui
