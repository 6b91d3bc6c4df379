#include "ui/models/recommendations.h"

namespace skipscope::ui {

QString songText(const QString& song, const QString& title, const QString& artist) {
  if (title.isEmpty() && artist.isEmpty())
    return song;
  if (artist.isEmpty())
    return title;
  return QStringLiteral("%1 – %2").arg(artist, title.isEmpty() ? song : title);
}

} // namespace skipscope::ui
