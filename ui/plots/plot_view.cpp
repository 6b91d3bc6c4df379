#include "ui/plots/plot_view.h"

#include "core/error.h"
#include "ui/picture_file.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_legend.h"
#include "ui/wheel_guard.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QFontInfo>
#include <QMenu>
#include <QPicture>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>

namespace skipscope::ui {

namespace {
constexpr double kClickTolerance = 4; ///< pixels the mouse may move between press and release of a click
constexpr double kMarkSize = 9;

/// Plain text as a tooltip shows it: names of datasets may look like markup.
QString asHtml(const QString& text) {
  return QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped().replace('\n', QStringLiteral("<br>")));
}
} // namespace

struct PlotView::Parts {
  QCustomPlot* plot = nullptr;
  std::unique_ptr<PlotLegend> legend;
  QCPTextElement* title = nullptr;
  QCPTextElement* subtitle = nullptr;
  QCPItemText* remark = nullptr;
  QCPItemEllipse* mark = nullptr; ///< ring around the value under the mouse
  FigureContent content;
  QString titleText;
  QString subtitleText;
  PlotColours colours;
  QString selectedRun;
  bool fixedColours = false;
  bool zoomed = false;
  QPoint pressed;
};

PlotView::PlotView(QWidget* parent) : QWidget(parent), m_parts(std::make_unique<Parts>()) {
  m_parts->plot = new QCustomPlot(this);
  ignoreWheel(m_parts->plot);
  m_parts->plot->setAttribute(Qt::WA_NoMousePropagation, false); // so that the page around it gets the wheel
  m_parts->plot->setMouseTracking(true);
  m_parts->plot->installEventFilter(this);
  m_parts->plot->setSelectionRectMode(QCP::srmZoom);
  m_parts->plot->setPlottingHint(QCP::phImmediateRefresh, false);
  // Text drawn from cached pixmaps is blurred when the device pixel ratio changes.
  m_parts->plot->setPlottingHint(QCP::phCacheLabels, false);
  m_parts->plot->setLocale(QLocale(QLocale::English));
  m_parts->plot->setNoAntialiasingOnDrag(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_parts->plot);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(240, 180);

  auto* rows = m_parts->plot->plotLayout();
  m_parts->title = new QCPTextElement(m_parts->plot);
  m_parts->subtitle = new QCPTextElement(m_parts->plot);
  for (auto* text : {m_parts->subtitle, m_parts->title}) {
    rows->insertRow(0);
    rows->addElement(0, 0, text);
    text->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip);
    text->setMargins(QMargins(2, 0, 0, 0));
    rows->setRowStretchFactor(0, 0.001);
  }
  rows->setRowSpacing(3);
  rows->setMargins(QMargins(8, 8, 8, 6));
  m_parts->plot->axisRect()->setMinimumMargins(QMargins(0, 8, 8, 0));
  m_parts->legend = std::make_unique<PlotLegend>(*m_parts->plot);

  m_parts->plot->addLayer("hover", m_parts->plot->layer("overlay"), QCustomPlot::limBelow);
  m_parts->plot->layer("hover")->setMode(QCPLayer::lmBuffered);
  m_parts->mark = new QCPItemEllipse(m_parts->plot);
  m_parts->mark->setLayer("hover");
  m_parts->mark->topLeft->setType(QCPItemPosition::ptAbsolute);
  m_parts->mark->bottomRight->setType(QCPItemPosition::ptAbsolute);
  m_parts->mark->setVisible(false);
  m_parts->remark = new QCPItemText(m_parts->plot);
  m_parts->remark->position->setType(QCPItemPosition::ptAxisRectRatio);
  m_parts->remark->position->setCoords(0.5, 0.5);
  m_parts->remark->setPositionAlignment(Qt::AlignCenter);
  m_parts->remark->setTextAlignment(Qt::AlignCenter);

  connect(m_parts->plot->selectionRect(), &QCPSelectionRect::accepted, this,
          [this] { m_parts->zoomed = true; });
  connect(m_parts->plot, &QCustomPlot::mouseDoubleClick, this, &PlotView::resetZoom);
  m_parts->colours = coloursFor(palette());
}

PlotView::~PlotView() = default;

void PlotView::show(const ExperimentRecords& records, const FigureSettings& settings) {
  show(figureContent(records, settings));
}

void PlotView::show(FigureContent content) {
  m_parts->content = std::move(content);
  take(m_parts->content);
  refreshPlot();
}

const FigureContent& PlotView::content() const {
  return m_parts->content;
}

