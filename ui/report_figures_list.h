#pragma once

#include "ui/models/view.h"

#include <QListWidget>
#include <vector>

namespace skipscope::ui {

/// The figures that a report can have: those it has are ticked and stand in its order, which dragging
/// changes.
class ReportFiguresList : public QListWidget {
  Q_OBJECT
public:
  explicit ReportFiguresList(QWidget* parent = nullptr);

  /// Ticks these, in this order; the other kinds follow.
  void setFigures(const std::vector<FigureSettings>& figures);
  /// The ticked ones.
  std::vector<FigureSettings> figures() const;

  /// Settings of the current one.
  FigureSettings current() const;
  void setCurrent(const FigureSettings& settings);

signals:
  void changed(); ///< what figures() gives, by the person

private:
  void add(const FigureSettings& settings, bool ticked);
};

} // namespace skipscope::ui
