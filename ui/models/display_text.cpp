#include "ui/models/display_text.h"

#include <QDateTime>
#include <QLocale>
#include <cmath>

namespace skipscope::ui {

QString fromCore(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string toCore(const QString& text) {
  return text.toStdString();
}

QString countText(std::int64_t count) {
  return QLocale().toString(static_cast<qlonglong>(count));
}

QString countOf(std::int64_t count, const QString& word) {
  return countText(count) + QChar(' ') + (count == 1 ? word : word + QChar('s'));
}

QString shareText(double share) {
  return QLocale().toString(share * 100, 'f', 1) + QStringLiteral(" %");
}

QString durationText(double seconds) {
  if (seconds > 0 && seconds < 5) // a small run takes less than one
    return QLocale().toString(seconds, 'f', 1) + QStringLiteral(" s");
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 60)
    return QStringLiteral("%1 s").arg(whole);
  if (whole < 3600)
    return whole % 60 == 0 ? QStringLiteral("%1 min").arg(whole / 60)
                           : QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  const std::int64_t minutes = whole / 60;
  return minutes % 60 == 0 ? QStringLiteral("%1 h").arg(minutes / 60)
                           : QStringLiteral("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString momentText(std::int64_t milliseconds) {
  return QDateTime::fromMSecsSinceEpoch(milliseconds).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

} // namespace skipscope::ui
