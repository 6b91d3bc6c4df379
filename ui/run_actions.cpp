#include "ui/run_actions.h"

#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "ui/icons.h"
#include "ui/models/display_text.h"
#include "ui/models/runs_model.h"
#include "ui/workspace_tasks.h"

#include <QAction>
#include <QPointer>
#include <QUndoCommand>
#include <QUndoStack>

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

/// To the bin, and back.
class DeleteRuns : public QUndoCommand {
public:
  DeleteRuns(WorkspaceTasks* tasks, std::vector<std::string> ids)
      : QUndoCommand(RunActions::tr("deleting %1")
                         .arg(countOf(static_cast<std::int64_t>(ids.size()), RunActions::tr("run")))),
        m_tasks(tasks), m_ids(std::move(ids)) {}

  void redo() override {
    if (m_tasks)
      m_tasks->run(
          m_tasks,
          [ids = m_ids](Workspace& workspace) {
            RunStore(workspace).remove(ids);
            return true;
          },
          [](bool) {});
  }
  void undo() override {
    if (m_tasks)
      m_tasks->run(
          m_tasks,
          [ids = m_ids](Workspace& workspace) {
            RunStore(workspace).restore(ids);
            return true;
          },
          [](bool) {});
  }

private:
  QPointer<WorkspaceTasks> m_tasks;
  std::vector<std::string> m_ids;
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
      m_resumeAll(new QAction(tr("Resume &all interrupted"), this)) {
  addActions();
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

void RunActions::deleteRuns(const QStringList& ids) {
  m_undo->push(new DeleteRuns(m_tasks, toIds(ids)));
  emit deleted(static_cast<int>(ids.size()));
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
  m_pause->setEnabled(m_tasks);
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
