#pragma once

#include "ui/models/figure_content.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QHBoxLayout;

namespace skipscope::ui {

class PlotView;

/// A figure of the Compare page with the settings that act on its kind, its menu, and a button that removes
/// it.
class FigureCard : public QFrame {
  Q_OBJECT
public:
  explicit FigureCard(const FigureSettings& settings, QWidget* parent = nullptr);

  const FigureSettings& settings() const { return m_settings; }
  PlotView& view() const { return *m_view; }
  /// Whether the figure wants the whole width of the page.
  bool isWide() const;

  /// Offers the metrics that occur in an experiment.
  void setMetrics(const ExperimentRecords& records);
  /// Shows what was found for the settings; what belongs to earlier settings is dropped.
  void showContent(FigureContent content);

signals:
  void settingsChanged();
  void removeWanted();

private:
  void addSettings(QHBoxLayout& row);
  void takeSettings();

  FigureSettings m_settings;
  PlotView* m_view = nullptr;
  QComboBox* m_metric = nullptr; ///< null where the kind takes none, like those below
  QComboBox* m_axis = nullptr;
  QCheckBox* m_traces = nullptr;
  QComboBox* m_segment = nullptr;
  QCheckBox* m_centred = nullptr;
};

} // namespace skipscope::ui
