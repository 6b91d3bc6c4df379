#pragma once

#include "ui/models/view.h"

#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace skipscope::ui {

class FigureCard;
class WorkspaceTasks;

/// The figures of one experiment, as many as wanted and each with its own settings, and their numbers.
class ComparePage : public QWidget {
  Q_OBJECT
public:
  explicit ComparePage(QWidget* parent = nullptr);
  ~ComparePage() override;

  /// The workspace shown; nullptr shows none.
  void setWorkspace(WorkspaceTasks* tasks);
  void showExperiment(const QString& name);

  /// What is on screen; title and notes as they came with showView().
  View view() const;
  void showView(const View& view);
  /// view() for the next session.
  QJsonObject viewState() const;
  /// Shows what viewState() gave; anything else leaves the page as it is.
  void restoreViewState(const QJsonObject& state);

public slots:
  /// Reads again, soon and in the background; many calls in a row become one.
  void refresh();
  /// Emphasises a run in every figure that shows it; empty for none.
  void select(const QString& run);

signals:
  /// A run's trace was clicked.
  void runChosen(const QString& id);
  /// view() is another one.
  void viewChanged();
  /// One sentence for the MessageBar.
  void failed(const QString& sentence);

private:
  struct Reading {
    std::vector<std::string> experiments;
    std::shared_ptr<const ExperimentRecords> records; ///< null where there is no experiment
  };

  QWidget* makeControls();
  QWidget* makeFigures();
  void makeTable();
  void read();
  void take(Reading reading);
  void showFigures();
  void addFigure(const FigureSettings& settings);
  void setFigures(const std::vector<FigureSettings>& figures);
  void removeFigure(FigureCard* card);
  void arrange();
  std::vector<FigureSettings> settingsOf(const std::vector<FigureCard*>& cards) const;
  /// Finds what the cards show in the background, and shows it; reads first what the records lack for it.
  void draw(const std::vector<FigureCard*>& cards);
  void clear();

  WorkspaceTasks* m_tasks = nullptr;
  QTimer m_delay;
  bool m_reading = false;
  bool m_again = false;
  int m_generation = 0; ///< of the workspace: results of another are dropped
  QString m_wanted;     ///< experiment asked for
  View m_view;          ///< as shown last: title and notes
  QString m_selected;   ///< run
  std::shared_ptr<const ExperimentRecords> m_records;

  QStackedWidget* m_stack = nullptr;
  QLabel* m_empty = nullptr;
  QComboBox* m_experiment = nullptr;
  QPushButton* m_add = nullptr;
  QLabel* m_counts = nullptr;
  QLabel* m_caption = nullptr;
  QGridLayout* m_grid = nullptr;
  std::vector<FigureCard*> m_cards;
  QTableView* m_table = nullptr;
};

} // namespace skipscope::ui
