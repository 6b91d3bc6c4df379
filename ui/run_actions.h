#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <string>
#include <vector>

class QAction;
class QUndoStack;

namespace skipscope::store {
struct Run;
}

namespace skipscope::ui {

class RunsModel;
class WorkspaceTasks;

/// What a person does to runs: each a QAction that is enabled when the chosen runs allow it, done in the
/// background.
class RunActions : public QObject {
  Q_OBJECT
public:
  RunActions(RunsModel* runs, QUndoStack* undo, QObject* parent = nullptr);

  void setWorkspace(WorkspaceTasks* tasks); ///< nullptr = none
  /// The runs the actions are about.
  void choose(const QStringList& ids);
  /// Call when runs changed: states decide what is possible.
  void refresh();
  void setPaused(bool paused); ///< as the watcher saw it

  /// In the order of menus: cancel, resume, retry, run next, delete.
  const std::vector<QAction*>& actions() const { return m_actions; }
  /// Edit tags, edit the note, pin as baseline, clone into the form.
  const std::vector<QAction*>& annotations() const { return m_annotations; }
  QAction* pause() const { return m_pause; }
  QAction* resumeAll() const { return m_resumeAll; }
  QAction* bin() const { return m_bin; } ///< opens the deleted runs
  void refreshIcons(const QColor& colour);

signals:
  /// Runs wait that did not wait before: workers may be needed.
  void queueGrew();
  void deleted(int runs); ///< moved to the bin; undo brings them back
  /// The first chosen run's configuration belongs into the form.
  void cloneWanted(const QString& id);

private:
  QAction* add(const char* name, const QString& text, const QString& icon, const QKeySequence& shortcut,
               std::function<void(const QStringList&)> act);
  void addActions();
  void addAnnotations();
  std::vector<std::string> chosenNow() const; ///< ids of the chosen runs that still exist
  const store::Run& runNow(const std::string& id) const;
  std::vector<std::string> sharedTags(const std::vector<std::string>& ids) const; ///< those every run has
  /// Asks for a text in a dialog of the window; `name` becomes its objectName.
  void ask(const char* name, const QString& title, const QString& label, const QString& text,
           bool severalLines, std::function<void(const QString&)> accepted);
  /// Puts what the line says in the place of `shared`; each run keeps its other tags.
  void changeTags(const std::vector<std::string>& ids, const std::vector<std::string>& shared,
                  const QString& line);
  void changeNotes(const std::vector<std::string>& ids, const QString& note);
  void pinBaseline(const store::Run& run);
  bool oneConfigurationChosen() const;
  void deleteRuns(const QStringList& ids);
  void openBin();

  RunsModel* m_runs;
  QUndoStack* m_undo;
  WorkspaceTasks* m_tasks = nullptr;
  QStringList m_chosen;
  std::vector<QAction*> m_actions;
  std::vector<QAction*> m_annotations;
  std::vector<QString> m_icons;
  QAction* m_pinBaseline = nullptr; ///< checked where the chosen runs are of the baseline
  QAction* m_pause = nullptr;
  QAction* m_resumeAll = nullptr;
  QAction* m_bin = nullptr;
};

} // namespace skipscope::ui
