#pragma once

#include "core/listening/feedback.h"

#include <QWidget>
#include <array>
#include <cstdint>

namespace skipscope::ui {

/// Colour of a feedback kind, the same everywhere; one of the plots' colour-blind-safe ones.
QColor feedbackColour(listening::Feedback kind, const QPalette& palette);
/// "Likes", "Dislikes", "Skips", "Listens"
QString feedbackPlural(listening::Feedback kind);

/// Shares of the four feedback kinds as one stacked bar with counts below.
class FeedbackMixBar : public QWidget {
  Q_OBJECT
public:
  using Counts = std::array<std::int64_t, listening::kFeedbackKinds>;
  using QWidget::QWidget;

  void setCounts(const Counts& counts);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  Counts m_counts{};
};

} // namespace skipscope::ui
