#pragma once

#include "core/store/workspace.h"
#include "ui/models/dataset_statistics.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QTreeWidget;

namespace skipscope::ui {

class CoveragePlot;
class FeedbackMixBar;
class HistoryLengthsChart;

/// All about one dataset: counts, feedback mix, history lengths, coverage before training, rows that were not
/// used.
class DatasetView : public QWidget {
  Q_OBJECT
public:
  explicit DatasetView(QWidget* parent = nullptr);

  void setEntry(const store::DatasetEntry& entry);
  /// What takes a pass over the events; until then the figures say that they are being counted.
  void setStatistics(const DatasetStatistics& statistics);
  void setCounting();
  void setUncounted(); ///< they cannot be counted; why is told elsewhere

signals:
  void failed(const QString& sentence);

private:
  QWidget* makeNumbers();
  QWidget* makeMix();
  QWidget* makeHistories();
  QWidget* makeCoverage();
  QWidget* makeRejected();
  void showNumbers(const listening::DatasetSummary& summary);
  void showRejections(const store::DatasetEntry& entry);

  QLabel* m_title = nullptr;
  QLabel* m_origin = nullptr;
  QGridLayout* m_numbers = nullptr;
  FeedbackMixBar* m_mix = nullptr;
  HistoryLengthsChart* m_histories = nullptr;
  QLabel* m_counting = nullptr;
  CoveragePlot* m_coverage = nullptr;
  QLabel* m_rejectedNote = nullptr;
  QTreeWidget* m_rejected = nullptr;
};

} // namespace skipscope::ui
