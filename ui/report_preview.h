#pragma once

#include <QImage>
#include <QScrollArea>
#include <QTimer>
#include <memory>

namespace skipscope::ui {

class BackgroundJob;
struct ReportDrawing;

/// A report as its picture will be, as wide as there is room; painted in the background.
class ReportPreview : public QScrollArea {
  Q_OBJECT
public:
  explicit ReportPreview(QWidget* parent = nullptr);

  void setDrawing(std::shared_ptr<const ReportDrawing> drawing); ///< nullptr shows none
  const QImage& picture() const { return m_picture; }

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void paintPicture();
  void take(const QImage& picture);

  class Sheet;
  Sheet* m_sheet;
  QTimer m_delay;
  std::shared_ptr<const ReportDrawing> m_drawing;
  BackgroundJob* m_job = nullptr; ///< the one under way; no more than one is
  bool m_again = false;
  QImage m_picture;
};

} // namespace skipscope::ui
