#pragma once

#include "ui/plots/plot_style.h"

#include <QImage>
#include <QWidget>
#include <memory>
#include <optional>

class QCustomPlot;
class QPainter;

namespace skipscope::ui {

/// A figure: follows the application's light or dark palette, shows values under the mouse, zooms by dragging
/// and resets on a double click, is copied or saved from its context menu, and draws itself into any painter.
class PlotView : public QWidget {
  Q_OBJECT
public:
  explicit PlotView(QWidget* parent = nullptr);
  ~PlotView() override;

  /// Fixes the colours (reports); without it they follow the palette.
  void setColours(const PlotColours& colours);
  const PlotColours& colours() const;

  /// Draws the figure, vectors where the device can, into `target` of `painter`.
  void draw(QPainter& painter, const QRectF& target);
  /// The figure as a picture of `size` logical pixels at `ratio` device pixels each.
  QImage image(QSize size, double ratio);
  /// Writes the figure at its present size as .png (two device pixels each), .svg or .pdf.
  /// Throws core::Error where the file cannot be written, core::UsageError for another extension.
  void save(const QString& file);
  void copyPicture();
  /// Values under `position` (widget coordinates), several lines, or empty.
  QString textAt(QPoint position);

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
    QString run;         ///< id, or empty
    double distance = 0; ///< in pixels
    QPointF point;       ///< pixel position of the value
  };

  QCustomPlot& plot() const;
  /// Rebuilds everything drawn, in colours(); also called when the palette changes.
  virtual void rebuild() = 0;
  /// The value nearest to `position` (pixels of the plot).
  virtual std::optional<Hover> nearest(QPointF position) const = 0;
  /// Axis ranges that show everything, first and last point included.
  virtual void fitRanges() = 0;
  /// Lets a figure adapt to `size` logical pixels (legend, elided labels) before it is drawn.
  virtual void fitTo(QSizeF size);

  /// rebuild(), fitTo(), then fitRanges() unless zoomed in, and draw on the screen.
  void refreshPlot();

  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

private:
  void styleAxes();
  void showHover(QPoint position);
  void askFile();

  struct Members;
  std::unique_ptr<Members> m;
};

} // namespace skipscope::ui
