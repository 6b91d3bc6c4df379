#include "ui/report_preview.h"

#include "ui/background_job.h"
#include "ui/report.h"
#include "ui/report_picture.h"

#include <QPainter>
#include <algorithm>
#include <utility>

namespace skipscope::ui {

namespace {

constexpr int kDelayMs = 150; ///< while the window is resized
constexpr int kMostPixels = 16'000;

QImage painted(const ReportDrawing& drawing, int width) {
  const ReportPicture picture(drawing.content, drawing.light);
  const double scale = static_cast<double>(width) / picture.size().width();
  const int height = std::min(kMostPixels, static_cast<int>(picture.size().height() * scale));
  QImage image(width, height, QImage::Format_RGB32);
  image.fill(drawing.light.colours().background);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(scale, scale);
  picture.paint(painter);
  return image;
}

} // namespace

/// The paper that is scrolled.
class ReportPreview::Sheet : public QWidget {
public:
  explicit Sheet(const QImage& picture) : m_picture(picture) {}

protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (!m_picture.isNull())
      painter.drawImage(QRectF(rect()), m_picture);
  }

private:
  const QImage& m_picture;
};

ReportPreview::ReportPreview(QWidget* parent) : QScrollArea(parent), m_sheet(new Sheet(m_picture)) {
  setObjectName(QStringLiteral("reportPreview"));
  setAccessibleName(tr("Preview of the report"));
  setFrameShape(QFrame::NoFrame);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setWidget(m_sheet);
  m_delay.setSingleShot(true);
  m_delay.setInterval(kDelayMs);
  connect(&m_delay, &QTimer::timeout, this, &ReportPreview::paintPicture);
}

void ReportPreview::setDrawing(std::shared_ptr<const ReportDrawing> drawing) {
  m_drawing = std::move(drawing);
  if (m_drawing)
    paintPicture();
  else
    take({});
}

void ReportPreview::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  m_delay.start();
}

void ReportPreview::paintPicture() {
  if (!m_drawing)
    return;
  if (m_job) {
    m_again = true;
    return;
  }
  const double ratio = devicePixelRatioF();
  const int width = std::max(100, static_cast<int>(viewport()->width() * ratio));
  m_job = new BackgroundJob(tr("Drawing the preview"), this);
  connect(m_job, &BackgroundJob::ended, this, [this] {
    std::exchange(m_job, nullptr)->deleteLater();
    if (std::exchange(m_again, false))
      paintPicture();
  });
  m_job->start([this, drawing = m_drawing, width, ratio](std::stop_token,
                                                         const core::Observer&) -> std::function<void()> {
    QImage picture = painted(*drawing, width);
    picture.setDevicePixelRatio(ratio);
    return [this, drawing, picture] {
      if (drawing == m_drawing)
        take(picture);
    };
  });
}

void ReportPreview::take(const QImage& picture) {
  m_picture = picture;
  m_sheet->resize(picture.isNull() ? QSize() : picture.deviceIndependentSize().toSize());
  m_sheet->update();
}

} // namespace skipscope::ui
