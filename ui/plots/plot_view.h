#pragma once

#include "ui/models/figure_content.h"
#include "ui/plots/plot_style.h"

#include <QImage>
#include <QWidget>
#include <memory>
#include <optional>

class QCustomPlot;
class QMenu;
class QPainter;

namespace skipscope::ui {

class PlotLegend;

/// A figure: follows the application's light or dark palette, shows values under the mouse, zooms by dragging
/// and resets on a double click, is copied or saved from its context menu, and draws itself into any painter.
class PlotView : public QWidget {
  Q_OBJECT
public:
  explicit PlotView(QWidget* parent = nullptr);
  ~PlotView() override;

  /// Shows one figure of an experiment. Assembling takes longer the more runs there are: in the window,
  /// figureContent() does it in the background.
  void show(const ExperimentRecords& records, const FigureSettings& settings);
  void show(FigureContent content);
  const FigureContent& content() const;
  /// What is shown, as data.
  FigureTable table() const;

  using QWidget::show;

  /// Fixes the colours (reports); without it they follow the palette.
  void setColours(const PlotColours& colours);
  const PlotColours& colours() const;

  /// Draws the figure, vectors where the device can, into `target` of `painter`.
  void draw(QPainter& painter, const QRectF& target);
  /// The figure as a picture of `size` logical pixels at `ratio` device pixels each.
  QImage image(QSize size, double ratio);
  /// Writes the figure at its present size as .png (two device pixels each), .svg or .pdf, or what it shows
  /// as .csv. Throws core::Error where the file cannot be written, core::UsageError for another extension.
  void save(const QString& file);
  void copyPicture();
  /// Copies table() as tab-separated text, for spreadsheets.
  void copyData();
  /// What can be done with the figure: copy, save, reset the zoom.
  void addActionsTo(QMenu& menu);
  /// Emphasises a run where the figure shows it; empty for none.
  void selectRun(const QString& id);
  const QString& selectedRun() const;
  /// Values under `position` (widget coordinates), several lines, or empty.
  QString textAt(QPoint position) const;

public slots:
  void resetZoom();

signals:
  /// A run's trace was clicked.
  void runChosen(const QString& id);
  /// Saving failed: one sentence for the MessageBar.
  void failed(const QString& sentence);

protected:
  struct Hover {
    QString text;
    QString run;   ///< id, or empty
    QPointF point; ///< pixel position of the value
  };

  QCustomPlot& plot() const;
  PlotLegend& legend() const;
  QFont figureFont(int delta = 0) const; ///< the widget's font, `delta` pixels larger
  /// Heading and the line below it, drawn as part of the figure.
  void setTitle(const QString& title, const QString& subtitle);
  /// Said in the middle of the figure while there is nothing to draw; empty for none.
  void setRemark(const QString& remark);

  /// Takes over what content() holds; refreshPlot() follows.
  virtual void take(const FigureContent& content) = 0;
  /// Makes everything drawn, in colours().
  virtual void rebuild() = 0;
  /// The value nearest to `position` (pixels), if one is near enough.
  virtual std::optional<Hover> nearest(QPointF position) const = 0;
  /// Axis ranges that show everything, first and last point included.
  virtual void fitRanges() = 0;
  /// Lets a figure adapt labels to `size` logical pixels before it is drawn.
  virtual void fitTo(QSizeF size);

  /// Rebuilds and draws on the screen; keeps the ranges of a figure that is zoomed in.
  void refreshPlot();

  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void applyStyle();
  void showHover(QPoint position);
  void askFile();

  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

} // namespace skipscope::ui