FigureTable PlotView::table() const {
  return figureTable(m_parts->content);
}

void PlotView::setColours(const PlotColours& colours) {
  m_parts->colours = colours;
  m_parts->fixedColours = true;
  refreshPlot();
}

const PlotColours& PlotView::colours() const {
  return m_parts->colours;
}

QCustomPlot& PlotView::plot() const {
  return *m_parts->plot;
}

PlotLegend& PlotView::legend() const {
  return *m_parts->legend;
}

QFont PlotView::figureFont(int delta) const {
  // Pixels, not points: a picture for a printer has another resolution, and points would grow there.
  QFont wanted = font();
  wanted.setPixelSize(std::max(8, QFontInfo(font()).pixelSize() - 1 + delta));
  return wanted;
}

void PlotView::setTitle(const QString& title, const QString& subtitle) {
  m_parts->titleText = title;
  m_parts->subtitleText = subtitle;
}

void PlotView::setRemark(const QString& remark) {
  m_parts->remark->setText(remark);
  m_parts->remark->setVisible(!remark.isEmpty());
}

void PlotView::applyStyle() {
  QCustomPlot& p = *m_parts->plot;
  p.setBackground(m_parts->colours.background);
  QFont bold = figureFont(1);
  bold.setWeight(QFont::DemiBold);
  m_parts->title->setFont(bold);
  m_parts->title->setTextColor(m_parts->colours.text);
  m_parts->subtitle->setFont(figureFont(-1));
  m_parts->subtitle->setTextColor(m_parts->colours.muted);
  m_parts->legend->setStyle(figureFont(), m_parts->colours.text, m_parts->colours.muted);
  m_parts->remark->setFont(figureFont());
  m_parts->remark->setColor(m_parts->colours.muted);
  m_parts->mark->setPen(QPen(m_parts->colours.text, 1.5));
  for (QCPAxis* axis : {p.xAxis, p.yAxis, p.xAxis2, p.yAxis2}) {
    axis->setTickLabelFont(figureFont(-1));
    axis->setLabelFont(figureFont());
    axis->setTickLabelColor(m_parts->colours.muted);
    axis->setLabelColor(m_parts->colours.text);
    axis->setLabelPadding(6);
    axis->setBasePen(QPen(m_parts->colours.muted, 1));
    axis->setTickPen(QPen(m_parts->colours.muted, 1));
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLengthIn(0);
    axis->setTickLengthOut(4);
    axis->grid()->setPen(QPen(m_parts->colours.grid, 1));
    axis->grid()->setZeroLinePen(QPen(m_parts->colours.grid, 1));
  }
  p.selectionRect()->setPen(QPen(m_parts->colours.muted, 1, Qt::DashLine));
  p.selectionRect()->setBrush(QColor(m_parts->colours.muted.red(), m_parts->colours.muted.green(),
                                     m_parts->colours.muted.blue(), 40));
}

void PlotView::fitTo(QSizeF size) {
  m_parts->legend->fitTo(size.width());
  const auto elide = [&](QCPTextElement* element, const QString& text) {
    element->setText(
        QFontMetrics(element->font()).elidedText(text, Qt::ElideRight, static_cast<int>(size.width()) - 24));
  };
  elide(m_parts->title, m_parts->titleText);
  elide(m_parts->subtitle, m_parts->subtitleText);
  // A title may run over the legend's column; at its own width it would push the axes aside.
  for (auto* element : {m_parts->title, m_parts->subtitle}) {
    const int height = QFontMetrics(element->font()).height();
    element->setMinimumSize(1, height);
    element->setMaximumSize(QWIDGETSIZE_MAX, height);
  }
}

void PlotView::refreshPlot() {
  m_parts->mark->setVisible(false);
  applyStyle();
  rebuild();
  fitTo(size());
  if (!m_parts->zoomed)
    fitRanges();
  m_parts->plot->replot(QCustomPlot::rpQueuedReplot);
}

void PlotView::resetZoom() {
  m_parts->zoomed = false;
  fitRanges();
  m_parts->plot->replot(QCustomPlot::rpQueuedReplot);
}

void PlotView::draw(QPainter& painter, const QRectF& target) {
  fitTo(target.size());
  const bool marked = m_parts->mark->visible();
  m_parts->mark->setVisible(false);
  QPicture picture;
  {
    QCPPainter recorder(&picture);
    recorder.setMode(QCPPainter::pmVectorized);
    recorder.setMode(QCPPainter::pmNoCaching);
    m_parts->plot->toPainter(&recorder, qRound(target.width()), qRound(target.height()));
  }
  painter.save();
  painter.drawPicture(target.topLeft(), picture);
  painter.restore();
  m_parts->mark->setVisible(marked);
  fitTo(size());
}

