#pragma once

#include <QDialog>
#include <QStringList>

class QLabel;
class QPushButton;
class QTableView;

namespace skipscope::ui {

class RunsModel;
class WorkspaceTasks;

/// The deleted runs of a workspace, to be brought back. Goes with the workspace.
class BinDialog : public QDialog {
  Q_OBJECT
public:
  BinDialog(WorkspaceTasks* tasks, QWidget* parent = nullptr);

signals:
  void restoreWanted(const QStringList& ids);

private:
  void makeView();
  void showRuns();
  QStringList chosenIds() const;

  RunsModel* m_runs;
  QTableView* m_view;
  QLabel* m_note;
  QPushButton* m_restore;
};

} // namespace skipscope::ui
