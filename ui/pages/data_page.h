#pragma once

#include "core/listening/import.h"
#include "core/listening/simulator.h"
#include "ui/models/dataset_statistics.h"

#include <QHash>
#include <QJsonObject>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <memory>

class QListView;
class QModelIndex;
class QStackedWidget;
class QVBoxLayout;

namespace skipscope::ui {

class BackgroundJob;
class DatasetsModel;
class DatasetView;
class Settings;
class WorkspaceTasks;

/// The datasets of the workspace, what is known of the chosen one, import and simulation.
class DataPage : public QWidget {
  Q_OBJECT
public:
  DataPage(DatasetsModel* datasets, Settings* settings, QWidget* parent = nullptr);

  void setWorkspace(WorkspaceTasks* tasks); ///< nullptr = none; jobs under way go on

  /// Opens the import dialog, on these files if there are any.
  void askImport(const QStringList& files = {});
  void askSimulation();

  QJsonObject viewState() const; ///< the chosen dataset
  /// The choice follows when the datasets are there.
  void restoreViewState(const QJsonObject& state);

signals:
  void failed(const QString& sentence);
  /// A dataset is there, with what is worth telling about it.
  void added(const QString& name, const QStringList& notes);

private:
  QWidget* makeList();
  QWidget* makeEmpty();
  void import(const listening::ImportRequest& request, const QString& name);
  void simulate(const listening::SimulatorSettings& settings, const QString& name);
  void showJob(BackgroundJob* job);
  void showChosen();
  void chooseInserted();
  QString chosenFingerprint() const;

  DatasetsModel* m_datasets;
  Settings* m_settings;
  WorkspaceTasks* m_tasks = nullptr;
  QListView* m_list = nullptr;
  QStackedWidget* m_stack = nullptr;
  DatasetView* m_view = nullptr;
  QVBoxLayout* m_jobs = nullptr;
  QString m_shown;   ///< fingerprint
  QString m_wanted;  ///< fingerprint to choose among the first datasets
  QTimer m_inserted; ///< zero: datasets that come together are one insertion
  QHash<QString, std::shared_ptr<const DatasetStatistics>>
      m_statistics; ///< by fingerprint: datasets never change
};

} // namespace skipscope::ui
