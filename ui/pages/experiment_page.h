#pragma once

#include "ui/models/experiment_draft.h"

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace skipscope::ui {

class DatasetsModel;
class FieldForm;
class WorkspaceTasks;

/// The configuration as a form in plain words, several values per field, and the launch of its runs.
class ExperimentPage : public QWidget {
  Q_OBJECT
public:
  explicit ExperimentPage(DatasetsModel* datasets, QWidget* parent = nullptr);

  void setWorkspace(WorkspaceTasks* tasks); ///< nullptr = none

  void chooseDataset(const QString& name);
  /// Fills the form with the configuration, dataset and seed of a run.
  void cloneRun(const store::Run& run);

  QJsonObject viewState() const; ///< the form
  void restoreViewState(const QJsonObject& state);

public slots:
  void launch();
  /// Counts again which runs exist already; many calls in a row become one.
  void recount() { m_delay.start(); }

signals:
  /// Runs were queued, or identical ones found.
  void launched(const QString& experiment, const skipscope::store::Launched& runs);
  /// The empty page's button: a dataset is wanted first.
  void datasetWanted();

protected:
  void showEvent(QShowEvent* event) override;

private:
  QWidget* makeHead();
  QWidget* makeFoot();
  QWidget* makeEmpty();
  QHBoxLayout* makePresets(QWidget* head);
  /// Fills the list of presets and stands on the one named.
  void readPresets(const QString& chosen);
  void choosePreset(bool anew); ///< not anew: the form holds it already
  void usePreset(const experiment::ConfigurationFile& preset, bool anew);
  void leavePreset();
  void askPresetName();
  void showDraft();
  void readForm();
  void chooseWanted();
  void check();
  void show(const ExperimentDraft::Check& checked);

  DatasetsModel* m_datasets;
  WorkspaceTasks* m_tasks = nullptr;
  ExperimentDraft m_draft;
  QStackedWidget* m_stack = nullptr;
  FieldForm* m_form = nullptr;
  QComboBox* m_preset = nullptr;
  QLabel* m_presetNote = nullptr;
  QComboBox* m_dataset = nullptr;
  QLineEdit* m_experiment = nullptr;
  QLineEdit* m_seeds = nullptr;
  QLabel* m_headProblem = nullptr;
  QLabel* m_summary = nullptr;
  QLabel* m_detail = nullptr;
  QPushButton* m_launch = nullptr;
  QString m_wanted;       ///< fingerprint of the dataset to choose when it is there
  QTimer m_delay;         ///< zero: several edits of one event become one check
  bool m_filling = false; ///< what a preset writes into the form is no edit of the person
  int m_asked = 0;        ///< checks asked for: an answer to an older form is dropped
};

} // namespace skipscope::ui
