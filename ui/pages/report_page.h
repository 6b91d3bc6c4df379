#pragma once

#include "ui/report_content.h"
#include "ui/report_drawer.h"
#include "ui/report_output.h"

#include <QTimer>
#include <QVariantMap>
#include <QWidget>
#include <memory>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace skipscope::ui {

class ReportFiguresList;
class ReportPreview;
class WorkspaceTasks;

/// Composes a report of one experiment: figures, table, title and notes at the left, how it will look at the
/// right; saves and prints it.
class ReportPage : public QWidget {
  Q_OBJECT
public:
  explicit ReportPage(QWidget* parent = nullptr);
  ~ReportPage() override;

  /// The workspace shown; nullptr shows none.
  void setWorkspace(WorkspaceTasks* tasks);
  /// Fills the page with what another report shows.
  void showView(const View& view);
  void showExperiment(const QString& name);
  /// What the report shows as the page is now.
  View view() const;

  /// For the next session: the view.
  QJsonObject viewState() const;
  void restoreViewState(const QJsonObject& state);

public slots:
  /// Reads again, soon and in the background; many calls in a row become one.
  void refresh();
  void saveReport(const QString& file);

signals:
  void saved(const QString& file);
  void printed();
  void failed(const QString& sentence); ///< for the MessageBar
  void experimentWanted();              ///< there is none yet: go to the Experiment page

protected:
  void showEvent(QShowEvent* event) override;

private:
  struct Reading {
    std::vector<std::string> experiments;
    std::string experiment;
    ReportOrProblem report;
  };

  QWidget* makeControls();
  void addFigureControls(QFormLayout& form);
  QWidget* makeEmpty();
  void edited();
  void readIn(int milliseconds);
  void read();
  void take(Reading reading);
  void fillMetrics(const std::vector<evaluation::MetricText>& metrics);
  void showFigureSettings();
  void changeFigure();
  void say(const QString& sentence); ///< in place of the preview; empty shows the preview
  void askFile();
  void askPrinter();

  WorkspaceTasks* m_tasks = nullptr;
  QTimer m_delay;
  bool m_reading = false;
  bool m_again = false;
  bool m_stale = true;  ///< something changed while the page was hidden
  int m_generation = 0; ///< of the workspace: results of another are dropped
  QString m_wanted;     ///< experiment asked for
  QString m_folder;     ///< where the last report went
  ReportDrawer m_drawer;
  ReportOutput m_output;

  QStackedWidget* m_stack = nullptr; ///< nothing to report, or the page
  QStackedWidget* m_right = nullptr; ///< a sentence, or the preview
  QComboBox* m_experiment = nullptr;
  QLineEdit* m_title = nullptr;
  ReportFiguresList* m_figures = nullptr;
  QComboBox* m_metric = nullptr;
  QComboBox* m_axis = nullptr;
  QComboBox* m_segment = nullptr;
  QCheckBox* m_centred = nullptr;
  QCheckBox* m_traces = nullptr;
  QCheckBox* m_table = nullptr;
  QPlainTextEdit* m_notes = nullptr;
  QPushButton* m_save = nullptr;
  QPushButton* m_print = nullptr;
  QLabel* m_problem = nullptr;
  ReportPreview* m_preview = nullptr;
};

} // namespace skipscope::ui
