#pragma once

#include "ui/models/view.h"

#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;
class QTableView;

namespace skipscope::ui {

class PlotView;
class WorkspaceTasks;

/// The figures of one experiment: learning curves, accuracy by configuration, user coverage, and their
/// numbers.
class ComparePage : public QWidget {
  Q_OBJECT
public:
  explicit ComparePage(QWidget* parent = nullptr);
  ~ComparePage() override;

  /// The workspace shown; nullptr shows none.
  void setWorkspace(WorkspaceTasks* tasks);
  void showExperiment(const QString& name);

public slots:
  /// Reads again, soon and in the background; many calls in a row become one.
  void refresh();

signals:
  /// A run's trace was clicked.
  void runChosen(const QString& id);
  /// One sentence for the MessageBar.
  void failed(const QString& sentence);

private:
  struct Reading {
    std::vector<std::string> experiments;
    std::shared_ptr<const ExperimentRecords> records; ///< null where there is no experiment
  };

  QWidget* makeControls();
  QWidget* makeFigures();
  void read();
  void take(Reading reading);
  void showFigures();
  /// The figures with what the controls say.
  std::vector<FigureSettings> settings() const;
  void draw();
  void fillMetrics();
  void clear();

  WorkspaceTasks* m_tasks = nullptr;
  QTimer m_delay;
  bool m_reading = false;
  bool m_again = false;
  int m_generation = 0; ///< of the workspace: results of another are dropped
  int m_drawing = 0;    ///< the newest drawing: results of older ones are dropped
  QString m_wanted;     ///< experiment asked for
  std::shared_ptr<const ExperimentRecords> m_records;

  QStackedWidget* m_stack = nullptr;
  QLabel* m_empty = nullptr;
  QComboBox* m_experiment = nullptr;
  QComboBox* m_metric = nullptr;
  QComboBox* m_axis = nullptr;
  QCheckBox* m_traces = nullptr;
  QLabel* m_counts = nullptr;
  QLabel* m_caption = nullptr;
  std::vector<PlotView*> m_figures;
  QTableView* m_table = nullptr;
};

} // namespace skipscope::ui
