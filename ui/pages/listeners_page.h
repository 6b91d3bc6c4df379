#pragma once

#include "core/store/listener_history.h"
#include "ui/models/recommendations.h"

#include <QJsonObject>
#include <QTimer>
#include <QWidget>
#include <array>
#include <memory>

class QComboBox;
class QLabel;
class QStackedWidget;
class QTableView;

namespace skipscope::ui {

class DatasetsModel;
class HistoryModel;
class ListenerSearchEdit;
class RecommendationsPane;
class RunsModel;
class ServingProcess;
class WorkspaceTasks;

/// One listener: what they heard, what runs make of it, and what two runs would play next.
class ListenersPage : public QWidget {
  Q_OBJECT
public:
  ListenersPage(DatasetsModel* datasets, const RunsModel* runs, QWidget* parent = nullptr);
  ~ListenersPage() override;

  /// The workspace shown; nullptr shows none.
  void setWorkspace(WorkspaceTasks* tasks);
  /// {dataset, listener, runA, runB}: identifiers.
  QJsonObject viewState() const;
  /// What is not there (yet) is shown as soon as it is, or left out.
  void restoreViewState(const QJsonObject& state);

signals:
  /// One sentence for the MessageBar.
  void failed(const QString& sentence);

private:
  QWidget* makeControls();
  QWidget* makeHistory();
  void followModels();
  void showDataset();
  void refreshRuns();
  void chooseListener(int index, const QString& id);
  void takeHistory(std::shared_ptr<const store::ListenerHistory> history);
  void showRun(std::size_t side);
  void ask(std::size_t side);
  void hear(std::size_t side);
  void takeAnswer(int id, const Recommendations& answer);
  void compare();
  void showEmpty();
  QString fingerprint() const;

  DatasetsModel* m_datasets;
  const RunsModel* m_runs;
  WorkspaceTasks* m_tasks = nullptr;
  std::unique_ptr<ServingProcess> m_serving;
  QTimer m_delay;
  QString m_fingerprint; ///< of the dataset shown
  QString m_listener;    ///< empty: none is chosen
  int m_generation = 0;  ///< of the listener: what comes late about another is dropped
  std::shared_ptr<const store::ListenerHistory> m_history;
  std::array<int, 2> m_asked{}; ///< [sides] request awaited, 0 = none
  QJsonObject m_wanted;         ///< view to restore when its dataset is there

  QComboBox* m_dataset = nullptr;
  ListenerSearchEdit* m_search = nullptr;
  QLabel* m_problem = nullptr;
  QStackedWidget* m_stack = nullptr;
  QLabel* m_empty = nullptr;
  QLabel* m_heading = nullptr;
  HistoryModel* m_historyModel = nullptr;
  QTableView* m_historyView = nullptr;
  std::array<RecommendationsPane*, 2> m_panes{}; ///< runs A and B
};

} // namespace skipscope::ui
