#pragma once

#include "ui/models/recommendations.h"

#include <QWidget>
#include <optional>

class QComboBox;
class QLabel;
class QTableView;

namespace skipscope::ui {

class RecommendationsModel;
class RunChoicesModel;
class RunsModel;

/// One run of the Listeners page: which it is, and what it would play next.
class RecommendationsPane : public QWidget {
  Q_OBJECT
public:
  /// `side` is "A" or "B"; `none`: the run may be left out.
  RecommendationsPane(const RunsModel* runs, const QString& side, bool none, QWidget* parent = nullptr);

  QComboBox* choice() const { return m_choice; } ///< for the row of controls
  QString run() const;                           ///< id; empty where none is chosen
  /// What want() or a person asked for, also while it is not among the choices; else run().
  QString wanted() const { return m_wanted.isEmpty() ? run() : m_wanted; }
  /// Chooses a run, now or as soon as it is among the choices.
  void want(const QString& run);
  /// Brings the choices up to date. Returns whether another run is chosen now.
  bool refresh(const QString& fingerprint);

  /// A sentence in the place of songs.
  void showStatus(const QString& sentence);
  void showSongs(const std::vector<RecommendedSong>& songs);
  void compareWith(const std::optional<std::vector<RecommendedSong>>& other);
  /// What is shown; nothing while it is asked for.
  const std::optional<std::vector<RecommendedSong>>& songs() const { return m_songs; }

signals:
  void runChosen();

private:
  RunChoicesModel* m_choices;
  RecommendationsModel* m_model;
  QComboBox* m_choice;
  QTableView* m_view;
  QLabel* m_status;
  QString m_wanted;
  std::optional<std::vector<RecommendedSong>> m_songs;
};

} // namespace skipscope::ui