QImage PlotView::image(QSize size, double ratio) {
  QImage picture((QSizeF(size) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
  picture.setDevicePixelRatio(ratio);
  picture.fill(m_parts->colours.background);
  QPainter painter(&picture);
  draw(painter, QRectF(QPointF(), QSizeF(size)));
  painter.end();
  return picture;
}

void PlotView::save(const QString& file) {
  if (file.endsWith(".csv", Qt::CaseInsensitive))
    writeWhole(file, QByteArray::fromStdString(csvText(table())));
  else
    saveFigure(*this, m_parts->titleText, file);
}

void PlotView::copyPicture() {
  QApplication::clipboard()->setImage(image(size(), std::max(2.0, devicePixelRatioF())));
}

void PlotView::copyData() {
  QApplication::clipboard()->setText(tsvText(table()));
}

QString PlotView::textAt(QPoint position) const {
  const auto hover = nearest(position);
  return hover ? hover->text : QString();
}

void PlotView::showHover(QPoint position) {
  const auto hover = nearest(position);
  m_parts->mark->setVisible(hover.has_value());
  if (hover) {
    const QPointF half(kMarkSize / 2, kMarkSize / 2);
    m_parts->mark->topLeft->setCoords(hover->point - half);
    m_parts->mark->bottomRight->setCoords(hover->point + half);
    QToolTip::showText(m_parts->plot->mapToGlobal(position), asHtml(hover->text), m_parts->plot);
  } else {
    QToolTip::hideText();
  }
  m_parts->plot->layer("hover")->replot();
}

void PlotView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
    return;
  if (!m_parts->fixedColours)
    m_parts->colours = coloursFor(palette());
  refreshPlot();
}

void PlotView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitTo(size());
}

void PlotView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy))
    copyPicture();
  else if (event->key() == Qt::Key_Escape && m_parts->zoomed)
    resetZoom();
  else
    QWidget::keyPressEvent(event);
}

bool PlotView::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Leave) {
    m_parts->mark->setVisible(false);
    m_parts->plot->layer("hover")->replot();
  } else if (event->type() == QEvent::MouseMove) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->buttons() == Qt::NoButton)
      showHover(mouse->position().toPoint());
  } else if (event->type() == QEvent::MouseButtonPress) {
    m_parts->pressed = static_cast<QMouseEvent*>(event)->position().toPoint();
  } else if (event->type() == QEvent::MouseButtonRelease) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const QPoint position = mouse->position().toPoint();
    if (mouse->button() == Qt::LeftButton &&
        (position - m_parts->pressed).manhattanLength() < kClickTolerance)
      if (const auto hover = nearest(position); hover && !hover->run.isEmpty())
        emit runChosen(hover->run);
  }
  return QWidget::eventFilter(watched, event);
}

void PlotView::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addActionsTo(*menu);
  menu->popup(event->globalPos());
}

void PlotView::addActionsTo(QMenu& menu) {
  menu.addAction(tr("Copy as picture"), this, &PlotView::copyPicture)->setObjectName("copyPictureAction");
  menu.addAction(tr("Copy as data"), this, &PlotView::copyData)->setObjectName("copyDataAction");
  menu.addAction(tr("Save as picture or data…"), this, &PlotView::askFile)->setObjectName("saveFigureAction");
  menu.addAction(tr("Reset zoom"), this, &PlotView::resetZoom)->setObjectName("resetZoomAction");
}

void PlotView::selectRun(const QString& id) {
  if (m_parts->selectedRun == id)
    return;
  m_parts->selectedRun = id;
  refreshPlot();
}

const QString& PlotView::selectedRun() const {
  return m_parts->selectedRun;
}

void PlotView::askFile() {
  auto* dialog = new QFileDialog(
      this, tr("Save figure"), QString(),
      tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf);;CSV table (*.csv)"));
  dialog->setObjectName("saveFigureDialog");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("png");
  // The type chosen decides where the name says nothing.
  connect(dialog, &QFileDialog::filterSelected, dialog,
          [dialog](const QString& filter) { dialog->setDefaultSuffix(filter.section("*.", 1).chopped(1)); });
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    try {
      save(file);
    } catch (const core::Error& error) {
      emit failed(QString::fromUtf8(error.what()));
    }
  });
  dialog->open();
}

} // namespace skipscope::ui
