#pragma once

#include <QDockWidget>
#include <QJsonObject>
#include <QStringList>

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableView;
class QHBoxLayout;

namespace skipscope::ui {

class RunActions;
class RunGroupsModel;
class RunsFilterModel;
class RunsModel;
class Settings;

/// The table of runs with its filter and actions, visible from every page.
class RunsDock : public QDockWidget {
  Q_OBJECT
public:
  RunsDock(RunsModel* runs, RunActions* actions, Settings* settings, QWidget* parent = nullptr);

  /// Counts of workers and runs in words.
  void setStatus(const QString& status);

  QJsonObject viewState() const; ///< filter, order, selection
  /// The selection follows when the runs are there.
  void restoreViewState(const QJsonObject& state);

public slots:
  void select(const QString& id);
  /// Scrolls to a run that was just queued, once its row is there.
  void reveal(const QString& id);

signals:
  /// What is selected changed.
  void chosen(const QStringList& ids);

private:
  QHBoxLayout* makeControls();
  void makeTable();
  void applyFilter();
  void applyColumns();
  void applyGrouping();
  QModelIndex shownRow(const QString& id) const; ///< of the view; invalid where the filter hides it
  void showMenu(QPoint position);
  QStringList chosenIds() const;
  void selectWanted();

  RunsModel* m_runs;
  RunGroupsModel* m_groups;
  RunsFilterModel* m_filtered; ///< of the runs or of the groups
  RunActions* m_actions;
  Settings* m_settings;
  QTableView* m_table = nullptr;
  QLineEdit* m_filter = nullptr;
  QCheckBox* m_allColumns = nullptr;
  QCheckBox* m_grouped = nullptr;
  QLabel* m_problem = nullptr;
  QLabel* m_status = nullptr;
  QLabel* m_empty = nullptr;
  QStringList m_wantedSelection; ///< ids to select when the first rows are there
  QString m_awaited;             ///< id to reveal when it appears
};

} // namespace skipscope::ui
