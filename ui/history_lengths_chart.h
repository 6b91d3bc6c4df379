#pragma once

#include "ui/models/dataset_statistics.h"

#include <QWidget>

namespace skipscope::ui {

/// How many listeners have how many events of each kind: one row of bars per kind, one bar per length class.
class HistoryLengthsChart : public QWidget {
  Q_OBJECT
public:
  explicit HistoryLengthsChart(QWidget* parent = nullptr);

  void setStatistics(const DatasetStatistics& statistics);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

private:
  std::vector<std::size_t> shownKinds() const;
  int rowHeight() const;
  int classWidth() const;

  DatasetStatistics m_statistics;
};

} // namespace skipscope::ui
