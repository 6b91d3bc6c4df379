#include "ui/history_lengths_chart.h"

#include "ui/feedback_mix_bar.h"
#include "ui/models/display_text.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace skipscope::ui {

using listening::Feedback;

namespace {
constexpr int kNameWidth = 92;
constexpr int kBarsHeight = 34;
constexpr int kRowGap = 14;
} // namespace

HistoryLengthsChart::HistoryLengthsChart(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("History lengths"));
}

void HistoryLengthsChart::setStatistics(const DatasetStatistics& statistics) {
  m_statistics = statistics;
  QString words;
  for (const std::size_t kind : shownKinds())
    words += tr("%1: median %2 per listener. ")
                 .arg(feedbackPlural(static_cast<Feedback>(kind)), countText(m_statistics.medians[kind]));
  setAccessibleDescription(words);
  updateGeometry();
  update();
}

std::vector<std::size_t> HistoryLengthsChart::shownKinds() const {
  std::vector<std::size_t> kinds;
  for (std::size_t kind = 0; kind < m_statistics.histories.size(); ++kind) {
    const auto& classes = m_statistics.histories[kind];
    if (std::any_of(classes.begin() + (classes.empty() ? 0 : 1), classes.end(), [](auto n) { return n > 0; }))
      kinds.push_back(kind);
  }
  return kinds;
}

int HistoryLengthsChart::rowHeight() const {
  return kBarsHeight + kRowGap;
}

int HistoryLengthsChart::classWidth() const {
  const auto classes = std::max<std::size_t>(1, m_statistics.histories.front().size());
  return (width() - kNameWidth) / static_cast<int>(classes);
}

QSize HistoryLengthsChart::sizeHint() const {
  return {360, static_cast<int>(shownKinds().size()) * rowHeight() + fontMetrics().height() + 4};
}

void HistoryLengthsChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QColor muted = palette().color(QPalette::PlaceholderText);
  const int line = fontMetrics().height();
  int top = 0;
  for (const std::size_t kind : shownKinds()) {
    const auto& classes = m_statistics.histories[kind];
    const auto most = static_cast<double>(*std::max_element(classes.begin(), classes.end()));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QRect(0, top, kNameWidth - 8, line), Qt::AlignLeft | Qt::AlignVCenter,
                     feedbackPlural(static_cast<Feedback>(kind)));
    painter.setPen(muted);
    painter.drawText(QRect(0, top + line, kNameWidth - 8, line), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("median %1").arg(countText(m_statistics.medians[kind])));
    for (std::size_t c = 0; c < classes.size(); ++c) {
      const double height = most > 0 ? kBarsHeight * static_cast<double>(classes[c]) / most : 0;
      const double shown = classes[c] > 0 ? std::max(1.0, height) : 0;
      painter.fillRect(QRectF(kNameWidth + static_cast<int>(c) * classWidth(), top + kBarsHeight - shown,
                              std::max(1, classWidth() - 3), shown),
                       feedbackColour(static_cast<Feedback>(kind), palette()));
    }
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(kNameWidth, top + kBarsHeight, width(), top + kBarsHeight);
    top += rowHeight();
  }
  // Under the bars the first number of each class; "4" stands for 4–7.
  painter.setPen(muted);
  for (std::size_t c = 0; c < m_statistics.histories.front().size(); ++c) {
    const QString number = QString::number(c == 0 ? 0 : std::size_t{1} << (c - 1));
    const QRect place(kNameWidth + static_cast<int>(c) * classWidth(), top - kRowGap + 2, classWidth() - 3,
                      line);
    if (fontMetrics().horizontalAdvance(number) <= place.width())
      painter.drawText(place, Qt::AlignHCenter | Qt::AlignVCenter, number);
  }
}

bool HistoryLengthsChart::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip)
    return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const auto kinds = shownKinds();
  const auto row = static_cast<std::size_t>(help->pos().y() / rowHeight());
  const int column = (help->pos().x() - kNameWidth) / std::max(1, classWidth());
  if (row < kinds.size() && help->pos().x() >= kNameWidth &&
      static_cast<std::size_t>(column) < m_statistics.histories[kinds[row]].size()) {
    const auto c = static_cast<std::size_t>(column);
    QToolTip::showText(help->globalPos(),
                       tr("%1 with %2 %3")
                           .arg(countOf(m_statistics.histories[kinds[row]][c], tr("listener")),
                                fromCore(DatasetStatistics::lengthClassName(c)),
                                feedbackPlural(static_cast<Feedback>(kinds[row])).toLower()),
                       this);
  } else {
    QToolTip::hideText();
  }
  return true;
}

} // namespace skipscope::ui
