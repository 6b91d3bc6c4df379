#include "ui/feedback_mix_bar.h"

#include "ui/models/display_text.h"
#include "ui/plots/plot_style.h"

#include <QPainter>
#include <QPainterPath>
#include <numeric>

namespace skipscope::ui {

namespace {
constexpr int kBarHeight = 14;
constexpr int kGap = 10;
constexpr int kSwatch = 10;
} // namespace

QColor feedbackColour(listening::Feedback kind, const QPalette& palette) {
  return seriesColour(static_cast<int>(kind), coloursFor(palette));
}

QString feedbackPlural(listening::Feedback kind) {
  switch (kind) {
  case listening::Feedback::Like:
    return FeedbackMixBar::tr("Likes");
  case listening::Feedback::Dislike:
    return FeedbackMixBar::tr("Dislikes");
  case listening::Feedback::Skip:
    return FeedbackMixBar::tr("Skips");
  case listening::Feedback::Listen:
    return FeedbackMixBar::tr("Listens");
  }
  return {};
}

void FeedbackMixBar::setCounts(const Counts& counts) {
  m_counts = counts;
  QString words;
  for (const auto kind : listening::kAllFeedback)
    words += feedbackPlural(kind) + QStringLiteral(": ") + countText(counts[static_cast<std::size_t>(kind)]) +
             QStringLiteral(". ");
  setAccessibleName(tr("Feedback mix"));
  setAccessibleDescription(words);
  update();
}

QSize FeedbackMixBar::sizeHint() const {
  return {300, kBarHeight + kGap + 3 * fontMetrics().height() + 4};
}

void FeedbackMixBar::paintEvent(QPaintEvent*) {
  const std::int64_t total = std::accumulate(m_counts.begin(), m_counts.end(), std::int64_t{0});
  if (total == 0)
    return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath rounded;
  rounded.addRoundedRect(QRectF(0, 0, width(), kBarHeight), 4, 4);
  painter.setClipPath(rounded);
  double left = 0;
  for (const auto kind : listening::kAllFeedback) {
    const double across =
        width() * static_cast<double>(m_counts[static_cast<std::size_t>(kind)]) / static_cast<double>(total);
    painter.fillRect(QRectF(left, 0, across, kBarHeight), feedbackColour(kind, palette()));
    left += across;
  }
  painter.setClipping(false);
  const int line = fontMetrics().height();
  const int column = width() / static_cast<int>(listening::kFeedbackKinds);
  int x = 0;
  for (const auto kind : listening::kAllFeedback) {
    const auto count = m_counts[static_cast<std::size_t>(kind)];
    const int top = kBarHeight + kGap;
    painter.setPen(Qt::NoPen);
    painter.setBrush(feedbackColour(kind, palette()));
    painter.drawRoundedRect(QRectF(x, top + (line - kSwatch) / 2.0, kSwatch, kSwatch), 2, 2);
    painter.setPen(palette().color(QPalette::Text));
    const int text = x + kSwatch + 6;
    painter.drawText(QRect(text, top, column - kSwatch - 8, line), Qt::AlignLeft | Qt::AlignVCenter,
                     feedbackPlural(kind));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(QRect(text, top + line, column - kSwatch - 8, line), Qt::AlignLeft | Qt::AlignVCenter,
                     countText(count));
    painter.drawText(QRect(text, top + 2 * line, column - kSwatch - 8, line),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     shareText(static_cast<double>(count) / static_cast<double>(total)));
    x += column;
  }
}

} // namespace skipscope::ui
