#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace skipscope::ui {

/// A song that a run would play next.
struct RecommendedSong {
  QString song; ///< id
  QString title;
  QString artist;
  double score = 0;
  bool playedBefore = false;
};

/// What a run would play a listener next, best first.
struct Recommendations {
  QString run; ///< id
  QString listener;
  std::vector<RecommendedSong> songs;
};

/// "Artist – Title", or what is known of it; the id where nothing is.
QString songText(const QString& song, const QString& title, const QString& artist);

} // namespace skipscope::ui
